#!/usr/bin/env bash
# Ready: the node serves and sees the cluster, and after a start the cluster was green once, so that a rolling restart takes the
# next node only when every shard has its copies again. After ten minutes the node counts as ready whatever the colour: a
# cluster that stays yellow for another reason must not lose the nodes it has.
set -euo pipefail

readonly config=/usr/share/opensearch/config

# The probe has a certificate of its own, which reads how the cluster is and no document.
health() {
  curl --silent --fail --max-time 6 --cacert "$config/http/ca.crt" --cert "$config/observer/tls.crt" \
    --key "$config/observer/tls.key" --output /dev/null "https://localhost:9200/_cluster/health?$1"
}

if [ ! -e /tmp/was-green ]; then
  started=$(stat --format %Y /proc/1)
  if [ $(($(date +%s) - started)) -lt 600 ]; then health 'wait_for_status=green&timeout=1s'; fi
  touch /tmp/was-green
fi
health 'cluster_manager_timeout=3s'

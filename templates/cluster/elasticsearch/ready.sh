#!/usr/bin/env bash
# Ready: the node serves, and after a start the cluster was green once, so that a rolling restart takes the next node only
# when every shard has its copies again. After ten minutes the node counts as ready whatever the colour: a cluster that stays
# yellow for another reason must not lose the nodes it has.
set -euo pipefail

if [ ! -e /tmp/was-green ]; then
  started=$(stat --format %Y /proc/1)
  if [ $(($(date +%s) - started)) -lt 600 ]; then
    curl --silent --fail --max-time 4 --cacert /usr/share/elasticsearch/config/http/ca.crt \
      --config <(printf 'user = "elastic:%s"\n' "$(< /run/elasticsearch/password)") --output /dev/null \
      'https://localhost:9200/_cluster/health?wait_for_status=green&timeout=1s'
  fi
  touch /tmp/was-green
fi
exec 3<> /dev/tcp/127.0.0.1/8080

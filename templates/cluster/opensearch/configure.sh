#!/usr/bin/env bash
# Fills the configuration directory of a node, which the image keeps on a file system that cannot be written here.
set -euo pipefail

cp --recursive /usr/share/opensearch/config/. /config/
cp /settings/opensearch.yml /config/opensearch.yml

# The image brings users whose passwords everybody knows; a new cluster begins with the files here, which name none.
rm --recursive --force /config/opensearch-security
mkdir /config/opensearch-security
for file in /settings/security.*.yml; do
  cp "$file" "/config/opensearch-security/${file#/settings/security.}"
done

# Only a node that never held data may form a cluster: with this line on a node that lost its volume it could found a second one.
if [ ! -e /data/nodes ]; then
  printf 'cluster.initial_cluster_manager_nodes: [%s]\n' "$FOUNDING_NODES" >> /config/opensearch.yml
fi

# The S3 client reads its token only from below the configuration directory.
if [ -n "${AWS_WEB_IDENTITY_TOKEN_FILE:-}" ]; then
  ln --symbolic --force "$AWS_WEB_IDENTITY_TOKEN_FILE" /config/aws-web-identity-token-file
fi

#!/usr/bin/env bash
# Fills the configuration directory of a node, which the image keeps on a file system that cannot be written here.
set -euo pipefail

cp --recursive /usr/share/elasticsearch/config/. /config/
cp /settings/elasticsearch.yml /config/elasticsearch.yml

# Only a node that never held data may form a cluster: with this line on a node that lost its volume it could found a second one.
if [ ! -e /data/_state ]; then
  printf 'cluster.initial_master_nodes: [%s]\n' "$INITIAL_MASTERS" >> /config/elasticsearch.yml
fi

# The S3 client reads its token only from below the configuration directory.
if [ -n "${AWS_WEB_IDENTITY_TOKEN_FILE:-}" ]; then
  mkdir --parents /config/repository-s3
  ln --symbolic --force "$AWS_WEB_IDENTITY_TOKEN_FILE" /config/repository-s3/aws-web-identity-token-file
fi

# Single sign-on, once its client secret is there: a realm without one keeps a node from starting. The secret goes in by a pipe,
# since arguments can be read by anybody in the pod.
if [ -s /single-sign-on/client-secret ]; then
  cat /settings/single-sign-on.yml >> /config/elasticsearch.yml
  export ES_PATH_CONF=/config
  if [ ! -e /config/elasticsearch.keystore ]; then elasticsearch-keystore create; fi
  tr -d '\n' < /single-sign-on/client-secret | elasticsearch-keystore add --stdin --force "$CLIENT_SECRET_SETTING"
fi

# The entrypoint takes a password only from a file nobody else can read, and a mounted Secret is readable by the group.
install --mode 0400 /superuser/password /run/elasticsearch/password

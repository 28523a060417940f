#!/usr/bin/env bash
# Opens a way to the private Kubernetes API: a Session Manager tunnel through the small instance that is there for it, and a
# kubeconfig that uses it. No key, no open port. Leave it running; Ctrl-C closes it.
set -euo pipefail

readonly NAME=<%= it.name %>
readonly ACCOUNT=<%= it.account %>
readonly REGION=<%= it.region %>
readonly TAG=<%= it.access.tag %>
readonly PORT=${1:-<%= it.access.localPort %>}

fail() {
  printf 'connect: %s\n' "$*" >&2
  exit 1
}

for tool in aws kubectl session-manager-plugin; do
  command -v "$tool" >/dev/null || fail "$tool is not installed"
done
[[ $PORT =~ ^[0-9]+$ ]] || fail "'$PORT' is no port; usage: scripts/connect.sh [PORT]"
actual=$(aws sts get-caller-identity --query Account --output text) || fail 'no AWS credentials; sign in first'
[[ $actual == "$ACCOUNT" ]] || fail "these credentials are for account $actual, this bundle is for $ACCOUNT"

endpoint=$(aws eks describe-cluster --name "$NAME" --region "$REGION" --query cluster.endpoint --output text) ||
  fail "there is no cluster $NAME in $REGION"
host=${endpoint#https://}

instance=$(aws ec2 describe-instances --region "$REGION" --output text \
  --filters "Name=tag:$TAG,Values=$NAME" Name=instance-state-name,Values=running \
  --query 'Reservations[].Instances[].InstanceId | [0]')
[[ $instance == i-* ]] || fail "the way to $NAME has no running instance; see runbooks/reach-the-cluster.md"

kubeconfig=${XDG_CONFIG_HOME:-$HOME/.config}/$NAME-tunnel.kubeconfig
mkdir -p "$(dirname "$kubeconfig")"
update=(--name "$NAME" --region "$REGION" --kubeconfig "$kubeconfig" --alias "$NAME-tunnel")
# kubectl then signs in as this role instead of the person: break-glass.
[[ -z ${CONNECT_ROLE_ARN:-} ]] || update+=(--role-arn "$CONNECT_ROLE_ARN")
aws eks update-kubeconfig "${update[@]}" >/dev/null
cluster=$(kubectl --kubeconfig "$kubeconfig" config view --minify -o 'jsonpath={.contexts[0].context.cluster}')
# The certificate is for the real name, so that name is checked although the connection goes to this machine.
kubectl --kubeconfig "$kubeconfig" config set-cluster "$cluster" \
  --server="https://127.0.0.1:$PORT" --tls-server-name="$host" >/dev/null

cat >&2 <<TEXT
The tunnel goes through $instance. In another terminal:

  export KUBECONFIG=$kubeconfig
  kubectl get nodes

and for scripts/apply.sh:

  APPLY_KUBECONFIG=$kubeconfig scripts/apply.sh --only kubernetes
TEXT

exec aws ssm start-session --region "$REGION" --target "$instance" \
  --document-name AWS-StartPortForwardingSessionToRemoteHost \
  --parameters "host=$host,portNumber=443,localPortNumber=$PORT"

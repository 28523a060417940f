#!/usr/bin/env bash
# What the setup jobs of the stores have in common. They source it after `set -euo pipefail`.
#
# Reads: NAMESPACE, /ca/ca.crt, and the service account of the pod.
umask 077

readonly account=${ACCOUNT_DIR:-/var/run/secrets/kubernetes.io/serviceaccount}
readonly api=${KUBERNETES_URL:-https://${KUBERNETES_SERVICE_HOST:-kubernetes.default.svc}:${KUBERNETES_SERVICE_PORT:-443}}
# shellcheck disable=SC2034 # both are for the scripts that source this
readonly ca=${CA_FILE:-/ca/ca.crt} home_namespace=${NAMESPACE:?}
# Whose Secrets they are: each script says it before it sources this.
: "${managed_by:?}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

log() { printf '%s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# Letters and digits only, so that no quoting is ever needed: 43 of them, 256 bits.
random() {
  local text=''
  while [ "${#text}" -lt 43 ]; do text+=$(head -c 64 /dev/urandom | base64 | tr -dc 'A-Za-z0-9'); done
  printf '%s' "${text:0:43}"
}

# call CA HEADER METHOD URL [BODY-FILE [OPTION…]]: prints the status, leaves the body in $work/body. The header, which holds a
# credential, goes in by a pipe: arguments can be read by anybody in the pod. Options are curl's.
call() {
  local -a body=()
  if [ -n "${5:-}" ]; then body=(--data-binary "@$5" --header 'Content-Type: application/json'); fi
  # Kibana takes no POST without kbn-xsrf, OpenSearch Dashboards none without osd-xsrf; nobody else minds them.
  curl --silent --show-error --max-time 30 --cacert "$1" --config <(printf 'header = "%s"\n' "$2") \
    --request "$3" --header 'Accept: application/json' --header 'kbn-xsrf: setup' --header 'osd-xsrf: setup' \
    "${body[@]}" "${@:6}" --output "$work/body" --write-out '%{http_code}' "$4"
}

kube() { call "$account/ca.crt" "Authorization: Bearer $(< "$account/token")" "$1" "$api$2" "${3:-}"; }
basic() { printf 'Authorization: Basic %s' "$(printf '%s:%s' "$1" "$2" | base64 -w0)"; }

# ensure_secret NAMESPACE NAME KEY VALUE [KEY VALUE …]: creates it if it is not there.
ensure_secret() {
  local namespace=$1 name=$2 data='' status
  shift 2
  status=$(kube GET "/api/v1/namespaces/$namespace/secrets/$name")
  [ "$status" = 200 ] && return 0
  [ "$status" = 404 ] || fail "reading secret $namespace/$name: HTTP $status"
  while [ "$#" -gt 0 ]; do
    data+="${data:+,}\"$1\":\"$2\""
    shift 2
  done
  printf '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"%s","labels":{"app.kubernetes.io/managed-by":"%s"}},"stringData":{%s}}' \
    "$name" "$managed_by" "$data" > "$work/secret"
  status=$(kube POST "/api/v1/namespaces/$namespace/secrets" "$work/secret")
  rm -f "$work/secret"
  case $status in
    201) log "secret $namespace/$name made" ;;
    409) ;; # another run was faster, and its value is as good
    *) fail "creating secret $namespace/$name: HTTP $status" ;;
  esac
}

# secret_value NAMESPACE NAME KEY
secret_value() {
  local status value
  status=$(kube GET "/api/v1/namespaces/$1/secrets/$2")
  [ "$status" = 200 ] || fail "reading secret $1/$2: HTTP $status"
  value=$(tr -d ' \n' < "$work/body" | grep -o "\"$3\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4)
  [ -n "$value" ] || fail "secret $1/$2 has no key $3"
  printf '%s' "$value" | base64 -d
}

# ensure_logins: a Secret for every line "username role namespace secret" of USERS.
ensure_logins() {
  local username namespace secret
  while read -r username _ namespace secret; do
    if [ -n "$username" ]; then ensure_secret "$namespace" "$secret" username "$username" password "$(random)"; fi
  done <<< "$USERS"
}

# make_where_missing SEND THERE PATH FILE NAME: makes what is not there, by the function SEND (METHOD PATH [FILE]). What is there may have been changed by
# people, and stays. Returns 1 when who is asked does not answer yet.
make_where_missing() {
  local status
  status=$("$1" GET "$2" 2> /dev/null) || status=000
  if [ "$status" = 404 ]; then
    status=$("$1" POST "$3" "$4" 2> /dev/null) || status=000
    if [ "$status" = 200 ]; then log "$2 made"; fi
  fi
  case $status in
    200 | 409) ;; # 409: another run was faster
    000 | 502 | 503) return 1 ;;
    *) fail "${5:?}, $2: HTTP $status: $(head -c 500 "$work/body")" ;;
  esac
}

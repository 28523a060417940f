#!/usr/bin/env bash
# Makes in the cluster what must stand in no repository, and tells Elasticsearch and Kibana what the repository says. Runs every few
# minutes; a run that finds all done changes nothing, and two runs at once end in the same state: a Secret is created or it
# exists, never overwritten, and every password is read back from there.
#
# Reads: USERS (lines "username role namespace secret"), ELASTICSEARCH_URL, KIBANA_URL (none: no Kibana), /setup (requests and their bodies), /ca/ca.crt.
set -euo pipefail
umask 077

readonly account=${ACCOUNT_DIR:-/var/run/secrets/kubernetes.io/serviceaccount}
readonly api=${KUBERNETES_URL:-https://${KUBERNETES_SERVICE_HOST:-kubernetes.default.svc}:${KUBERNETES_SERVICE_PORT:-443}}
readonly setup=${SETUP_DIR:-/setup}
readonly ca=${CA_FILE:-/ca/ca.crt}
readonly elasticsearch=${ELASTICSEARCH_URL:?}
readonly home_namespace=${NAMESPACE:?}
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

# call CA HEADER METHOD URL [BODY-FILE]: prints the status, leaves the body in $work/body. The header, which holds a
# credential, goes in by a pipe: arguments can be read by anybody in the pod.
call() {
  local -a body=()
  if [ -n "${5:-}" ]; then body=(--data-binary "@$5" --header 'Content-Type: application/json'); fi
  # Kibana takes no POST without kbn-xsrf; nobody else minds it.
  curl --silent --show-error --max-time 30 --cacert "$1" --config <(printf 'header = "%s"\n' "$2") \
    --request "$3" --header 'Accept: application/json' --header 'kbn-xsrf: elasticsearch-setup' "${body[@]}" --output "$work/body" --write-out '%{http_code}' "$4"
}

kube() { call "$account/ca.crt" "Authorization: Bearer $(< "$account/token")" "$1" "$api$2" "${3:-}"; }
basic() { printf 'Authorization: Basic %s' "$(printf '%s:%s' "$1" "$2" | base64 -w0)"; }
es() { call "$ca" "$(basic elastic "$superuser")" "$1" "$elasticsearch$2" "${3:-}"; }
kibana() { call "$ca" "$(basic elastic "$superuser")" "$1" "$KIBANA_URL$2" "${3:-}"; }

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
  printf '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"%s","labels":{"app.kubernetes.io/managed-by":"elasticsearch-setup"}},"stringData":{%s}}' \
    "$name" "$data" > "$work/secret"
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

log 'secrets'
ensure_secret "$home_namespace" elasticsearch-elastic password "$(random)"
ensure_secret "$home_namespace" kibana-encryption-keys session "$(random)" saved-objects "$(random)" reporting "$(random)"
while read -r username _ namespace secret; do
  [ -n "$username" ] && ensure_secret "$namespace" "$secret" username "$username" password "$(random)"
done <<< "$USERS"
superuser=$(secret_value "$home_namespace" elasticsearch-elastic password)

log 'waiting for Elasticsearch'
for ((attempt = 1; ; attempt++)); do
  status=$(es GET '/_cluster/health?wait_for_status=yellow&timeout=10s' 2> /dev/null) || status=000
  [ "$status" = 200 ] && break
  [ "$status" = 401 ] && fail 'the password in secret elasticsearch-elastic is not the one the cluster was made with'
  [ "$attempt" -lt "${ATTEMPTS:-20}" ] || fail "not ready: HTTP $status; the next run tries again"
  sleep "${PAUSE:-5}"
done

log 'settings'
while read -r path file; do
  [ -n "$path" ] || continue
  status=$(es PUT "$path" "$setup/$file")
  case $status in
    200 | 201) ;;
    *) fail "PUT $path: HTTP $status: $(head -c 500 "$work/body")" ;;
  esac
done < "$setup/requests"

log 'users'
while read -r username role namespace secret; do
  [ -n "$username" ] || continue
  password=$(secret_value "$namespace" "$secret" password)
  status=$(call "$ca" "$(basic "$username" "$password")" GET "$elasticsearch/_security/_authenticate")
  # Without a password the user keeps the one it has; only roles are set.
  if [ "$status" = 200 ]; then fields=''; else fields="\"password\":\"$password\","; fi
  printf '{%s"roles":["%s"],"full_name":"made by elasticsearch-setup"}' "$fields" "$role" > "$work/user"
  status=$(es PUT "/_security/user/$username" "$work/user")
  rm -f "$work/user"
  [ "$status" = 200 ] || fail "user $username: HTTP $status"
  unset password fields
done <<< "$USERS"

log 'token of Kibana'
status=$(kube GET "/api/v1/namespaces/$home_namespace/secrets/kibana-token")
if [ "$status" = 404 ]; then
  name="setup-$(random | tr '[:upper:]' '[:lower:]' | cut -c 1-12)"
  status=$(es POST "/_security/service/elastic/kibana/credential/token/$name")
  [ "$status" = 200 ] || fail "token of Kibana: HTTP $status"
  token=$(tr -d ' \n' < "$work/body" | grep -o '"value":"[^"]*"' | cut -d '"' -f 4)
  [ -n "$token" ] || fail 'token of Kibana: no value in the answer'
  ensure_secret "$home_namespace" kibana-token token "$token" token-name "$name"
  if [ "$(secret_value "$home_namespace" kibana-token token-name)" != "$name" ]; then
    es DELETE "/_security/service/elastic/kibana/credential/token/$name" > /dev/null # the other run's is in use
  fi
elif [ "$status" != 200 ]; then
  fail "reading secret $home_namespace/kibana-token: HTTP $status"
fi

# make_in_kibana THERE PATH FILE: makes what is not there. What is there may have been changed by people, and stays. Returns 1
# when Kibana does not answer yet.
make_in_kibana() {
  local status
  status=$(kibana GET "$1" 2> /dev/null) || status=000
  if [ "$status" = 404 ]; then
    status=$(kibana POST "$2" "$setup/$3" 2> /dev/null) || status=000
    if [ "$status" = 200 ]; then log "$1 made"; fi
  fi
  case $status in
    200 | 409) ;; # 409: another run was faster
    000 | 502 | 503) return 1 ;;
    *) fail "Kibana, $1: HTTP $status: $(head -c 500 "$work/body")" ;;
  esac
}

if [ -n "${KIBANA_URL:-}" ]; then
  log 'spaces and data views of Kibana'
  while read -r there path file; do
    [ -n "$there" ] || continue
    if ! make_in_kibana "$there" "$path" "$file"; then
      log 'Kibana does not answer yet; the next run makes what is missing'
      break
    fi
  done < "$setup/kibana-requests"
fi

log 'done'

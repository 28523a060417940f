#!/usr/bin/env bash
# Makes in the cluster what must stand in no repository, and tells OpenSearch and OpenSearch Dashboards what the repository says.
# Runs every few minutes; a run that finds all done changes nothing, and two runs at once end in the same state: a Secret is
# created or it exists, never overwritten, and every password is read back from there. It asks OpenSearch with the admin
# certificate, so there is no superuser's password at all.
#
# Reads: USERS (lines "username role namespace secret"), OPENSEARCH_URL, DASHBOARDS_URL (none: no OpenSearch Dashboards), /setup (requests and
# their bodies), /admin (certificate and key), /ca/ca.crt.
set -euo pipefail

readonly setup=${SETUP_DIR:-/setup}
readonly admin=${ADMIN_DIR:-/admin}
readonly opensearch=${OPENSEARCH_URL:?}
readonly managed_by=opensearch-setup
# shellcheck source=templates/cluster/logging/library.sh
. "$setup/library.sh"

os() {
  call "$ca" 'X-Opaque-Id: opensearch-setup' "$1" "$opensearch$2" "${3:-}" --cert "$admin/tls.crt" --key "$admin/tls.key"
}

# refused WHAT STATUS: ends the run with the first lines of the answer.
refused() { fail "$1: HTTP $2: $(head -c 500 "$work/body")"; }

log 'secrets'
ensure_secret "$home_namespace" opensearch-dashboards-cookie password "$(random)"
ensure_logins

log 'waiting for OpenSearch'
for ((attempt = 1; ; attempt++)); do
  status=$(os GET '/_cluster/health?wait_for_status=yellow&timeout=10s' 2> /dev/null) || status=000
  [ "$status" = 200 ] && break
  case $status in 401 | 403) fail "the admin certificate is not taken: HTTP $status" ;; esac
  [ "$attempt" -lt "${ATTEMPTS:-20}" ] || fail "not ready: HTTP $status; the next run tries again"
  sleep "${PAUSE:-5}"
done

# number KEY: a number of the last answer.
number() { grep -o "\"$1\" *: *[0-9]*" "$work/body" | head -n 1 | tr -dc '0-9'; }
# description FILE: what a policy says it was made from.
description() { grep -o '"description" *: *"[^"]*"' "$1" | head -n 1 | cut -d '"' -f 4; }

# policy METHOD PATH FILE: makes a policy by METHOD where it is missing, replaces it where it was made from something else. A replacement
# is only taken with the number of what it replaces, so two runs at once cannot undo each other. Returns 1 if it was replaced.
policy() {
  local status
  status=$(os GET "$2")
  case $status in
    404)
      status=$(os "$1" "$2" "$3")
      case $status in
        200 | 201) log "$2 made" ;;
        409) ;; # another run was faster
        *) refused "$1 $2" "$status" ;;
      esac
      ;;
    200)
      [ "$(description "$work/body")" != "$(description "$3")" ] || return 0
      status=$(os PUT "$2?if_seq_no=$(number _seq_no)&if_primary_term=$(number _primary_term)" "$3")
      case $status in
        200 | 201) log "$2 replaced"; return 1 ;;
        409) ;; # another run was faster
        *) refused "PUT $2" "$status" ;;
      esac
      ;;
    *) refused "GET $2" "$status" ;;
  esac
}

# An index keeps the policy it began with until it is told of the new one.
tell_indices() {
  local status
  printf '{"policy_id":"%s"}' "${1##*/}" > "$work/change"
  status=$(os POST "/_plugins/_ism/change_policy/$2" "$work/change")
  [ "$status" = 200 ] || [ "$status" = 404 ] || refused "telling $2 of ${1##*/}" "$status"
}

log 'settings'
while read -r kind path file indices; do
  case $kind in
    put)
      status=$(os PUT "$path" "$setup/$file")
      [ "$status" = 200 ] || refused "PUT $path" "$status"
      ;;
    patch)
      status=$(os PATCH "$path" "$setup/$file")
      # 409: another run was faster, and says the same
      [ "$status" = 200 ] || [ "$status" = 409 ] || refused "PATCH $path" "$status"
      ;;
    sm) policy POST "$path" "$setup/$file" || true ;;
    ism) policy PUT "$path" "$setup/$file" || tell_indices "$path" "$indices" ;;
    *) fail "no such kind of request: $kind" ;;
  esac
done < "$setup/requests"

log 'users'
while read -r username _ namespace secret; do
  [ -n "$username" ] || continue
  password=$(secret_value "$namespace" "$secret" password)
  status=$(call "$ca" "$(basic "$username" "$password")" GET "$opensearch/_plugins/_security/authinfo")
  if [ "$status" != 200 ]; then
    printf '{"password":"%s","description":"made by opensearch-setup"}' "$password" > "$work/user"
    status=$(os PUT "/_plugins/_security/api/internalusers/$username" "$work/user")
    rm -f "$work/user"
    case $status in
      200 | 201) log "user $username made" ;;
      409) ;; # another run was faster, with the same password
      *) refused "user $username" "$status" ;;
    esac
  fi
  if [ "$username" = dashboards-setup ]; then dashboards_login=$(basic "$username" "$password"); fi
  unset password
done <<< "$USERS"

dashboards() {
  call "$ca" "${dashboards_login:?}" "$1" "$DASHBOARDS_URL$2" "${3:-}" --header "securitytenant: $tenant"
}

if [ -n "${DASHBOARDS_URL:-}" ]; then
  log 'index patterns of OpenSearch Dashboards'
  while read -r tenant path file; do
    [ -n "$tenant" ] || continue
    if ! make_where_missing dashboards "$path" "$path" "$setup/$file" 'OpenSearch Dashboards'; then
      log 'OpenSearch Dashboards does not answer yet; the next run makes what is missing'
      break
    fi
  done < "$setup/dashboards-requests"
fi

log 'done'

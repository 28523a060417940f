#!/usr/bin/env bash
# Applies this bundle: Terraform stacks in their order, then the Kubernetes layers. Running it again changes nothing that is
# right already. `scripts/apply.sh --help` says what it can be told.
set -euo pipefail

readonly NAME=<%= it.name %>
readonly ACCOUNT=<%= it.account %>
readonly REGION=<%= it.region %>
readonly STACKS=(<% for (const stack of it.stacks) { %> <%= stack %><% } %> )
readonly LAYERS=( crds controllers platform )
readonly MANAGER=stagecraft

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dry_run=false
yes=false
only=all
terraform=${TERRAFORM:-terraform}

usage() {
  cat <<'TEXT'
Usage: scripts/apply.sh [--dry-run] [--yes] [--only terraform|kubernetes]

  --dry-run   plan the stacks and compare the objects; change nothing
  --yes       apply plans without asking, for pipelines
  --only X    only the Terraform stacks, or only the Kubernetes layers

TERRAFORM=tofu runs OpenTofu. Exit: 0 done, 1 something must be fixed.
TEXT
}

say() { printf '\n== %s\n' "$*" >&2; }

fail() {
  printf 'apply: %s\n' "$*" >&2
  exit 1
}

need() {
  command -v "$1" >/dev/null || fail "$1 is not installed"
}

arguments() {
  while (($# > 0)); do
    case $1 in
      --dry-run) dry_run=true ;;
      --yes) yes=true ;;
      --only)
        only=${2:-}
        [[ $only == terraform || $only == kubernetes ]] || fail "--only takes terraform or kubernetes, not '$only'"
        shift
        ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) fail "unknown argument '$1'; see --help" ;;
    esac
    shift
  done
}

# The one mistake that cannot be undone is the right change in the wrong account.
check_account() {
  local actual
  actual=$(aws sts get-caller-identity --query Account --output text) || fail 'no AWS credentials; sign in first'
  [[ $actual == "$ACCOUNT" ]] || fail "these credentials are for account $actual, this bundle is for $ACCOUNT"
}

# Whether a person said yes, here and now.
confirmed() {
  local answer
  $yes && return 0
  [[ -t 0 ]] || fail 'no terminal to ask on; add --yes to apply without asking'
  read -r -p "$1 [yes/no] " answer
  [[ $answer == yes ]]
}

pending=''

apply_stack() {
  local stack=$1 plan="$work/$1.plan" status=0
  say "terraform: $stack"
  if [[ -n $pending ]]; then
    printf 'not planned: %s has changes that must be applied first\n' "$pending" >&2
    return 0
  fi
  "$terraform" -chdir="$root/terraform/$stack" init -input=false
  "$terraform" -chdir="$root/terraform/$stack" plan -input=false -detailed-exitcode -out="$plan" || status=$?
  case $status in
    0) return 0 ;;
    2) ;;
    *) fail "stack $stack cannot be planned" ;;
  esac
  if $dry_run; then
    pending=$stack
    return 0
  fi
  confirmed "Apply this plan to $stack in account $ACCOUNT?" || fail "stack $stack was not applied"
  "$terraform" -chdir="$root/terraform/$stack" apply -input=false "$plan"
}

# A kubeconfig of its own: yours is not touched, and whatever it points at is not changed by mistake.
connect() {
  say "kubernetes: $NAME"
  if [[ -n ${APPLY_KUBECONFIG:-} ]]; then
    export KUBECONFIG=$APPLY_KUBECONFIG
  else
    export KUBECONFIG=$work/kubeconfig
    aws eks update-kubeconfig --name "$NAME" --region "$REGION" >/dev/null || fail "there is no cluster $NAME in $REGION"
  fi
  kubectl get --raw /readyz --request-timeout=20s >/dev/null ||
    fail 'the Kubernetes API does not answer; its endpoint is private: see runbooks/reach-the-cluster.md'
}

objects_of() {
  kubectl kustomize "$root/kubernetes/layers/$1"
}

wait_for_definitions() {
<% for (const crd of it.definitions) { -%>
  kubectl wait --for=condition=Established --timeout=5m crd/<%= crd %>
<% } -%>
<% if (it.certManager) { -%>
  kubectl -n cert-manager rollout status deployment/cert-manager-webhook --timeout=5m
<% } -%>
  return 0
}

<% if (it.karpenter) { -%>
# Karpenter is upstream's chart at the version of the catalog. Helm never updates definitions inside a chart, so they are one of
# their own.
install_karpenter() {
  say <%~ sh('helm: karpenter ' + it.karpenter.version) %>
  helm upgrade --install karpenter-crd <%~ sh(it.karpenter.url + '-crd') %> --version <%= it.karpenter.version %> \
    --namespace kube-system --wait
  helm upgrade --install karpenter <%= it.karpenter.url %> --version <%= it.karpenter.version %> \
    --skip-crds --namespace kube-system --values "$root/scripts/values/karpenter.yaml" --wait --timeout 10m
}

<% } -%>
apply_layer() {
  local layer=$1 objects="$work/$1.yaml" status=0
  objects_of "$layer" >"$objects"
  [[ -s $objects ]] || return 0
  say "kubernetes: layer $layer"
  if $dry_run; then
    kubectl diff --server-side --field-manager="$MANAGER" -f "$objects" || status=$?
    ((status <= 1)) || printf 'layer %s cannot be compared before the one below it is applied\n' "$layer" >&2
    return 0
  fi
  kubectl apply --server-side --field-manager="$MANAGER" -f "$objects"
}

# Every workload of a layer must stand before the next one starts.
wait_for_layer() {
  local objects="$work/$1.yaml" kind namespace name
  [[ -s $objects ]] || return 0
  kubectl get -f "$objects" --no-headers \
    -o custom-columns=KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name >"$work/$1.list"
  while read -r kind namespace name; do
    case $kind in
      CustomResourceDefinition) kubectl wait --for=condition=Established --timeout=5m "crd/$name" ;;
      DaemonSet | Deployment | StatefulSet)
        kubectl -n "$namespace" rollout status "$kind/$name" --timeout=10m ||
          fail "$kind $namespace/$name is not ready; see: kubectl -n $namespace describe $kind $name"
        ;;
    esac
  done <"$work/$1.list"
}

apply_kubernetes() {
  local layer
  need kubectl
<% if (it.karpenter) { -%>
  need helm
<% } -%>
  connect
  $dry_run || wait_for_definitions
  for layer in "${LAYERS[@]}"; do
<% if (it.karpenter) { -%>
    [[ $layer != platform ]] || $dry_run || install_karpenter
<% } -%>
    apply_layer "$layer"
    $dry_run || wait_for_layer "$layer"
  done
}

main() {
  arguments "$@"
  need aws
  check_account
  if [[ $only != kubernetes ]]; then
    local stack
    need "$terraform"
    for stack in "${STACKS[@]}"; do apply_stack "$stack"; done
  fi
  if [[ $only != terraform ]]; then
    if [[ -n $pending ]]; then
      say "kubernetes: not compared, $pending has changes that must be applied first"
    else
      apply_kubernetes
    fi
  fi
  if $dry_run; then say 'nothing was changed'; else say 'all is applied'; fi
}

main "$@"

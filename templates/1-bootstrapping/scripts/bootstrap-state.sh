#!/usr/bin/env bash
# Makes the bucket Terraform keeps its state in, once, before the first apply: Terraform cannot keep its state in a bucket it
# has yet to make. Running it again puts the same settings back.
set -euo pipefail

readonly ACCOUNT=<%= it.account %>
readonly BUCKET=<%= it.state.bucket %>
readonly REGION=<%= it.state.region %>
readonly PARTITION=<%= it.partition %>
readonly KMS_KEY=<%= it.state.kmsKeyId ?? '' %>

fail() {
  printf 'bootstrap-state: %s\n' "$*" >&2
  exit 1
}

command -v aws >/dev/null || fail 'aws is not installed'
actual=$(aws sts get-caller-identity --query Account --output text) || fail 'no AWS credentials; sign in first'
[[ $actual == "$ACCOUNT" ]] || fail "these credentials are for account $actual, this bundle is for $ACCOUNT"

s3api() {
  local action=$1
  shift
  aws s3api "$action" --region "$REGION" --bucket "$BUCKET" --expected-bucket-owner "$ACCOUNT" "$@"
}

if ! s3api head-bucket >/dev/null 2>&1; then
  create=(--region "$REGION" --bucket "$BUCKET")
  # us-east-1 is the one region whose name create-bucket refuses.
  [[ $REGION == us-east-1 ]] || create+=(--create-bucket-configuration "LocationConstraint=$REGION")
  aws s3api create-bucket "${create[@]}" >/dev/null ||
    fail "bucket $BUCKET cannot be made: another account may have the name; set state.bucket in stagecraft.yaml"
fi

if [[ -n $KMS_KEY ]]; then
  encryption="{\"SSEAlgorithm\":\"aws:kms\",\"KMSMasterKeyID\":\"$KMS_KEY\"}"
else
  encryption='{"SSEAlgorithm":"AES256"}'
fi
s3api put-public-access-block --public-access-block-configuration \
  BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
s3api put-bucket-ownership-controls --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'
s3api put-bucket-versioning --versioning-configuration Status=Enabled
s3api put-bucket-encryption --server-side-encryption-configuration \
  "{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":$encryption,\"BucketKeyEnabled\":true}]}"
s3api put-bucket-lifecycle-configuration --lifecycle-configuration \
  '{"Rules":[{"ID":"old-states","Status":"Enabled","Filter":{},"Expiration":{"ExpiredObjectDeleteMarker":true},"NoncurrentVersionExpiration":{"NoncurrentDays":365},"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":7}}]}' >/dev/null
s3api put-bucket-policy --policy "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"OnlyTls\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":[\"arn:$PARTITION:s3:::$BUCKET\",\"arn:$PARTITION:s3:::$BUCKET/*\"],\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}"

printf 'bucket %s is ready for the states of this bundle\n' "$BUCKET" >&2

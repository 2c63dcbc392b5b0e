#!/usr/bin/env bash
# Starts a real OpenStack Nova on this machine, runs the suites against it with the profile nova, and leaves it running
# (targets/nova/down.sh stops it). Arguments are passed to `compute-conformance run`. COMPUTE_ROOT is where to find the Compute service:
# /v2 (default), /v2.1 for paths without the tenant, or /v2.1/{tenant}.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
base=${BASE:-${TMPDIR:-/var/tmp}/nova-target}
BASE=$base bash "$here/up.sh" >&2
# shellcheck disable=SC1091
. "$base/target.env"
root=${COMPUTE_ROOT:-}
root=${root/\{tenant\}/$OS_TENANT_ID}
config=$(mktemp)
trap 'rm -f "$config"' EXIT
cat > "$config" <<YAML
target: { url: "http://127.0.0.1:8774$root", tenant: $OS_TENANT_ID, profile: nova, novaActions: true }
auth: { token: $TOKEN }
other: { tenant: $OTHER_TENANT_ID, token: $OTHER_TOKEN }
resources:
  image: $IMAGE_ID
  flavor: "$FLAVOR_ID"
  resizeFlavor: "$FLAVOR_ALT_ID"
  localFlavor: "$FLAVOR_U2_ID"
  smallFlavor: "$FLAVOR_ID"
  network: $NETWORK_ID
  subnet: $SUBNET_ID
  securityGroup: $SECURITY_GROUP_NAME
  volume: $VOLUME_ID
limits: { allowCostly: true }
services:
  image: http://127.0.0.1:9292
  network: http://127.0.0.1:9696
  blockStorage: http://127.0.0.1:8776/v3/$OS_TENANT_ID
YAML
# The configuration is complete; OS_* variables would make the suite authenticate a second time.
for name in $(env | sed -n 's/^\(OS_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
status=0
node "$here/../../bin/compute-conformance.js" run --config "$config" --out conformance-report/nova "$@" || status=$?
exit $status

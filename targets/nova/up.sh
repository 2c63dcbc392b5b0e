#!/bin/bash
# up.sh - starts a real OpenStack Nova API (Debian 12 packages, Nova 26 "Zed")
# with the in-memory fake virt driver, on loopback only, without systemd.
#
#   up.sh            installs and configures if needed, starts, seeds, writes target.env
#   down.sh          (same directory) stops the processes started here
#
# Idempotent: a second run installs nothing, keeps the databases, starts only
# services that are not running, creates only resources that are missing, and
# rewrites target.env with new tokens. All files are under $BASE; nothing in /etc
# is modified.
#
# Environment variables:
#   BASE=DIR                 directory of all files
#   NOVA_API_MODE=eventlet    eventlet = the `nova-api` console script (keep-alive, Content-Length)
#                             uwsgi    = nova-api-wsgi under uwsgi, as in Debian
#   NOVA_PERIODIC=3           default periodic interval of nova-compute in seconds (stock: 60), so that
#                             a resize is confirmed soon after resize_confirm_window=1
#   NOVA_FAKE_DELAY=0.3       delay in seconds of spawn, reboot, migrate, snapshot and power operations,
#                             so that BUILD, REBOOT and RESIZE are observable (0 = no delay)
#   WITH_CINDER=1             0 = do not start cinder (os-volume_attachments then does not work)
#   TOKEN_TTL=86400           lifetime of keystone tokens in seconds
set -euo pipefail

BASE=${BASE:-${TMPDIR:-/var/tmp}/nova-target}
NOVA_API_MODE=${NOVA_API_MODE:-eventlet}
NOVA_PERIODIC=${NOVA_PERIODIC:-3}
NOVA_FAKE_DELAY=${NOVA_FAKE_DELAY:-0.3}
WITH_CINDER=${WITH_CINDER:-1}
TOKEN_TTL=${TOKEN_TTL:-86400}

# Another python3 may come first in PATH, but Debian's OpenStack is in
# /usr/lib/python3/dist-packages, and the embedded interpreter of uwsgi finds its
# prefix through PATH. Use a clean PATH and environment for everything.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 LANG=C.UTF-8
unset PYTHONHOME PYTHONPATH http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy || true
export no_proxy=127.0.0.1,localhost NO_PROXY=127.0.0.1,localhost
umask 022

RUN=$BASE/run LOG=$BASE/log ETC=$BASE/etc VAR=$BASE/var PY=$BASE/py
mkdir -p "$RUN" "$LOG" "$ETC" "$VAR" "$PY"
PW=conformance-secret                 # password of all accounts, which are reachable on loopback only
SOCK=$RUN/mysqld.sock
RABBIT=rabbit://guest:guest@127.0.0.1:5672/
KS=http://127.0.0.1:5000/v3
T0=$(date +%s.%N)
say() { printf '[%6.1fs] %s\n' "$(echo "$(date +%s.%N) - $T0" | awk '{print $1-$3}')" "$*"; }
die() { echo "up.sh: $*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || die "run as root"

# ------------------------------------------------------------------ 1. packages
# The packages nova-compute and cinder-volume depend on libvirt, qemu, lvm2 and tgt, so they are not
# installed. Their code is in python3-nova and python3-cinder, and the scripts below call the same entry points.
PKGS="mariadb-server rabbitmq-server uwsgi-core uwsgi-plugin-python3 keystone placement-api
      glance-api nova-api nova-conductor nova-scheduler neutron-api neutron-rpc-server
      curl jq openssl ca-certificates"
[ "$WITH_CINDER" = 1 ] && PKGS="$PKGS cinder-api cinder-scheduler"
missing=""
for p in $PKGS; do
  dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $p"
done
if [ -n "$missing" ]; then
  say "installing:$missing"
  # Prevent package scripts from starting services during the installation
  # (an existing policy-rc.d is left unchanged).
  made_policy=0
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d; made_policy=1
  fi
  export DEBIAN_FRONTEND=noninteractive
  APT="apt-get -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold -o Dpkg::Options::=--force-unsafe-io"
  $APT update            >  "$LOG/apt.log" 2>&1 || die "apt-get update failed, see $LOG/apt.log"
  # shellcheck disable=SC2086
  $APT install -y --no-install-recommends $missing >> "$LOG/apt.log" 2>&1 || die "apt-get install failed, see $LOG/apt.log"
  if [ "$made_policy" = 1 ]; then rm -f /usr/sbin/policy-rc.d; fi
  say "packages installed"
else
  say "packages already installed"
fi
T_INSTALLED=$(date +%s.%N)

# ------------------------------------------------------------- process handling
# start NAME [ENV=VAL...] -- CMD...   with its own session, process group, pid file, log file and a clean environment
alive() {   # whether the process of the pid file is running (same pid and same start time)
  local f=$RUN/$1.pid pid st
  [ -s "$f" ] || return 1
  read -r pid st < "$f"
  [ -r "/proc/$pid/stat" ] || return 1
  [ "$(sed 's/^.*) //' "/proc/$pid/stat" | awk '{print $20}')" = "$st" ]
}
start() {
  local name=$1; shift
  local env=(); while [ "$1" != -- ]; do env+=("$1"); shift; done; shift
  if alive "$name"; then say "$name already running"; return; fi
  # pid and start time, so that down.sh never signals a process with a recycled pid
  setsid env -i PATH="$PATH" LC_ALL="$LC_ALL" HOME="$VAR" no_proxy="$no_proxy" "${env[@]}" \
    bash -c 'echo "$$ $(sed "s/^.*) //" /proc/$$/stat | cut -d" " -f20)" > "$1"; shift; exec "$@"' \
    _ "$RUN/$name.pid" "$@" >> "$LOG/$name.out" 2>&1 < /dev/null &
  echo "$name" >> "$RUN/order"
  say "started $name"
}
need() { alive "$1" || { tail -n 30 "$LOG/$1.out" >&2; die "$1 died; see $LOG/$1.*"; }; }
wait_http() {  # NAME URL: waits for any HTTP status below 500
  local i c
  for i in $(seq 1 240); do
    c=$(curl -s -o /dev/null -m 5 -w '%{http_code}' "$2" || true)
    [ "$c" != 000 ] && [ "$c" -lt 500 ] && { say "$1 responds at $2 ($c)"; return 0; }
    need "$1"; sleep 0.5
  done
  die "$1 does not respond at $2"
}
ini() { mkdir -p "$(dirname "$1")"; cat > "$1"; }

# ------------------------------------------------------------------ 2. database
if [ ! -e "$VAR/mysql/.initialised" ]; then
  mkdir -p "$VAR/mysql"; chown mysql: "$VAR/mysql"
  mariadb-install-db --no-defaults --user=mysql --datadir="$VAR/mysql" --skip-test-db \
    --auth-root-authentication-method=socket > "$LOG/mariadb-install.out" 2>&1
  touch "$VAR/mysql/.initialised"
fi
chown mysql: "$RUN"; chmod 755 "$RUN"
start mariadb -- mariadbd --no-defaults --user=mysql --datadir="$VAR/mysql" --socket="$SOCK" \
  --skip-networking --max-connections=1000 --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 \
  --innodb-buffer-pool-size=256M --character-set-server=utf8mb3 --log-error="$LOG/mariadb.log" --pid-file="$RUN/mariadbd.native.pid"

# ---------------------------------------------------------------- 3. message bus
# A separate epmd on loopback and its own port, so that down.sh can stop it; then the broker.
mkdir -p "$VAR/rabbitmq/mnesia"
[ -s "$VAR/rabbitmq/.erlang.cookie" ] || openssl rand -hex 16 > "$VAR/rabbitmq/.erlang.cookie"
chmod 600 "$VAR/rabbitmq/.erlang.cookie"; : > "$VAR/rabbitmq/enabled_plugins"; echo '[].' > "$VAR/rabbitmq/enabled_plugins"
ini "$ETC/rabbitmq/rabbitmq.conf" <<EOF
listeners.tcp.1 = 127.0.0.1:5672
loopback_users.guest = true
log.file.level = warning
disk_free_limit.absolute = 50MB
EOF
start epmd -- epmd -address 127.0.0.1 -port 14369
start rabbitmq HOME="$VAR/rabbitmq" RABBITMQ_NODENAME=novatest@localhost RABBITMQ_MNESIA_BASE="$VAR/rabbitmq/mnesia" \
  RABBITMQ_LOG_BASE="$LOG/rabbitmq" RABBITMQ_CONFIG_FILE="$ETC/rabbitmq/rabbitmq.conf" RABBITMQ_CONF_ENV_FILE=/dev/null \
  RABBITMQ_ENABLED_PLUGINS_FILE="$VAR/rabbitmq/enabled_plugins" ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=14369 \
  RABBITMQ_DIST_PORT=25672 RABBITMQ_ALLOW_INPUT= RUNNING_UNDER_SYSTEMD=true \
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}" \
  -- /usr/lib/rabbitmq/bin/rabbitmq-server

for i in $(seq 1 120); do mariadb --no-defaults -uroot -S "$SOCK" -e 'select 1' >/dev/null 2>&1 && break; need mariadb; sleep 0.25; done
dbs="keystone glance placement neutron nova_api nova nova_cell0"; [ "$WITH_CINDER" = 1 ] && dbs="$dbs cinder"
{ echo "CREATE USER IF NOT EXISTS 'os'@'localhost' IDENTIFIED BY '$PW';"
  for d in $dbs; do echo "CREATE DATABASE IF NOT EXISTS $d CHARACTER SET utf8mb3; GRANT ALL ON $d.* TO 'os'@'localhost';"; done
} | mariadb --no-defaults -uroot -S "$SOCK"
db() { echo "mysql+pymysql://os:$PW@localhost/$1?unix_socket=$SOCK&charset=utf8"; }
say "mariadb ready"

# ------------------------------------------------------------- 4. configuration
authtoken() { cat <<EOF
[keystone_authtoken]
www_authenticate_uri = http://127.0.0.1:5000
$(creds "$1")
service_token_roles = service
service_token_roles_required = true
EOF
}
creds() { cat <<EOF
auth_type = password
auth_url = $KS
username = $1
password = $PW
project_name = service
user_domain_name = Default
project_domain_name = Default
region_name = RegionOne
EOF
}

ini "$ETC/keystone/keystone.conf" <<EOF
[DEFAULT]
log_file = $LOG/keystone.log
[database]
connection = $(db keystone)
[token]
provider = fernet
expiration = $TOKEN_TTL
[fernet_tokens]
key_repository = $VAR/keystone/fernet-keys
[fernet_receipts]
key_repository = $VAR/keystone/fernet-keys
[credential]
key_repository = $VAR/keystone/credential-keys
EOF

ini "$ETC/placement/placement.conf" <<EOF
[DEFAULT]
log_file = $LOG/placement.log
[api]
auth_strategy = keystone
[placement_database]
connection = $(db placement)
$(authtoken placement)
EOF

ini "$ETC/glance/glance-api.conf" <<EOF
[DEFAULT]
bind_host = 127.0.0.1
bind_port = 9292
workers = 1
log_file = $LOG/glance-api.log
node_staging_uri = file://$VAR/glance/staging
[database]
connection = $(db glance)
[glance_store]
stores = file
default_store = file
filesystem_store_datadir = $VAR/glance/images
[oslo_concurrency]
lock_path = $VAR/glance/lock
[paste_deploy]
flavor = keystone
config_file = /etc/glance/glance-api-paste.ini
$(authtoken glance)
EOF
mkdir -p "$VAR/glance/images" "$VAR/glance/staging" "$VAR/glance/lock"

# Neutron: ML2, 'local' networks, no agents. An additional mechanism driver binds every port
# (vif_type ovs, status ACTIVE), which is sufficient for Nova with the fake virt driver.
mkdir -p "$PY/neutron/conformance_ml2-1.0.dist-info"
cat > "$PY/neutron/conformance_ml2.py" <<'EOF'
"""ML2 mechanism driver that accepts every port binding (no agents, no data plane)."""
from neutron_lib.api.definitions import portbindings
from neutron_lib import constants
from neutron_lib.plugins.ml2 import api


class AlwaysBind(api.MechanismDriver):
    def initialize(self):
        pass

    @property
    def connectivity(self):
        return portbindings.CONNECTIVITY_L2

    def bind_port(self, context):
        context.set_binding(context.segments_to_bind[0][api.ID], portbindings.VIF_TYPE_OVS,
                            {portbindings.CAP_PORT_FILTER: True},
                            status=constants.PORT_STATUS_ACTIVE)
EOF
printf 'Metadata-Version: 2.1\nName: conformance-ml2\nVersion: 1.0\n' > "$PY/neutron/conformance_ml2-1.0.dist-info/METADATA"
printf '[neutron.ml2.mechanism_drivers]\nalwaysbind = conformance_ml2:AlwaysBind\n' > "$PY/neutron/conformance_ml2-1.0.dist-info/entry_points.txt"
ini "$ETC/neutron/neutron.conf" <<EOF
[DEFAULT]
bind_host = 127.0.0.1
bind_port = 9696
api_workers = 1
rpc_workers = 0
rpc_state_report_workers = 0
auth_strategy = keystone
core_plugin = ml2
service_plugins =
dhcp_agent_notification = false
notify_nova_on_port_status_changes = true
notify_nova_on_port_data_changes = true
transport_url = $RABBIT
api_paste_config = /etc/neutron/api-paste.ini
state_path = $VAR/neutron
log_file = $LOG/neutron-server.log
[database]
connection = $(db neutron)
[oslo_concurrency]
lock_path = $VAR/neutron/lock
[quotas]
quota_port = -1
quota_network = -1
quota_subnet = -1
quota_security_group = -1
quota_security_group_rule = -1
[nova]
$(creds nova)
[placement]
$(creds placement)
[ml2]
type_drivers = local
tenant_network_types = local
mechanism_drivers = alwaysbind
extension_drivers = port_security
$(authtoken neutron)
EOF
mkdir -p "$VAR/neutron/lock"

if [ "$WITH_CINDER" = 1 ]; then
ini "$ETC/cinder/cinder.conf" <<EOF
[DEFAULT]
my_ip = 127.0.0.1
host = conformance
osapi_volume_listen = 127.0.0.1
osapi_volume_listen_port = 8776
osapi_volume_workers = 1
auth_strategy = keystone
api_paste_config = /etc/cinder/api-paste.ini
resource_query_filters_file = /etc/cinder/resource_filters.json
transport_url = $RABBIT
state_path = $VAR/cinder
log_file = $LOG/cinder.log
enabled_backends = fake
glance_api_servers = http://127.0.0.1:9292
quota_volumes = -1
quota_snapshots = -1
quota_gigabytes = -1
[fake]
volume_driver = cinder.tests.fake_driver.FakeLoggingVolumeDriver
volume_backend_name = fake
[database]
connection = $(db cinder)
[oslo_concurrency]
lock_path = $VAR/cinder/lock
[coordination]
backend_url = file://$VAR/cinder/coordination
[service_user]
send_service_user_token = true
$(creds cinder)
[nova]
$(creds nova)
$(authtoken cinder)
EOF
mkdir -p "$VAR/cinder/lock" "$VAR/cinder/coordination"
cat > "$PY/run-cinder-volume.py" <<'EOF'
# Same as the console script of the cinder-volume package, which is not installed because it needs lvm2, tgt and qemu.
import sys
from cinder.cmd.volume import main
sys.exit(main())
EOF
fi

# Nova. The virt driver is nova.virt.fake.FakeDriver; the subclass below only adds delays and uploads
# bytes to glance in snapshot(), so that images created with createImage become 'active'.
mkdir -p "$PY/nova_virt"
cat > "$PY/nova_virt/conformance.py" <<'EOF'
import io
import os
import time

from nova.image import glance
from nova.virt import fake

DELAY = float(os.environ.get('NOVA_FAKE_DELAY', '0'))


def _slow(name):
    def method(self, *args, **kwargs):
        time.sleep(DELAY)                       # patched by eventlet: yields
        return getattr(fake.FakeDriver, name)(self, *args, **kwargs)
    method.__name__ = name
    return method


class ConformanceDriver(fake.FakeDriver):
    for _n in ('spawn', 'reboot', 'power_off', 'power_on', 'destroy',
               'migrate_disk_and_power_off', 'finish_migration'):
        locals()[_n] = _slow(_n)
    del _n

    def snapshot(self, context, instance, image_id, update_task_state):
        super().snapshot(context, instance, image_id, update_task_state)
        time.sleep(DELAY)
        glance.API().update(context, image_id,
                            {'disk_format': 'raw', 'container_format': 'bare'},
                            io.BytesIO(b'snapshot of a fake instance\n'), purge_props=False)
EOF
cat > "$PY/run-nova-compute.py" <<'EOF'
# Same as the console script of the nova-compute package, with (a) a shorter default periodic interval than the
# stock 60 s, so that resize_confirm_window=1 confirms within seconds; (b) nova.virt.conformance
import os, sys
import nova.monkey_patch  # noqa: must come first
from oslo_service import periodic_task
periodic_task.DEFAULT_INTERVAL = float(os.environ.get('NOVA_PERIODIC', '60'))
import nova.virt
nova.virt.__path__.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'nova_virt'))
from nova.cmd.compute import main
sys.exit(main())
EOF
ini "$ETC/nova/nova.conf" <<EOF
[DEFAULT]
host = conformance
my_ip = 127.0.0.1
state_path = $VAR/nova
transport_url = $RABBIT
enabled_apis = osapi_compute
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = 8774
osapi_compute_workers = 2
compute_driver = conformance.ConformanceDriver
allow_resize_to_same_host = true
resize_confirm_window = 1
vif_plugging_is_fatal = false
vif_plugging_timeout = 0
log_dir = $LOG
[api]
auth_strategy = keystone
[wsgi]
api_paste_config = $ETC/nova/api-paste.ini
[api_database]
connection = $(db nova_api)
[database]
connection = $(db nova)
[conductor]
workers = 1
[scheduler]
workers = 1
[quota]
instances = -1
cores = -1
ram = -1
key_pairs = -1
server_groups = -1
[vnc]
enabled = false
[spice]
enabled = false
[oslo_concurrency]
lock_path = $VAR/nova/lock
[service_user]
send_service_user_token = true
$(creds nova)
[placement]
$(creds placement)
[neutron]
service_metadata_proxy = false
$(creds neutron)
[cinder]
catalog_info = volumev3::publicURL
os_region_name = RegionOne
[glance]
region_name = RegionOne
$(authtoken nova)
EOF
cp /etc/nova/api-paste.ini "$ETC/nova/api-paste.ini"
# nova-compute uses the databases only through nova-conductor, so its configuration has no connection strings.
awk '/^\[/{drop=($0=="[database]"||$0=="[api_database]")} !drop' "$ETC/nova/nova.conf" > "$ETC/nova/nova-compute.conf"
mkdir -p "$VAR/nova/lock" "$VAR/nova/instances"
mkdir -p "$VAR/cache"

# --------------------------------------------------------------- 5. schema syncs
once() {  # once MARKER CMD...   runs a command unless it has succeeded before
  local m=$VAR/.done-$1; shift
  [ -e "$m" ] && return 0
  "$@" >> "$LOG/dbsync-$(basename "$m" | sed 's/^.done-//').out" 2>&1 || { echo "FAILED: $*" >&2; return 1; }
  touch "$m"
}
K="keystone-manage --config-file $ETC/keystone/keystone.conf"
N="nova-manage --config-file $ETC/nova/nova.conf"
keystone_init() {
  once keystone $K db_sync || return 1
  once fernet  $K fernet_setup --keystone-user root --keystone-group root || return 1
  once credkey $K credential_setup --keystone-user root --keystone-group root || return 1
  once bootstrap $K bootstrap --bootstrap-password "$PW" --bootstrap-region-id RegionOne \
    --bootstrap-public-url $KS --bootstrap-internal-url $KS --bootstrap-admin-url $KS
}
nova_init() {
  once nova_api $N api_db sync || return 1
  once cell0 $N cell_v2 map_cell0 --database_connection "$(db nova_cell0)" || return 1
  once nova $N db sync || return 1
  once cell1 $N cell_v2 create_cell --name cell1 --verbose
}
say "schema syncs (first run only; two at a time)"
mkdir -p "$VAR/keystone"
jobs_fail=0
( keystone_init && once glance glance-manage --config-file "$ETC/glance/glance-api.conf" db_sync \
  && once placement env OS_PLACEMENT_CONFIG_DIR="$ETC/placement" placement-manage --config-file "$ETC/placement/placement.conf" db sync \
  && once neutron neutron-db-manage --config-file "$ETC/neutron/neutron.conf" upgrade heads ) & j1=$!
( nova_init && if [ "$WITH_CINDER" = 1 ]; then once cinder cinder-manage --config-file "$ETC/cinder/cinder.conf" db sync; fi ) & j2=$!
wait $j1 || jobs_fail=1
wait $j2 || jobs_fail=1
[ $jobs_fail = 0 ] || die "a schema sync failed, see $LOG/dbsync-*.out"
say "schemas ready"

# ------------------------------------------------------------- 6. start services
# 'Connection: close': uwsgi --http-socket closes the connection after each response without announcing it; the
# eventlet services (keystonemiddleware in nova-api) then reuse the closed connection, and the client gets a 503.
UW=(uwsgi_python311 --master --need-app --die-on-term --lazy-apps --enable-threads --buffer-size 65535
    --no-orphans --thunder-lock --add-header "Connection: close")
start keystone OS_KEYSTONE_CONFIG_DIR="$ETC/keystone" OS_KEYSTONE_CONFIG_FILES=keystone.conf -- \
  "${UW[@]}" --http-socket 127.0.0.1:5000 --processes 2 --threads 4 --wsgi-file /usr/bin/keystone-wsgi-public
start placement OS_PLACEMENT_CONFIG_DIR="$ETC/placement" -- \
  "${UW[@]}" --http-socket 127.0.0.1:8778 --processes 1 --threads 4 --wsgi-file /usr/bin/placement-api
for i in $(seq 1 240); do (exec 3<>/dev/tcp/127.0.0.1/5672) 2>/dev/null && break; need rabbitmq; sleep 0.25; done
say "rabbitmq ready"
wait_http keystone $KS

# ------------------------------------------ 7. identities (idempotent, plain HTTP)
cat > "$PY/seed.py" <<'EOF'
"""Creates missing identities or resources: seed.py identity | resources OUT"""
import json, os, sys, time, urllib.request, urllib.error
PW, KS = os.environ['PW'], os.environ['KS']


def call(method, url, token=None, body=None, headers=None, raw=None):
    h = dict(headers or {})
    if token:
        h['X-Auth-Token'] = token
    data = raw
    if body is not None:
        data = json.dumps(body).encode(); h['Content-Type'] = 'application/json'
    req = urllib.request.Request(url, data=data, method=method, headers=h)
    try:
        with urllib.request.urlopen(req, timeout=60) as r:
            t = r.read()
            return r.status, r.headers, json.loads(t) if t[:1] in b'{[' and t else None
    except urllib.error.HTTPError as e:
        t = e.read().decode(errors='replace')
        raise SystemExit('%s %s -> %d %s' % (method, url, e.code, t[:600]))


def token(user, project):
    _, h, b = call('POST', KS + '/auth/tokens', body={'auth': {
        'identity': {'methods': ['password'], 'password': {'user': {
            'name': user, 'password': PW, 'domain': {'id': 'default'}}}},
        'scope': {'project': {'name': project, 'domain': {'id': 'default'}}}}})
    return h['X-Subject-Token'], b['token']['project']['id']


def ensure(tok, url, coll, name, body, match=None):
    one = body and list(body)[0]
    for o in call('GET', url, tok)[2][coll]:
        if (match or (lambda x: x.get('name') == name))(o):
            return o
    return call('POST', url, tok, body)[2][one]


def identity():
    t, _ = token('admin', 'admin')
    roles = {n: ensure(t, KS + '/roles', 'roles', n, {'role': {'name': n}})['id']
             for n in ('admin', 'member', 'reader', 'service')}
    proj = {n: ensure(t, KS + '/projects', 'projects', n, {'project': {'name': n, 'domain_id': 'default'}})['id']
            for n in ('service', 'conformance', 'other')}

    def user(name, project, *rs):
        u = ensure(t, KS + '/users', 'users', name, {'user': {
            'name': name, 'password': PW, 'domain_id': 'default', 'default_project_id': proj[project]}})['id']
        for r in rs:
            call('PUT', '%s/projects/%s/users/%s/roles/%s' % (KS, proj[project], u, roles[r]), t)
    for s in ('nova', 'placement', 'glance', 'neutron', 'cinder'):
        user(s, 'service', 'admin', 'service')
    user('conformance', 'conformance', 'member')
    user('other', 'other', 'member')
    svc = [('nova', 'compute', 'http://127.0.0.1:8774/v2.1'),
           ('nova_legacy', 'compute_legacy', 'http://127.0.0.1:8774/v2/$(project_id)s'),
           ('placement', 'placement', 'http://127.0.0.1:8778'),
           ('glance', 'image', 'http://127.0.0.1:9292'),
           ('neutron', 'network', 'http://127.0.0.1:9696')]
    if os.environ.get('WITH_CINDER') == '1':
        svc.append(('cinderv3', 'volumev3', 'http://127.0.0.1:8776/v3/$(project_id)s'))
    eps = call('GET', KS + '/endpoints', t)[2]['endpoints']
    for name, typ, url in svc:
        s = ensure(t, KS + '/services', 'services', name, {'service': {'name': name, 'type': typ}})['id']
        for i in ('public', 'internal'):
            if not any(e['service_id'] == s and e['interface'] == i for e in eps):
                call('POST', KS + '/endpoints', t, {'endpoint': {
                    'service_id': s, 'interface': i, 'url': url, 'region_id': 'RegionOne'}})


FLAVORS = [('m1.tiny', 1, 512, 1), ('m1.small', 1, 2048, 20), ('m1.medium', 2, 4096, 40),
           ('u2.small', 1, 1024, 10), ('u2.medium', 2, 2048, 20)]


def resources(out):
    at, _ = token('admin', 'admin')
    nova, net, img = 'http://127.0.0.1:8774/v2.1', 'http://127.0.0.1:9696/v2.0', 'http://127.0.0.1:9292/v2'
    fl = {}
    for i, (n, c, m, d) in enumerate(FLAVORS, 1):
        fl[n] = ensure(at, nova + '/flavors?is_public=None', 'flavors', n, {'flavor': {
            'name': n, 'vcpus': c, 'ram': m, 'disk': d, 'id': str(i)}})['id']
    im = ensure(at, img + '/images', 'images', 'conformance-image', None) if any(
        i['name'] == 'conformance-image' for i in call('GET', img + '/images', at)[2]['images']) else \
        call('POST', img + '/images', at, {'name': 'conformance-image', 'disk_format': 'raw',
             'container_format': 'bare', 'visibility': 'public', 'min_disk': 0, 'min_ram': 0})[2]
    if im['status'] == 'queued':
        call('PUT', '%s/images/%s/file' % (img, im['id']), at, raw=b'\0' * 1024,
             headers={'Content-Type': 'application/octet-stream'})
    env = {'OS_AUTH_URL': KS, 'OS_REGION_NAME': 'RegionOne', 'OS_IDENTITY_API_VERSION': '3',
           'OS_USER_DOMAIN_ID': 'default', 'OS_PROJECT_DOMAIN_ID': 'default'}
    for tenant, cidr in (('conformance', '10.10.0.0/16'), ('other', '10.20.0.0/16')):
        t, pid = token(tenant, tenant)
        n = ensure(t, net + '/networks', 'networks', tenant + '-net', {'network': {'name': tenant + '-net'}})['id']
        s = ensure(t, net + '/subnets', 'subnets', tenant + '-subnet', {'subnet': {
            'name': tenant + '-subnet', 'network_id': n, 'ip_version': 4, 'cidr': cidr, 'enable_dhcp': False}})['id']
        sgs = net + '/security-groups?project_id=' + pid
        ensure(t, sgs, 'security_groups', 'default', None, lambda o: o['name'] == 'default')  # auto-created
        g = ensure(t, sgs.split('?')[0] + '?name=test', 'security_groups', 'test',
                   {'security_group': {'name': 'test', 'description': 'for addSecurityGroup'}})['id']
        v = None
        if os.environ.get('WITH_CINDER') == '1':
            vol = 'http://127.0.0.1:8776/v3/' + pid
            v = ensure(t, vol + '/volumes', 'volumes', tenant + '-volume', {'volume': {'name': tenant + '-volume', 'size': 1}})['id']
        if tenant == 'conformance':
            env.update(OS_USERNAME=tenant, OS_PASSWORD=PW, OS_PROJECT_NAME=tenant, OS_TENANT_NAME=tenant, OS_TENANT_ID=pid,
                       OS_PROJECT_ID=pid, COMPUTE_URL='http://127.0.0.1:8774/v2',
                       COMPUTE_URL_V21='http://127.0.0.1:8774/v2.1', TOKEN=t, IMAGE_ID=im['id'], NETWORK_ID=n,
                       SUBNET_ID=s, SECURITY_GROUP_NAME='test', SECURITY_GROUP_ID=g, VOLUME_ID=v or '',
                       FLAVOR_ID=fl['m1.tiny'], FLAVOR_ALT_ID=fl['m1.small'], FLAVOR_U2_ID=fl['u2.small'])
        else:
            env.update(OTHER_USERNAME=tenant, OTHER_PASSWORD=PW, OTHER_TENANT_NAME=tenant, OTHER_TENANT_ID=pid,
                       OTHER_TOKEN=t, OTHER_NETWORK_ID=n, OTHER_VOLUME_ID=v or '')
    env.update(ADMIN_USERNAME='admin', ADMIN_PASSWORD=PW, ADMIN_TENANT_NAME='admin', ADMIN_TENANT_ID=token('admin', 'admin')[1],
               ADMIN_TOKEN=at)
    with open(out + '.tmp', 'w') as f:
        f.write('# written by up.sh at %s\n' % time.strftime('%FT%TZ', time.gmtime()))
        for k in sorted(env):
            f.write('export %s=%s\n' % (k, env[k]))
    os.replace(out + '.tmp', out)


identity() if sys.argv[1] == 'identity' else resources(sys.argv[2])
EOF
export PW KS WITH_CINDER
/usr/bin/python3 "$PY/seed.py" identity
say "users, projects, catalog ready"

# ------------------------------------------------------------- 8. other services
start nova-conductor -- nova-conductor --config-file "$ETC/nova/nova.conf"
start nova-scheduler -- nova-scheduler --config-file "$ETC/nova/nova.conf"
start nova-compute NOVA_PERIODIC="$NOVA_PERIODIC" NOVA_FAKE_DELAY="$NOVA_FAKE_DELAY" \
  -- /usr/bin/python3 "$PY/run-nova-compute.py" --config-file "$ETC/nova/nova-compute.conf"
if [ "$NOVA_API_MODE" = uwsgi ]; then
  start nova-api OS_NOVA_CONFIG_DIR="$ETC/nova" -- \
    "${UW[@]}" --http-socket 127.0.0.1:8774 --processes 2 --threads 1 --wsgi-file /usr/bin/nova-api-wsgi
else
  start nova-api -- nova-api --config-file "$ETC/nova/nova.conf"
fi
start neutron-server PYTHONPATH="$PY/neutron" -- neutron-server --config-file "$ETC/neutron/neutron.conf"
start glance-api -- glance-api --config-file "$ETC/glance/glance-api.conf"
if [ "$WITH_CINDER" = 1 ]; then
  start cinder-api       -- cinder-api --config-file "$ETC/cinder/cinder.conf"
  start cinder-scheduler -- cinder-scheduler --config-file "$ETC/cinder/cinder.conf"
  start cinder-volume    -- /usr/bin/python3 "$PY/run-cinder-volume.py" --config-file "$ETC/cinder/cinder.conf"
fi
wait_http nova-api http://127.0.0.1:8774/
wait_http neutron-server http://127.0.0.1:9696/
wait_http glance-api http://127.0.0.1:9292/
if [ "$WITH_CINDER" = 1 ]; then wait_http cinder-api http://127.0.0.1:8776/; fi

# ------------------------------------- 9. hypervisor in its cell, then test data
discover() {
  local i
  for i in $(seq 1 60); do
    $N cell_v2 discover_hosts >> "$LOG/discover.out" 2>&1 || true
    $N cell_v2 list_hosts 2>/dev/null | grep -q ' conformance ' && return 0
    need nova-compute; sleep 1
  done
  return 1
}
[ -e "$VAR/.done-discover" ] || { discover || die "the compute host did not register"; touch "$VAR/.done-discover"; }
say "compute host mapped"
/usr/bin/python3 "$PY/seed.py" resources "$BASE/target.env"
chmod 600 "$BASE/target.env"

# Servers can be scheduled only after nova-compute is up and placement has its inventory.
# shellcheck disable=SC1091
. "$BASE/target.env"
for i in $(seq 1 120); do
  up=$(curl -s -H "X-Auth-Token: $ADMIN_TOKEN" http://127.0.0.1:8774/v2.1/os-services?binary=nova-compute | jq -r '.services[0].state // "none"')
  inv=$(curl -s -H "X-Auth-Token: $ADMIN_TOKEN" -H 'OpenStack-API-Version: placement 1.20' \
        'http://127.0.0.1:8778/allocation_candidates?resources=VCPU:1,MEMORY_MB:64,DISK_GB:1' | jq '.provider_summaries|length')
  [ "$up" = up ] && [ "${inv:-0}" -ge 1 ] && break; sleep 0.5
done
[ "$up" = up ] || die "nova-compute is not up"
if [ "$WITH_CINDER" = 1 ]; then
  for i in $(seq 1 60); do
    vs=$(curl -s -H "X-Auth-Token: $TOKEN" "http://127.0.0.1:8776/v3/$OS_TENANT_ID/volumes/$VOLUME_ID" | jq -r .volume.status)
    case $vs in available|in-use|error) break;; esac; sleep 0.5
  done
  say "volume $VOLUME_ID is $vs"
fi
say "ready; $BASE/target.env written"
echo "install: $(echo "$T_INSTALLED $T0" | awk '{printf "%.0f", $1-$2}') s, configure+start+seed: $(echo "$(date +%s.%N) $T_INSTALLED" | awk '{printf "%.0f", $1-$2}') s"

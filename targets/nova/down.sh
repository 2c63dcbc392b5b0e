#!/bin/bash
# down.sh - stop exactly the processes up.sh started (pid files in $BASE/run, each with the
# process's kernel start time, so that a recycled pid is never signalled).  --purge also removes databases,
# logs and configuration (not the scripts or installed packages).
set -u
BASE=${BASE:-${TMPDIR:-/var/tmp}/nova-target}
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
RUN=$BASE/run
same() {  # PID STARTTIME
  [ -r "/proc/$1/stat" ] && [ "$(sed 's/^.*) //' "/proc/$1/stat" | awk '{print $20}')" = "$2" ]
}
group_left() { ps -e -o pgid= -o stat= | awk -v g="$1" '$1==g && $2 !~ /^Z/ {n=1} END {exit !n}'; }
order=$(tac "$RUN/order" 2>/dev/null | awk '!s[$0]++')
for f in "$RUN"/*.pid; do   # anything with a pid file but not in the order file
  n=$(basename "$f" .pid); [ "$n" = '*' ] && continue; [ "$n" = mariadbd.native ] && continue
  case " $(echo $order) " in *" $n "*) ;; *) order="$n $order";; esac
done
pids=""
# everything but the data stores first, all at once; then rabbitmq, epmd, mariadb in turn
term() {
  local n=$1 pid st; [ -s "$RUN/$n.pid" ] || return 1
  read -r pid st < "$RUN/$n.pid"
  same "$pid" "$st" || { rm -f "$RUN/$n.pid"; return 1; }
  kill -TERM "$pid" 2>/dev/null
}
reap() {
  local n=$1 pid st i; [ -s "$RUN/$n.pid" ] || return 0
  read -r pid st < "$RUN/$n.pid"
  for i in $(seq 1 "${2:-100}"); do group_left "$pid" || break; sleep 0.1; done
  # each was started by setsid, so its process group (== pid) holds only itself and its own children
  if group_left "$pid"; then kill -KILL -- "-$pid" 2>/dev/null; echo "killed $n ($pid)"; else echo "stopped $n ($pid)"; fi
  rm -f "$RUN/$n.pid"
}
late="rabbitmq epmd mariadb"
for n in $order; do case " $late " in *" $n "*) ;; *) term "$n";; esac; done
for n in $order; do case " $late " in *" $n "*) ;; *) reap "$n" 80;; esac; done
for n in $late; do term "$n" && reap "$n" 200; done
rm -f "$RUN/order"
if [ "${1:-}" = --purge ]; then
  rm -rf "$BASE/var" "$BASE/log" "$BASE/etc" "$BASE/py" "$BASE/run" "$BASE/target.env"
  echo "purged"
fi
exit 0

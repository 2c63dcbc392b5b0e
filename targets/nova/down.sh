#!/bin/bash
# down.sh - stops the processes that up.sh started. Each pid file in $BASE/run also has the start time of its process,
# so that no other process with a recycled pid is signalled. --purge also deletes databases, logs and configuration, but
# neither the scripts nor the installed packages.
set -u
BASE=${BASE:-${TMPDIR:-/var/tmp}/nova-target}
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
RUN=$BASE/run
same() {  # PID STARTTIME
  [ -r "/proc/$1/stat" ] && [ "$(sed 's/^.*) //' "/proc/$1/stat" | awk '{print $20}')" = "$2" ]
}
group_left() { ps -e -o pgid= -o stat= | awk -v g="$1" '$1==g && $2 !~ /^Z/ {n=1} END {exit !n}'; }
order=$(tac "$RUN/order" 2>/dev/null | awk '!s[$0]++')
for f in "$RUN"/*.pid; do   # processes with a pid file that are missing in the order file
  n=$(basename "$f" .pid); [ "$n" = '*' ] && continue; [ "$n" = mariadbd.native ] && continue
  case " $(echo $order) " in *" $n "*) ;; *) order="$n $order";; esac
done
pids=""
# Stop the services at once, then rabbitmq, epmd and mariadb one after the other.
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
  # Started by setsid: the process group (== pid) contains only the process and its children.
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

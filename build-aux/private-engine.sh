#!/bin/sh
# A Docker engine for one caller: private-engine.sh [GROUP]   (as root, needs dockerd and curl)
#
# Makes a temporary folder, starts dockerd with everything of its own below it, prints
# "ready SOCKET" or "failed REASON", and then reads standard input: at its end the engine is
# stopped and the folder removed. The caller holds the other end of that pipe, so the engine ends
# with him, however he ends. Members of GROUP may use the socket.
#
# It runs in a network and a mount namespace of its own: no bridge, no firewall rule and no mount
# of it shows on the host, and all of them are gone with it. A container that is given a network
# gets one that leads nowhere.
set -u

group=${1:-$(id -gn)}
# The longest socket below it is exec/containerd/containerd.sock.ttrpc; sun_path holds 107 bytes.
base=${TMPDIR:-/tmp}
[ ${#base} -le 40 ] || base=/tmp
dir=$(mktemp -d "$base/ignite-engine.XXXXXX") || exit 1
chmod 711 "$dir"
sock=$dir/docker.sock
pid='' reader=''
exec 3<&0

gone() { ! kill -0 "$1" 2>/dev/null; }

# dockerd takes its containers and containerd along; what outlives it by 20 s is killed.
stop() {
	[ -n "$pid" ] || return 0
	containerd=$(cat "$dir/exec/containerd/containerd.pid" 2>/dev/null)
	kill -TERM "$pid" 2>/dev/null
	n=0
	until gone "$pid" || [ $n -ge 200 ]; do
		sleep 0.1
		n=$((n + 1))
	done
	kill -KILL "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	pid=
	[ -z "$containerd" ] || gone "$containerd" || kill -KILL "$containerd" 2>/dev/null
}
trap 'stop; kill $reader 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

answers() {
	[ "$(curl -s -m 5 --unix-socket "$sock" http://engine/_ping 2>/dev/null)" = OK ]
}

start() { # further options of dockerd
	rm -rf "$sock" "$dir/exec" "$dir/pid"
	# shellcheck disable=SC2086 # a list of words
	$isolate dockerd --host "unix://$sock" --data-root "$dir/data" --exec-root "$dir/exec" \
		--pidfile "$dir/pid" --group "$group" "$@" >"$dir/log" 2>&1 </dev/null 3<&- &
	pid=$!
	n=0
	until answers; do
		n=$((n + 1))
		if gone "$pid" || [ $n -ge 300 ]; then
			stop
			return 1
		fi
		sleep 0.1
	done
}

isolate='unshare --net --mount --propagation slave --'
$isolate true 2>/dev/null || isolate=
if [ -n "$isolate" ] && start; then
	:
elif start --iptables=false --bridge=none; then
	echo 'note it has no bridge, so no container of it can be given a network'
else
	echo "failed $(grep -E 'level=(error|fatal)|[Ff]ailed' "$dir/log" | tail -n 1)"
	exit 1
fi
echo "ready $sock"
# In the background, so that a signal is heard at once.
cat <&3 >/dev/null &
reader=$!
wait $reader

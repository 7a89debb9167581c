#!/usr/bin/env bash
# The README's commands on a machine with nothing on it: tests/fresh-machine.sh [VERB...]   (as root)
#
# Makes a minimal Debian 12 with debootstrap, clones the committed tree into it, and runs
# `./bootstrap VERB` there in a chroot, each verb in turn (default: build check). Only what
# says how to reach the registries is copied in: apt's sources, certificates, npm's settings.
#
#   FRESH_BASE=DIR    keep the minimal system here between runs, and start from a copy of it
#   FRESH_SOCKET=SOCK use this engine's socket (default: the machine starts its own)
#   FRESH_USER=1      as a user who is not root and may use sudo
#   FRESH_KEEP=1      leave the machine in its folder when done
set -euo pipefail

if [ -z "${FRESH_INSIDE:-}" ]; then
	# Its mounts are nobody else's, and vanish with it.
	FRESH_INSIDE=1 exec unshare --mount --propagation private -- "$0" "$@"
fi
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/ignite-fresh.XXXXXX")
root=$work/root
base=${FRESH_BASE:-$work/base}

clean() {
	umount -R -l "$root" 2>/dev/null || :
	[ -n "${FRESH_KEEP:-}" ] || rm -rf --one-file-system "$work"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

[ -d "$base/etc" ] || debootstrap --variant=minbase bookworm "$base"
mkdir "$root"
cp -a "$base/." "$root"
for f in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list /etc/apt/apt.conf.d/*proxy* \
	/etc/resolv.conf /etc/hosts /etc/ssl/certs /usr/share/ca-certificates \
	/usr/local/share/ca-certificates; do
	[ ! -e "$f" ] || { mkdir -p "$root${f%/*}" && cp -aL "$f" "$root${f%/*}/"; }
done
npm config list --json 2>/dev/null |
	sed -n 's/^ *"\(registry\|cafile\|proxy\|https-proxy\)": "\(.*\)",\{0,1\}$/\1=\2/p' >"$root/root/.npmrc" || :
git -c advice.detachedHead=false clone -q "$top" "$root/root/ignite-tui"

# A chroot whose root is a mount point can have mount namespaces of its own.
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
host=
if [ -n "${FRESH_SOCKET:-}" ]; then
	touch "$root/run/engine.sock"
	mount --bind "$FRESH_SOCKET" "$root/run/engine.sock"
	host=unix:///run/engine.sock
fi
inside() { # script, arguments...: as root, in the machine
	env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM="${TERM:-dumb}" LANG=C.UTF-8 \
		${host:+DOCKER_HOST="$host"} CI=true chroot "$root" bash -c "$@"
}
# shellcheck disable=SC2016 # expanded inside
run='cd /root/ignite-tui && ./bootstrap "$1"'
if [ -n "${FRESH_USER:-}" ]; then
	inside 'set -e
		apt-get -qq update
		apt-get -qq install -y --no-install-recommends sudo >/dev/null 2>&1
		useradd -m -s /bin/bash reviewer
		echo "reviewer ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/reviewer
		mv /root/ignite-tui /root/.npmrc /home/reviewer/
		chown -R reviewer: /home/reviewer'
	# shellcheck disable=SC2016
	run='exec su reviewer -c "cd ~/ignite-tui && ./bootstrap $1"'
fi
[ $# -gt 0 ] || set -- build check
for verb; do
	echo "### ./bootstrap $verb, on a fresh machine"
	start=$SECONDS
	inside "$run" bootstrap "$verb"
	echo "### $((SECONDS - start)) seconds"
done

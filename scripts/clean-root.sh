#!/bin/sh
# Builds a bare Debian 12 root, clones this repository into it, and runs `make run` and `make test`
# inside, to show that a clone needs nothing but a toolchain, make and git. Not part of CI.
#
#   scripts/clean-root.sh FOLDER [TOOLCHAIN]
#
# FOLDER must be absent or empty and is left for inspection. TOOLCHAIN is the folder that holds
# usr/bin/swift; by default that of the swift in PATH. TARGETS names what make runs inside (default
# "run test"). Needs root and debootstrap. Where packages come from is read from this machine's
# configuration. What is committed is tested; changes that are not committed are not.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
release=bookworm
targets=${TARGETS:-run test}

say() { printf 'clean-root: %s\n' "$*"; }
fail() {
  printf 'clean-root: %s\n' "$*" >&2
  exit 1
}

root=${1:-}
[ -n "$root" ] || fail "usage: scripts/clean-root.sh FOLDER [TOOLCHAIN]"
case "$root" in /*) ;; *) root=$PWD/$root ;; esac
[ "$(id -u)" -eq 0 ] || fail "needs root, for debootstrap, mount and chroot"
command -v debootstrap >/dev/null 2>&1 || fail "debootstrap is missing: apt-get install debootstrap"
if [ -d "$root" ] && [ -n "$(ls -A "$root")" ]; then fail "$root is not empty"; fi

if [ $# -ge 2 ]; then
  toolchain=$2
else
  swift=$(command -v swift) || fail "no swift in PATH; name the toolchain as second argument"
  toolchain=$(dirname "$(dirname "$(dirname "$(readlink -f "$swift")")")")
fi
[ -x "$toolchain/usr/bin/swift" ] || fail "$toolchain/usr/bin/swift is not there"

# The first mirror of the release in apt's own configuration, in either of its two forms.
mirror_of() {
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT) $(IDENTIFIER)' 2>/dev/null |
    awk -v suite="$1" '$2 == suite && $3 == "main" && $4 == "Packages" { print $1; exit }'
}
mirror=$(mirror_of "$release")
[ -n "$mirror" ] || fail "apt on this machine knows no mirror of $release"

unmount() {
  for point in shared toolchain dev/shm dev proc; do
    if mountpoint -q "$root/$point"; then umount "$root/$point" || umount -l "$root/$point"; fi
  done
}
trap unmount EXIT
trap 'exit 130' INT TERM

say "debootstrap of $release into $root"
log=$(mktemp)
debootstrap --variant=minbase "$release" "$root" "$mirror" >"$log" 2>&1 || {
  tail -n 20 "$log" >&2
  fail "debootstrap failed; its output is in $log"
}
rm -f "$log"

mkdir -p "$root/toolchain"
mount -t proc proc "$root/proc"
# Private, so that nothing mounted or unmounted below reaches this machine's own /dev.
mount --bind /dev "$root/dev"
mount --make-private "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"
mount --bind -o ro "$toolchain" "$root/toolchain"

# How this machine reaches the network: names, certificates, proxies, package sources.
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
cp /etc/hosts "$root/etc/hosts"
for file in /etc/apt/apt.conf.d/*proxy* /etc/apt/apt.conf /etc/pip.conf; do
  if [ -f "$file" ]; then install -D -m 644 "$file" "$root$file"; fi
done
for suite in "$release" "$release-updates" "$release-security"; do
  address=$(mirror_of "$suite")
  if [ -n "$address" ]; then echo "deb $address $suite main"; fi
done >"$root/etc/apt/sources.list"

inside() {
  chroot "$root" /usr/bin/env -i \
    HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" DEBIAN_FRONTEND=noninteractive \
    PATH=/toolchain/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "$@"
}

say "make, git and what the toolchain needs to start"
inside apt-get -q update >/dev/null
inside apt-get -q install -y --no-install-recommends make git ca-certificates >/dev/null
# Authorities that this machine trusts beside Debian's.
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
fi

say "clone"
git clone -q --no-hardlinks "$here" "$root/dutchbook"
chown -R root:root "$root/dutchbook"
# The reference data beside the clone, when this machine has it.
shared=${DUTCHBOOK_SHARED:-$(dirname "$here")/shared}
if [ -d "$shared" ]; then
  mkdir -p "$root/shared"
  mount --bind -o ro "$shared" "$root/shared"
fi

for target in $targets; do
  say "make $target"
  start=$(date +%s)
  inside make -C /dutchbook "$target" || fail "make $target failed in $root"
  say "make $target: done in $(($(date +%s) - start)) s"
done
say "a clone works in a bare root"

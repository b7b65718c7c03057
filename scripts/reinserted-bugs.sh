#!/bin/sh
# Puts bugs back, one after the other, into a copy of the tree, and demands that the fault simulator
# finds each. usage: scripts/reinserted-bugs.sh [--check | --pick K] [NAME...]
#   --check    only whether each patch still fits the tree
#   --pick K   K of the bugs, chosen by the day's date (or by BUG_DAY)
#   NAME       only these, such as gap-blocks-nothing
# The copy stays in .build/reinserted-bugs, so that the next run builds only what a bug changes.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here"
bugs=Tests/FaultSimulationTests/Bugs
copy=$here/.build/reinserted-bugs
if [ "${1:-}" = --check ]; then
  count=0
  for patch in "$bugs"/*.patch; do
    patch --dry-run -s -p1 <"$patch" || { echo "$patch does not fit the tree" >&2; exit 1; }
    grep -q '^Expect: *[^ ]' "$patch" || { echo "$patch says not what it expects" >&2; exit 1; }
    count=$((count + 1))
  done
  [ "$count" -ge 6 ] || { echo "only $count bugs are kept" >&2; exit 1; }
  echo "$count patches of bugs fit the tree"
  exit 0
fi
seeds=${BUG_SEEDS:-60}
steps=${BUG_STEPS:-2000}
pick=0
if [ "${1:-}" = --pick ]; then
  pick=$2
  shift 2
fi
names=$*
if [ -z "$names" ]; then
  names=$(for patch in "$bugs"/*.patch; do basename "$patch" .patch; done)
fi
if [ "$pick" -gt 0 ]; then
  # A circle of all bugs, begun where the day says: every bug has its turn.
  day=${BUG_DAY:-$(($(date +%s) / 86400))}
  names=$(printf '%s\n' $names | awk -v day="$day" -v pick="$pick" '
    { name[NR] = $1 }
    END { for (i = 0; i < pick && i < NR; i++) print name[(day * pick + i) % NR + 1] }')
fi

mkdir -p "$copy"
# Only what differs is written, so that what is built stays built.
refresh() {
  for part in Package.swift Sources Tests Benchmarks; do
    if [ -d "$part" ]; then
      mkdir -p "$copy/$part"
      (cd "$part" && find . -type d) | while read -r folder; do
        mkdir -p "$copy/$part/$folder"
      done
      (cd "$part" && find . -type f) | while read -r file; do
        cmp -s "$part/$file" "$copy/$part/$file" || cp "$part/$file" "$copy/$part/$file"
      done
      (cd "$copy/$part" && find . -type f) | while read -r file; do
        [ -e "$part/$file" ] || rm "$copy/$part/$file"
      done
    else
      cmp -s "$part" "$copy/$part" || cp "$part" "$copy/$part"
    fi
  done
}

build() { swift build -q -c release --product dutchbook --package-path "$copy"; }

program=$copy/.build/release/dutchbook
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# The tree as it is has been built here mostly, and needs no second build in the copy.
swift build -q -c release --product dutchbook
if ! .build/release/dutchbook simulate-faults --seed 1 --count "$seeds" --steps "$steps" \
  >"$log" 2>&1; then
  echo "the tree as it is does not pass:" >&2
  cat "$log" >&2
  exit 1
fi
echo "as it is              green on $seeds seeds"
refresh

failed=0
for name in $names; do
  patch -s -d "$copy" -p1 <"$bugs/$name.patch"
  build
  expected=$(sed -n 's/^Expect: *//p' "$bugs/$name.patch")
  if "$program" simulate-faults --seed 1 --count "$seeds" --steps "$steps" >"$log" 2>&1; then
    echo "$name  NOT FOUND in $seeds seeds" >&2
    failed=1
  elif ! grep '^BROKEN' "$log" | grep -qF -- "$expected"; then
    echo "$name  red, but not for \"$expected\":" >&2
    cat "$log" >&2
    failed=1
  else
    printf '%-28s found: %s\n' "$name" "$(sed -n 's/^BROKEN *//p' "$log" | cut -c 1-150)"
  fi
  refresh
done
exit "$failed"

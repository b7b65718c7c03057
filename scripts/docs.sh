#!/bin/sh
# Builds the DocC pages of every library room into .build/docs. A warning is an error: a link to a
# symbol that is gone, a documented parameter that does not exist. One warning is none here: that
# a parameter has no words of its own; its name and type often say everything.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here"

rooms="Market Probability Outcomes Wire Matching Journal Trading Kalshi Sportsbooks Storage
  KalshiSimulator Backtesting Desk FaultSimulation"
scratch=.build/docs-build
output=.build/docs

# The debug build, with the flags of its stage in scripts/test.sh: then nothing is built twice.
# What the program links, and the rooms that it does not.
for part in "--product dutchbook" "--target Storage"; do
  # shellcheck disable=SC2086
  swift build -q $part -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error
done

# The symbols with their comments, out of the built modules.
graphs=$here/$scratch/graphs
rm -rf "$graphs"
mkdir -p "$graphs"
headers=""
for c in Sources/C*; do
  if [ -d "$c/include" ]; then c=$c/include; fi
  headers="$headers -I $c"
done
for map in .build/debug/C*.build/module.modulemap; do
  headers="$headers -Xcc -fmodule-map-file=$map"
done
for room in $rooms; do
  # shellcheck disable=SC2086
  swift symbolgraph-extract -module-name "$room" -target "$(uname -m)-unknown-linux-gnu" \
    -I .build/debug/Modules $headers -minimum-access-level public -output-dir "$graphs"
done

rm -rf "$output"
mkdir -p "$output"
failed=""
archives=""
for room in $rooms; do
  chosen=$scratch/graphs-of/$room
  rm -rf "$chosen"
  mkdir -p "$chosen"
  cp "$graphs/$room.symbols.json" "$chosen/"
  for extension in "$graphs/$room@"*.symbols.json; do
    if [ -e "$extension" ]; then cp "$extension" "$chosen/"; fi
  done
  # Rooms come in the order of their floors, so that a page may link to ``Room/Symbol`` below it.
  # shellcheck disable=SC2086
  status=0
  docc convert "docs/docc/$room.docc" \
    --additional-symbol-graph-dir "$chosen" \
    --fallback-display-name "$room" --fallback-bundle-identifier "dutchbook.$room" \
    --transform-for-static-hosting --hosting-base-path "$room" \
    --enable-experimental-external-link-support $archives \
    --output-path "$output/$room" >"$scratch/$room.log" 2>&1 || status=$?
  archives="$archives --dependency $output/$room"
  # A warning and the lines that show its place, up to the next empty line.
  faults=$(awk '/^(warning|error):/ { show = !/is missing documentation$/ } show' \
    "$scratch/$room.log")
  if [ "$status" -ne 0 ] || [ -n "$faults" ]; then
    printf '%s\n' "$faults" >&2
    [ -n "$faults" ] || cat "$scratch/$room.log" >&2
    failed="$failed $room"
  else
    printf 'docs: %s\n' "$output/$room"
  fi
done
if [ -n "$failed" ]; then
  printf 'docs: failed:%s\n' "$failed" >&2
  exit 1
fi

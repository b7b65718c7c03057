#!/bin/sh
# Builds the DocC pages of every library room into .build/docs. A warning is an error: a link to a
# symbol that is gone, a parameter that is not there, an overview that is missing.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here"

rooms="Market Probability Wire Matching Trading Kalshi Sportsbooks KalshiSimulator Desk"
scratch=.build/docs-build
output=.build/docs

# The compiler writes the symbol graphs while it builds, so a second run only redoes what changed.
graphs=$here/$scratch/graphs
mkdir -p "$graphs"
swift build -q --product dutchbook --scratch-path "$scratch" \
  -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc "$graphs" \
  -Xswiftc -symbol-graph-minimum-access-level -Xswiftc public

rm -rf "$output"
mkdir -p "$output"
failed=""
for room in $rooms; do
  chosen=$scratch/graphs-of/$room
  rm -rf "$chosen"
  mkdir -p "$chosen"
  cp "$graphs/$room.symbols.json" "$chosen/"
  for extension in "$graphs/$room@"*.symbols.json; do
    if [ -e "$extension" ]; then cp "$extension" "$chosen/"; fi
  done
  if docc convert "docs/docc/$room.docc" \
    --additional-symbol-graph-dir "$chosen" \
    --fallback-display-name "$room" --fallback-bundle-identifier "dutchbook.$room" \
    --transform-for-static-hosting --hosting-base-path "$room" \
    --output-path "$output/$room" --warnings-as-errors; then
    printf 'docs: %s\n' "$output/$room"
  else
    failed="$failed $room"
  fi
done
if [ -n "$failed" ]; then
  printf 'docs: failed:%s\n' "$failed" >&2
  exit 1
fi

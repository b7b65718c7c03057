#!/bin/sh
# Counts the instructions of each hot path under callgrind, and compares them with the ceilings in
# scripts/instructions.txt. Unlike times, they are the same on a busy machine.
#
#   scripts/instructions.sh [executable, default .build/release/Benchmarks]
#
# A path above its ceiling fails. One far below its ceiling is said too: then lower the ceiling, so
# that what was won is kept.
set -eu
cd "$(dirname "$0")/.."
executable=${1:-.build/release/Benchmarks}
ceilings=scripts/instructions.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

command -v valgrind > /dev/null ||
  { echo "instructions: valgrind is missing; scripts/setup.sh --test installs it" >&2; exit 1; }
[ -x "$executable" ] ||
  { echo "instructions: $executable is missing; build it with: swift build -c release" \
    "--product Benchmarks" >&2; exit 1; }
# Valgrind cannot read the compiler's debug information; the names it needs are symbols.
cp "$executable" "$work/benchmarks"
strip -g "$work/benchmarks"

status=0
counted=0
while read -r path ceiling; do
  case $path in '' | '#'*) continue ;; esac
  log=$work/$path.log
  if ! valgrind --tool=callgrind --callgrind-out-file="$work/$path.out" --collect-atstart=no \
    --toggle-collect='*Counting*counted*' "$work/benchmarks" --count "$path" > "$log" 2>&1; then
    echo "instructions: $path failed" >&2
    cat "$log" >&2
    status=1
    continue
  fi
  total=$(sed -n 's/^.*Collected *: *\([0-9]*\).*$/\1/p' "$log")
  operations=$(sed -n "s/^$path: \([0-9]*\) operations\$/\1/p" "$log")
  if [ -z "$total" ] || [ -z "$operations" ] || [ "$total" -eq 0 ]; then
    echo "instructions: $path counted nothing" >&2
    cat "$log" >&2
    status=1
    continue
  fi
  each=$((total / operations))
  counted=$((counted + 1))
  verdict=ok
  if [ "$each" -gt "$ceiling" ]; then
    verdict="ABOVE ITS CEILING"
    status=1
  elif [ $((each * 5)) -lt $((ceiling * 4)) ]; then
    verdict="far below: lower the ceiling"
  fi
  printf 'instructions: %-16s %6d of at most %6d  %s\n' "$path" "$each" "$ceiling" "$verdict"
done < "$ceilings"
[ "$counted" -gt 0 ] || { echo "instructions: nothing was counted" >&2; status=1; }
exit "$status"

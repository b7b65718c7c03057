#!/bin/sh
# usage: stage.sh NAME COMMAND...   Runs the command between two lines that name it and its time.
set -eu
name=$1
shift
printf '==> %s\n' "$name"
start=$(date +%s)
status=0
"$@" || status=$?
elapsed=$(($(date +%s) - start))
if [ "$status" -eq 0 ]; then
  printf '==> %s: done in %d s\n' "$name" "$elapsed"
else
  printf '==> %s: FAILED after %d s (exit %d)\n' "$name" "$elapsed" "$status"
fi
exit "$status"

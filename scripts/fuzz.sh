#!/bin/sh
# Fuzzes every target in Tests/Fuzz for some seconds each, with the address sanitizer.
#
#   scripts/fuzz.sh [seconds each, default 20] [part of a target's name]
#
# A target is one Swift file with an LLVMFuzzerTestOneInput. Its first line names the rooms it
# needs, lowest first:   // rooms: Market Wire
# C rooms that those import come along by themselves. Inputs that found something new are kept in
# .build/fuzz/corpus/<target>; a seed corpus may lie in Tests/Fuzz/Corpus/<target>. An input that
# crashes is left in .build/fuzz and the script fails.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-20}
wanted=${2:-}
out=.build/fuzz
mkdir -p "$out"
# The backtracer keeps pipes open after a crash and would hang the run.
export SWIFT_BACKTRACE=enable=no
flags="-swift-version 6 -sanitize=fuzzer,address -O -g -parse-as-library -use-ld=lld
  -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
  -enable-upcoming-feature MemberImportVisibility -I $out"

# Compiles the C rooms that a Swift room imports; their flags and objects are added to the lists.
c_room() {
  folder=Sources/$1
  if [ -f "$folder/module.modulemap" ]; then
    flags="$flags -I $folder"
    return
  fi
  mkdir -p "$out/modules/$1"
  printf 'module %s [system] { umbrella "%s" export * }\n' "$1" "$PWD/$folder/include" \
    > "$out/modules/$1/module.modulemap"
  flags="$flags -I $out/modules/$1"
  for source in "$folder"/*.c "$folder"/*.cpp; do
    [ -f "$source" ] || continue
    object=$out/$1.$(basename "$source").o
    case $source in
      *.cpp)
        clang++ -std=c++17 -O1 -g -fsanitize=address -I "$folder/include" \
          -c "$source" -o "$object"
        ;;
      *) clang -O1 -g -fsanitize=address -I "$folder/include" -c "$source" -o "$object" ;;
    esac
    objects="$objects $object"
  done
}

objects=""
built=" "
room() {
  case $built in *" $1 "*) return ;; esac
  built="$built$1 "
  imported=$(find "Sources/$1" -name '*.swift' -exec \
    sed -n 's/^internal import \(C[A-Z][A-Za-z]*\)$/\1/p' {} + | sort -u)
  for c in $imported; do
    case $built in *" $c "*) continue ;; esac
    built="$built$c "
    c_room "$c"
  done
  # shellcheck disable=SC2086,SC2046
  swiftc $flags -module-name "$1" -wmo -emit-module -emit-module-path "$out/$1.swiftmodule" \
    -c -o "$out/$1.o" $(find "Sources/$1" -name '*.swift')
  objects="$objects $out/$1.o"
}

failed=""
for target in Tests/Fuzz/*"$wanted"*.swift; do
  name=$(basename "$target" .swift)
  needed=$(sed -n '1s|^// rooms: ||p' "$target")
  for one in $needed; do room "$one"; done
  # shellcheck disable=SC2086
  swiftc $flags -module-name "$name" "$target" $objects -o "$out/$name" \
    -lssl -lcrypto -lstdc++ -lm
  mkdir -p "$out/corpus/$name"
  seeds=""
  [ -d "Tests/Fuzz/Corpus/$name" ] && seeds=Tests/Fuzz/Corpus/$name
  echo "fuzz: $name for $seconds s"
  # shellcheck disable=SC2086
  timeout -k 5 $((seconds + 60)) "$out/$name" -max_total_time="$seconds" -max_len=4096 \
    -print_final_stats=1 -verbosity=0 -artifact_prefix="$out/$name-" "$out/corpus/$name" $seeds \
    > "$out/$name.log" 2>&1 || failed="$failed $name"
  grep -E 'number_of_executed_units|ERROR|Fatal|SUMMARY' "$out/$name.log" || true
done
if [ -n "$failed" ]; then
  echo "fuzz: failed:$failed (logs and inputs in $out)" >&2
  exit 1
fi

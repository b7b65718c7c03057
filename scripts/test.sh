#!/bin/sh
# Everything that CI runs, stage by stage. A failed stage does not stop the others; the run fails
# at the end and names it. usage: scripts/test.sh [STAGE...]   (all stages when none is named)
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here" || exit 1

# The fault simulation keeps one core busy for minutes; the stages after it take the other.
all_stages="format debug release thread-sanitizer address-sanitizer faults fuzz docs instructions"
stages=${*:-$all_stages}

# The crash reporter of the Swift runtime keeps pipes open, so a crash would hang the run.
export SWIFT_BACKTRACE=enable=no
# A data race or a bad access must fail the run.
export TSAN_OPTIONS="halt_on_error=1 abort_on_error=0"
export ASAN_OPTIONS="detect_stack_use_after_return=1:detect_leaks=1"

strict_flags="-Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error"
# What each stage printed, and how and after how many seconds it ended.
work=$(mktemp -d)
summary=$work/summary
: >"$summary"
beside=""
trap 'rm -rf "$work"; [ -z "$beside" ] || kill "$beside" 2>/dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
failed=""

# Runs a command with a limit in seconds; a process that ignores the end is killed.
limited() {
  limit=$1
  shift
  status=0
  # Waited for in the background, so that a signal to this shell is heeded at once and passed on.
  timeout -k 20 "$limit" "$@" &
  limited_child=$!
  wait "$limited_child" || status=$?
  limited_child=""
  if [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; then
    echo "stopped: took longer than $limit s: $*" >&2
  fi
  return "$status"
}

# Builds in a folder of its own, so that no flavour undoes another's build.
build_tests() {
  folder=$1
  shift
  # shellcheck disable=SC2086
  limited 1200 swift build --build-tests --scratch-path "$folder" $strict_flags "$@"
}

# Runs the tests of a build (its folder of binaries, a limit in seconds, what to leave out) as three
# processes at once. The test library runs as many tests at a time as there are cores, and those of
# the desk mostly wait for programs and sockets: alone they would leave the cores idle. Each test
# is in exactly one part. The bundles are started without `swift test`, which would lock the
# folder, and whose tests would outlive it when it is stopped.
hostile='^DeskTests\..*/Hostile[A-Za-z]*Tests\.swift:'
run_tests() {
  bundle=$1/dutchbookPackageTests.xctest
  limit=$2
  shift 2
  outputs=$(mktemp -d)
  part "$outputs/hostile" --filter "$hostile" "$@" &
  first=$!
  part "$outputs/desk" --filter '^DeskTests\.' --skip "$hostile" "$@" &
  second=$!
  part "$outputs/others" --skip '^DeskTests\.' "$@" &
  third=$!
  run_status=0
  wait "$first" || run_status=1
  wait "$second" || run_status=1
  wait "$third" || run_status=1
  cat "$outputs"/*
  rm -rf "$outputs"
  return "$run_status"
}

# One process of tests; its output goes to a file.
part() {
  output=$1
  shift
  part_status=0
  limited "$limit" "$bundle" --testing-library swift-testing "$@" >"$output" 2>&1 ||
    part_status=$?
  if [ "$part_status" -ne 0 ]; then
    echo "error: the tests ended with status $part_status: $*" >>"$output"
  fi
  return "$part_status"
}

stage_format() {
  limited 300 swift format lint -r -p --strict Package.swift Sources Tests Benchmarks
}

stage_debug() { build_tests .build && run_tests .build/debug 900; }

# -enable-testing, because some tests use @testable.
stage_release() {
  limited 1200 swift build -c release --product dutchbook &&
    build_tests .build/release-tests -c release -Xswiftc -enable-testing &&
    run_tests .build/release-tests/release 900
}

# The laws read text: no sanitizer has anything to find there, and under one they take minutes. The
# deterministic rooms and the fault simulation run on one thread: their own tests can show no race.
stage_thread_sanitizer() {
  alone='^(Tidy|Market|Probability|Outcomes|Matching|Trading|FaultSimulation)Tests\.'
  build_tests .build/tsan --sanitize=thread &&
    run_tests .build/tsan/debug 1800 --skip "$alone|/SetDataTests\.swift:"
}

# Bad accesses and leaks, in the optimised code that is shipped; its tests take a third of the time
# of unoptimised ones. The tests start the program too, and need not look at how it ends: what any
# process has to report goes to files, and one report fails the stage.
stage_address_sanitizer() {
  reports=$(mktemp -d)
  export ASAN_OPTIONS="$ASAN_OPTIONS:log_path=$reports/report"
  outcome=0
  build_tests .build/asan -c release --sanitize=address -Xswiftc -enable-testing &&
    run_tests .build/asan/release 1200 --skip '^TidyTests\.' || outcome=1
  for report in "$reports"/*; do
    [ -f "$report" ] || continue
    cat "$report"
    outcome=1
  done
  rm -rf "$reports"
  return "$outcome"
}

stage_fuzz() {
  if [ ! -x scripts/fuzz.sh ]; then
    echo "there is no scripts/fuzz.sh" >&2
    return 1
  fi
  limited 600 scripts/fuzz.sh "${FUZZ_SECONDS:-10}"
}

stage_docs() { limited 600 scripts/docs.sh; }

# What a hot path costs in instructions: the same on a busy machine, unlike its time.
stage_instructions() {
  limited 900 swift build -c release --product Benchmarks && limited 600 scripts/instructions.sh
}

# A hundred seeds of the fault simulator, the same each time; then fresh ones for FAULT_MINUTES (5;
# 0 for none), from FAULT_SEED where it is set. A seed that is red names the one command that
# repeats it. The patches of bugs must fit the tree; FAULT_BUGS puts so many of them back, by the
# day's date, each of which the simulator must find; by hand, as each is a build of its own.
stage_faults() {
  limited 60 scripts/reinserted-bugs.sh --check &&
    limited 1200 swift build -c release --product dutchbook &&
    limited 900 .build/release/dutchbook simulate-faults --seed 1 --count 100 --steps 2000 \
      --every-kind &&
    fresh_seeds "${FAULT_MINUTES:-5}" &&
    { [ "${FAULT_BUGS:-0}" -eq 0 ] ||
      limited 1800 scripts/reinserted-bugs.sh --pick "$FAULT_BUGS"; }
}

fresh_seeds() {
  [ "$1" -gt 0 ] || return 0
  first=${FAULT_SEED:-$(od -An -N6 -tu8 /dev/urandom | tr -d ' ')}
  echo "fresh seeds from $first on, for $1 min; the same again: FAULT_SEED=$first FAULT_MINUTES=$1"
  limited $((60 * $1 + 300)) .build/release/dutchbook simulate-faults --minutes "$1" --seed "$first"
}

# Runs a stage; its status and its seconds go to a file, because a pipe's status is its last
# command's.
timed() {
  limited_child=""
  trap '[ -z "$limited_child" ] || kill "$limited_child" 2>/dev/null; exit 143' INT TERM
  stage_start=$(date +%s)
  stage_status=0
  "stage_$(printf '%s' "$1" | tr - _)" 2>&1 || stage_status=$?
  echo "$stage_status $(($(date +%s) - stage_start))" >"$work/$1.end"
}

# Says how a stage ended, and notes it.
conclude() {
  read -r ended seconds <"$work/$1.end" || ended=1
  if [ "$ended" -eq 0 ]; then
    result=passed
  else
    result=FAILED
    failed="$failed $1"
  fi
  line=$(printf '%-18s %-7s %5d s' "$1" "$result" "${seconds:-0}")
  printf '==> %s\n' "$line"
  printf '    %s\n' "$line" >>"$summary"
  # What failed is said again at the end, where a reader of a long log (or of its tail) looks.
  if [ "$result" = FAILED ]; then
    grep -E '✘|error:|stopped:|SUMMARY: |FAIL|^BROKEN|^Again: ' "$work/$1.log" |
      cut -c 1-400 | head -40 >>"$summary"
  fi
}

for stage in $stages; do
  case " $all_stages " in
    *" $stage "*) ;;
    *)
      echo "test: no stage is called '$stage'; stages: $all_stages" >&2
      exit 64
      ;;
  esac
done

total_start=$(date +%s)
last=${stages##* }
for stage in $stages; do
  printf '\n==> %s\n' "$stage"
  if [ "$stage" = faults ] && [ "$stage" != "$last" ] && [ -z "$beside" ]; then
    echo "beside the stages that follow; what it prints comes after them"
    timed faults >"$work/faults.log" &
    beside=$!
    continue
  fi
  timed "$stage" | tee "$work/$stage.log"
  conclude "$stage"
done
if [ -n "$beside" ]; then
  wait "$beside"
  beside=""
  printf '\n==> faults\n'
  cat "$work/faults.log"
  conclude faults
fi

printf '\n==> summary\n'
cat "$summary"
printf '    %-18s %-7s %5d s\n' total "" "$(($(date +%s) - total_start))"
if [ -n "$failed" ]; then
  printf '==> FAILED:%s\n' "$failed"
  exit 1
fi
printf '==> all passed\n'

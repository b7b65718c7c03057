#!/bin/sh
# Installs what a build needs, and with --test what the tests need. Plain sh: it runs before any
# Swift. Does nothing, quickly, when nothing is missing; prints one line for each thing it does.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here"

minimum_major=6
minimum_minor=2
client=kalshi_python_sync
client_version=3.34.0

# The compiler's own libraries and tools, then the libraries that Dutchbook links.
build_packages="make git pkg-config ca-certificates binutils libc6-dev libstdc++-12-dev
  libncurses6 libcurl4 libxml2 libsqlite3-0
  libssl-dev zlib1g-dev libcurl4-openssl-dev libtomlplusplus-dev libzstd-dev libisal-dev
  libhiredis-dev"
# Independent peers and judges of the tests.
test_packages="python3-venv nginx-light curl openssl libsimdjson-dev libnghttp2-dev redis-server
  valgrind chromium-headless-shell fonts-dejavu-core patch"

with_tests=false
for argument in "$@"; do
  case "$argument" in
    --test) with_tests=true ;;
    -h | --help)
      echo "usage: scripts/setup.sh [--test]"
      exit 0
      ;;
    *)
      echo "setup: unknown argument '$argument'; usage: scripts/setup.sh [--test]" >&2
      exit 64
      ;;
  esac
done

say() { printf 'setup: %s\n' "$*"; }
fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

# Names of the packages that dpkg does not report as installed, in one query.
missing_of() {
  # dpkg-query fails when any name is unknown to it; its answer for the others still counts.
  # shellcheck disable=SC2086,SC2016
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $1 2>/dev/null || true)
  for name in $1; do
    case "
$installed
" in
      *"
$name installed
"*) ;;
      *) printf '%s ' "$name" ;;
    esac
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  fi
}

# Runs a command until it succeeds, at most three times.
three_times() {
  attempt=1
  until "$@"; do
    [ "$attempt" -lt 3 ] || return 1
    attempt=$((attempt + 1))
    say "failed, attempt $attempt of 3"
    sleep "$attempt"
  done
}

install_packages() {
  wanted=$build_packages
  if $with_tests; then wanted="$wanted $test_packages"; fi
  # One line of names, so that each is compared whole.
  # shellcheck disable=SC2086
  wanted=$(echo $wanted)
  missing=$(missing_of "$wanted")
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null 2>&1 ||
    fail "this system has no apt-get; install the equivalents of: $missing"
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
    fail "installing Debian packages needs root or sudo, and neither is here; run as root: \
apt-get install --no-install-recommends $missing"
  fi
  say "installing Debian packages (needs root): $missing"
  log=$(mktemp)
  if ! three_times as_root apt-get -q update >"$log" 2>&1; then
    cat "$log" >&2
    fail "apt-get update failed; see the lines above"
  fi
  # nginx and Redis are started by the tests themselves, so no service may start at installation.
  # shellcheck disable=SC2086
  if ! three_times as_root env RUNLEVEL=1 apt-get -q install -y --no-install-recommends \
    $missing >"$log" 2>&1; then
    cat "$log" >&2
    fail "apt-get install failed; see the lines above"
  fi
  rm -f "$log"
}

check_toolchain() {
  command -v swift >/dev/null 2>&1 ||
    fail "swift is not in PATH; install a Swift $minimum_major.$minimum_minor toolchain (or newer)"
  banner=$(swift --version 2>&1) ||
    fail "swift does not start: $(printf '%s' "$banner" | tail -n 1)"
  version=$(printf '%s\n' "$banner" |
    sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || fail "swift --version says nothing that looks like a version: $banner"
  major=${version%%.*}
  rest=${version#*.}
  minor=${rest%%.*}
  if [ "$major" -lt "$minimum_major" ] ||
    { [ "$major" -eq "$minimum_major" ] && [ "$minor" -lt "$minimum_minor" ]; }; then
    fail "Swift $version is too old; Dutchbook needs $minimum_major.$minimum_minor or newer"
  fi
}

# The Python peers: an independent WebSocket implementation and the exchange's official client.
make_python_peers() {
  venv=.build/venv
  stamp="$venv/peers-$client-$client_version"
  [ ! -e "$stamp" ] || return 0
  log=$(mktemp)
  if [ ! -x "$venv/bin/pip" ]; then
    say "creating $venv"
    mkdir -p .build
    python3 -m venv "$venv" >"$log" 2>&1 || {
      cat "$log" >&2
      fail "python3 -m venv $venv failed; see the lines above"
    }
  fi
  say "installing Python websockets and $client $client_version into $venv"
  # The client declares a newer Python than Debian 12 has, and works on this one.
  if ! three_times "$venv/bin/pip" install -q --disable-pip-version-check --retries 3 \
    --timeout 30 websockets >"$log" 2>&1 ||
    ! three_times "$venv/bin/pip" install -q --disable-pip-version-check --retries 3 \
      --timeout 30 --ignore-requires-python "$client==$client_version" >"$log" 2>&1; then
    cat "$log" >&2
    fail "pip could not install the Python peers; see the lines above"
  fi
  "$venv/bin/python" -c "import websockets, $client" ||
    fail "the Python peers do not import; delete $venv and run again"
  rm -f "$log"
  : >"$stamp"
}

install_packages
check_toolchain
if $with_tests; then make_python_peers; fi

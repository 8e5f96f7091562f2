# What scripts/demo, scripts/test and scripts/size share: installing what is missing, and building.
# To be sourced by bash with `set -euo pipefail`; it leaves the shell in the project's root.
#
#   source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
#   install_packages "${demo_packages[@]}"
#   build_preset demo [target...]

cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# So that ccache, which CMake takes if it is there, knows a source again in another clone.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

# To build and run the program `tls-se` (preset demo).
demo_packages=(
  g++ cmake ninja-build ccache pkg-config
  libssl-dev nlohmann-json3-dev libasio-dev libcli11-dev libtomlplusplus-dev libspdlog-dev libfmt-dev
  libedit-dev libpcsclite-dev
  openssl
)
# A broker and clients that know nothing of cards (examples/mqtt).
mqtt_packages=(mosquitto mosquitto-clients openssl)
# To cross-compile the element and weigh it. The headers of newlib and libstdc++ are enough: nothing
# of their libraries may be linked, and those would be 2 GB.
size_packages=(
  cmake ninja-build python3
  gcc-arm-none-eabi libstdc++-arm-none-eabi-dev libnewlib-dev
)
# To cross-compile what counts its own instructions, and run it.
cores_packages=("${size_packages[@]}" qemu-system-arm)
# For all the tests and benchmarks.
test_packages=(
  "${demo_packages[@]}" "${cores_packages[@]}" "${mqtt_packages[@]}"
  libgtest-dev libgmock-dev libbenchmark-dev
  clang-19 libclang-rt-19-dev
  gnutls-bin libgnutls28-dev libwolfssl-dev valgrind curl python3
  qemu-user
  pcscd vsmartcard-vpcd opensc pcsc-tools python3-pyscard
)

say() { printf '\n== %s\n' "$*"; }
fail() { printf '\nerror: %s\n' "$*" >&2; exit 1; }

# Installs those of the packages that are not there. Quick if all are.
install_packages() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    fail "this is not Debian or a relative of it. Install what these packages hold by hand: $*"

  local installed missing=() package
  installed=" $(dpkg-query -W -f='${db:Status-Status}=${Package} ' "$@" 2>/dev/null || true)"
  for package in "$@"; do
    [[ $installed == *" installed=$package "* || " ${missing[*]} " == *" $package "* ]] ||
      missing+=("$package")
  done
  (( ${#missing[@]} )) || return 0

  local as_root=()
  if (( EUID != 0 )); then
    command -v sudo >/dev/null ||
      fail "packages are missing, and this user is neither root nor has sudo. As root, run:
  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
  fi

  say "Installing packages, this once: ${missing[*]}"
  mkdir -p build
  local log=build/install.log
  : >"$log"
  run_apt update
  run_apt install --no-install-recommends "${missing[@]}"
}

# One apt-get command: everything it says goes to the log, a line in a while to the screen.
run_apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --yes --quiet \
      -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null 2>&1 |
    tee -a "$log" |
    awk '/^(After this|Need to get)/           { print "   " $0 }
         /^(Get:|Unpacking|Setting up)/        { if (++lines % 20 == 1) print "   " $0 }
         { fflush() }' ||
    { tail -n 15 "$log" >&2; fail "apt-get $1 failed, see above and $log"; }
}

# Configures a preset of CMakePresets.json where that is needed, and builds it, or some targets of it.
build_preset() {
  local preset=$1
  local tree=build/$preset
  shift
  say "Building $tree"
  mkdir -p "$tree"
  if [[ ! -f $tree/build.ninja || CMakePresets.json -nt $tree/configure.done ]]; then
    cmake --preset "$preset" >"$tree/configure.log" 2>&1 ||
      { cat "$tree/configure.log" >&2; fail "the preset $preset can't be configured, see above"; }
    touch "$tree/configure.done"
  fi
  cmake --build "$tree" --parallel "${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}" ${1+--target "$@"}
  # A short way to the program, for people.
  [[ $preset != demo ]] || ln -sfn demo/src/cli/tls-se build/tls-se
}

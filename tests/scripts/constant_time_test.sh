#!/bin/bash
# constant_time_test.sh SOURCE_TREE
# scripts/constant-time tells what memcheck has found and fails, and passes where there is nothing; of a
# project whose tests print what memcheck would. Nothing is built or installed.
set -euo pipefail

source_tree=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
status=0

mkdir -p scripts/lib bin build/constant-time/{gcc-O2,clang-Os}/tests/software
cp "$source_tree/scripts/constant-time" scripts/
cp "$source_tree/scripts/lib/setup.sh" scripts/lib/

# All packages are there, and cmake has nothing to do.
printf '#!/bin/sh\nexit 0\n' >bin/cmake
printf '#!/bin/bash\nprintf "installed=%%s " "$@"\n' >bin/dpkg-query
printf '#!/bin/sh\necho "apt-get was called" >&2\nexit 1\n' >bin/apt-get
chmod +x bin/*
export PATH=$work/bin:$PATH

cat >complains <<'STUB'
#!/bin/sh
echo '==7== Conditional jump or move depends on uninitialised value(s)'
echo '==7==    at 0x118F80: multiply() (aes_gcm.cc:96)'
echo 'memcheck complains'
exit 1
STUB
chmod +x complains
echo 'add_test(handshake_poisoned.psk true)' >build/constant-time/gcc-O2/tests/software/CTestTestfile.cmake
echo "add_test(handshake_poisoned.psk $work/complains)" \
  >build/constant-time/clang-Os/tests/software/CTestTestfile.cmake

# expect CODE TEXT ARGUMENT...: the script's exit code, and a line that it prints
expect() {
  local code=0
  scripts/constant-time "${@:3}" >said 2>&1 || code=$?
  [[ $code == "$1" ]] && grep -Eq "$2" said && return
  echo "scripts/constant-time ${*:3}: exit code $code, and not '$2' and $1:"
  cat said
  status=1
}

expect 0 '^No compiler has made' gcc-O2
expect 1 '^ +1 multiply\(\) \(aes_gcm.cc:96\)' clang-Os
expect 1 '^error: 1 of 2 builds: clang-Os' gcc-O2 clang-Os
expect 1 'handshake_poisoned.psk' clang-Os
expect 2 '^scripts/constant-time ' gcc-O9
expect 0 '^scripts/constant-time ' --help
# A choice that leaves nothing is no success.
echo >build/constant-time/gcc-O2/tests/software/CTestTestfile.cmake
expect 1 '^error: 1 of 1 builds: gcc-O2' gcc-O2
exit $status

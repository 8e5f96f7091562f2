#!/bin/bash
# no_tests_test.sh SOURCE_TREE
# scripts/test in a project of one test: it passes, and a choice of none is no success. Nothing is
# built or installed.
set -euo pipefail

source_tree=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
status=0

mkdir -p scripts/lib bin build/{release,sanitizers,fuzz}
cp "$source_tree/scripts/test" scripts/
cp "$source_tree/scripts/lib/setup.sh" scripts/lib/
echo 'add_test(HkdfTest.Expands true)' >build/release/CTestTestfile.cmake
touch build/{sanitizers,fuzz}/CTestTestfile.cmake

# All packages are there, and cmake has nothing to do.
printf '#!/bin/sh\nexit 0\n' >bin/cmake
cat >bin/dpkg-query <<'STUB'
#!/bin/bash
printf 'installed=%s ' "$@"
STUB
printf '#!/bin/sh\necho "apt-get was called" >&2\nexit 1\n' >bin/apt-get
chmod +x bin/*
export PATH=$work/bin:$PATH

passes() { "$@" >said 2>&1 || { echo "failed: $*"; cat said; status=1; }; }
fails() {
  ! "$@" >said 2>&1 || { echo "passed: $*"; cat said; status=1; }
  grep -q 'No tests were found' said || { echo "another failure: $*"; cat said; status=1; }
}

passes scripts/test
passes scripts/test -R Hkdf
fails scripts/test -R hkdf
exit $status

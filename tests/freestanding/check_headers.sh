#!/bin/bash
# check_headers.sh COMPILER SOURCE_ROOT FOLDER=INCLUDE_PATH[:INCLUDE_PATH]...
# Fails if a header does not compile alone, with nothing but its own box's include path, or if the
# compiler warns of one.
set -euo pipefail

compiler=$1 root=$2
shift 2
status=0

# compile INCLUDE_PATHS HEADER...
compile() {
  local paths
  IFS=: read -ra paths <<<"$1"
  "$compiler" -std=c++23 -DTLS_SE_REASONS=1 -DTLS_SE_SHA256_STATE_SIZE=112 -fno-exceptions -fno-rtti \
      -Wall -Wextra -Werror -fsyntax-only "${paths[@]/#/-I}" "${@:2}" -x c++ /dev/null
}
# The source beside a header that begins with it: who builds it has compiled the header alone.
has_own_source() {
  local source=$root/${1%.h}.cc
  [[ -f $source && $(grep -m 1 '^#' "$source") == "#include \"$1\"" ]]
}

for box in "$@"; do
  folder=${box%%=*} include_paths=${box#*=}
  all=()
  for header in "$root/$folder"/*.h; do
    header=${header#"$root"/}
    all+=(-include "$header")
    has_own_source "$header" || compile "$include_paths" -include "$header" ||
      { echo "$header does not compile alone"; status=1; }
  done
  compile "$include_paths" "${all[@]}" || { echo "$folder has headers with errors"; status=1; }
done
exit $status

#!/bin/bash
# check_headers.sh COMPILER SOURCE_ROOT FOLDER=INCLUDE_PATH[:INCLUDE_PATH]...
# Fails if a header does not compile alone, with nothing but its own box's include path.
set -euo pipefail

compiler=$1 root=$2
shift 2
status=0
for box in "$@"; do
  folder=${box%%=*}
  IFS=: read -ra paths <<<"${box#*=}"
  for header in "$root/$folder"/*.h; do
    header=${header#"$root"/}
    "$compiler" -std=c++23 -DTLS_SE_REASONS=1 -DTLS_SE_SHA256_STATE_SIZE=112 -fno-exceptions -fno-rtti -Wall -Wextra -Werror -fsyntax-only \
        "${paths[@]/#/-I}" -include "$header" -x c++ /dev/null ||
      { echo "$header does not compile alone"; status=1; }
  done
done
exit $status

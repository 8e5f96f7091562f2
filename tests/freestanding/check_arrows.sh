#!/bin/bash
# check_arrows.sh COMPILER SOURCE_ROOT FOLDER=INCLUDE_PATH[:INCLUDE_PATH]...
# The boxes in the order of the arrows, lowest first. Fails unless each box sees its own headers, and
# none of a box above.
set -euo pipefail

compiler=$1 root=$2
shift 2
status=0
# sees FOLDER INCLUDE_PATHS: whether the folder's first header is found along them.
sees() {
  local header paths said
  header=$(printf '%s\n' "$root/$1"/*.h | head -n 1)
  header=${header#"$root"/}
  IFS=: read -ra paths <<<"$2"
  said=$("$compiler" -std=c++23 -DTLS_SE_REASONS=1 -DTLS_SE_SHA256_STATE_SIZE=112 -fsyntax-only "${paths[@]/#/-I}" -include "$header" \
             -x c++ /dev/null 2>&1) && return 0
  [[ $said == *"$header: No such file"* ]] && return 1
  echo "$said"
  exit 1
}

boxes=("$@")
for (( i = 0; i < ${#boxes[@]}; ++i )); do
  folder=${boxes[i]%%=*} paths=${boxes[i]#*=}
  sees "$folder" "$paths" || { echo "$folder does not see itself"; status=1; }
  for above in "${boxes[@]:i+1}"; do
    ! sees "${above%%=*}" "$paths" || { echo "$folder sees ${above%%=*}"; status=1; }
  done
done
exit $status

#!/bin/bash
# check_arrows.sh COMPILER SOURCE_ROOT FOLDER=INCLUDE_PATH[:INCLUDE_PATH]...
# The boxes in the order of the arrows, lowest first. Fails unless each box sees the headers of all
# boxes up to itself, and none of a box above.
set -euo pipefail

compiler=$1 root=$2
shift 2
status=0
for from in "$@"; do
  IFS=: read -ra paths <<<"${from#*=}"
  below=true  # up to `from` itself
  for to in "$@"; do
    header=$(printf '%s\n' "$root/${to%%=*}"/*.h | head -n 1)
    header=${header#"$root"/}
    if said=$("$compiler" -std=c++23 -fsyntax-only "${paths[@]/#/-I}" -include "$header" \
                  -x c++ /dev/null 2>&1); then
      compiles=true
    elif [[ $said == *"$header: No such file"* ]]; then
      compiles=false
    else
      echo "$said"
      compiles=broken
    fi
    [[ $compiles == "$below" ]] ||
      { echo "${from%%=*} includes $header: compiles? $compiles, should be $below"; status=1; }
    [[ $from == "$to" ]] && below=false
  done
done
exit $status

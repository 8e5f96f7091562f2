#!/bin/bash
# check_includes.sh FILE|FOLDER...
# Fails if a source of the secure element includes a header that is not on this list, or another
# source by anything but its path from src: of the element, or of the primitives in software.
set -euo pipefail

# Headers without heap, streams or OS. What is used of them is held to the same by check_objects.sh.
allowed='algorithm|array|bit|compare|concepts|cstddef|cstdint|cstring|expected|initializer_list|iterator|limits|optional|span|string_view|tuple|type_traits|utility|variant'

wrong=$(grep -rnE '^[[:space:]]*#[[:space:]]*include' "$@" --include='*.h' --include='*.cc' \
             --exclude='*_test.cc' |
  grep -vE "include (<($allowed)>|\"(se|platform/software)/[a-z0-9_/]+\.h\")" || true)
[[ -z $wrong ]] && exit
echo "Includes that have no place in the secure element:"
echo "$wrong"
exit 1

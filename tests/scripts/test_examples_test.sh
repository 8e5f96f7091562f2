#!/bin/bash
# test_examples_test.sh SOURCE_TREE BUILD_TREE
# What scripts/test --help and CONTRIBUTING.md say about choosing tests: each example finds some.
set -euo pipefail

source_tree=$1
build_tree=$2
status=0

# The options of the examples in a text, one example a line: what stands in front of the gap.
examples() { sed -nE 's/^ *scripts\/test (-R [^ ]+)( .*)?$/\1/p'; }

# finds_tests OPTION...: whether ctest has any for them.
finds_tests() {
  ctest --test-dir "$build_tree" -N "$@" >said
  grep -q '^Total Tests: [1-9]' said
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$source_tree/scripts/test" --help >help
for text in help "$source_tree/CONTRIBUTING.md"; do
  examples <"$text" >found
  [[ -s found ]] || { echo "no example in $text"; status=1; }
  while read -ra options; do
    finds_tests "${options[@]}" || { echo "no test for ${options[*]} of $text"; cat said; status=1; }
  done <found
done

# And the question can be answered with no.
! finds_tests -R 'no test has this name' || { echo "finds a test that there is not"; status=1; }
exit $status

#!/bin/bash
# p256_cores_test.sh SOURCE_TREE
# scripts/p256-cores finds a carry that is lost, in each core.
set -euo pipefail

cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# expect_found CORE CPU INSTRUCTION OTHER
expect_found() {
  sed "0,/$3/s//$4/" "src/platform/software/p256/$1" >"$work/$1"
  cmp -s "src/platform/software/p256/$1" "$work/$1" && { echo "$1 has no $3" >&2; exit 1; }
  local code=0
  scripts/p256-cores "$work/$1" "$2" >"$work/said" 2>&1 || code=$?
  (( code == 1 )) && grep -q "$1 on $2 computes something else" "$work/said" && return
  cat "$work/said" >&2
  echo "$1 without its carry is not found: exit code $code" >&2
  exit 1
}

expect_found field_mul32.S cortex-m0plus 'adcs r3, r3' 'nop'
expect_found field_mul32.S cortex-m3 'adc r7, r7, #0' 'nop'
expect_found field_armv7em.S cortex-m4 'adc lr, lr, #0' 'nop'

#!/bin/bash
# store_seeds.sh FOLDER
# Makes the seeds of store_fuzz (store_fuzz.cc): a shape, a byte whether power goes in the recovery,
# and steps.
set -euo pipefail

folder=$1
mkdir -p "$folder"

# 80 on: a secret. Object and size follow what is put, a number of steps of flash a cut and a
# failure; 10 to 40 and a cut are its tears.
now=00 secret=80 put=03 secret_put=83 commit=07 abort=09 alone=0a off=0b cut=0c fail=0e

# seed NAME HEX...
seed() {
  local name=$1
  shift
  printf "$(sed 's/ //g; s/../\\x&/g' <<<"$*")" >"$folder/$name"
}
repeat() { for ((i = 0; i < $2; ++i)); do printf %s "$1"; done; }

for shape in 00 01 02 05 0a; do
  some="$shape 00 $now 01 05 $secret 02 20 $now 03 01"
  seed "now-$shape" $some $now 01 10
  seed "secret-$shape" $some $secret 02 20 $off 00 $now 02 00
  seed "transaction-$shape" $some $put 01 08 $secret_put 02 20 $now 03 01 $commit
  seed "abort-$shape" $some $put 01 08 $secret_put 04 20 $abort $off 00
  seed "alone-$shape" $some $secret_put 04 20 $alone 01 04
  seed "full-$shape" $some "$(repeat "$now 03 04" 60)"
  seed "fail-$shape" $some $fail 03 $secret 02 20 00 $now 01 02
  for tear in 0 1 2 3 4; do
    seed "cut-$shape-$tear" $some ${tear}c 04 $secret 02 20 00 $now 01 02
    seed "cut-again-$shape-$tear" $some ${tear}c 06 $secret 02 20 01 05 $tear$tear 00 $now 01 02
    seed "cut-transaction-$shape-$tear" $some $put 01 08 $secret_put 02 20 ${tear}c 02 $commit 00
    seed "cut-first-$shape-$tear" $shape 01 0$((4 + tear)) 03 00 $now 01 05 $off 00
  done
done

#!/bin/bash
# personalisation_seeds.sh FOLDER
# Makes the seeds of personalisation_fuzz (personalisation_fuzz.cc): steps.
set -euo pipefail

folder=$1
mkdir -p "$folder"

# What is put is followed by which object, 00 on: role, sw-more, user PIN for TLS, name, address,
# user's PIN, administrator's PIN, three pre-shared keys, certificate, trust anchor, two private keys;
# and by which value, 07 none. Of roles 00 is for a pre-shared key, 01 for a server's certificate, 02
# for a client that checks one, 03 for mutual; 00 of a certificate and of a private key are a pair. A
# key is generated in place of the first, or the second; not told of with 80 more. A PIN is followed
# by which, below 80 the right one.
put=00 generate=03 generate2=13 generate2_silently=93 begin=04 commit=05 rollback=06 user=07 administrator=17 change=09 reset=0a activate=0b
terminate=0c erase=8c off=0d any=0f

# seed NAME HEX...
seed() {
  local name=$1
  shift
  printf "$(sed 's/ //g; s/../\\x&/g' <<<"$*")" >"$folder/$name"
}

pins="$put 05 01 $put 06 02"
server="$begin $put 07 01 $put 00 00 $commit $pins"
operational="$server $activate $administrator 00"

seed server $server $off
seed operational $operational $put 07 02 $put 03 01 $put 03 07
seed transaction $operational $begin $put 07 02 $put 08 03 $put 01 01 $commit
seed rollback $operational $begin $put 07 02 $rollback
seed inconsistent $put 00 00 $begin $put 03 00 $put 04 00 $commit $put 04 07 $commit
seed one-identity $put 07 00 $put 08 04 $put 08 01
seed guess-behind-a-new-pin $server $begin $put 06 03 $administrator a4 $commit $off
seed wrong-pins $server $user 80 $user 81 $user 80 $user 00 $off $administrator 00 $reset $user 00
seed terminate $operational $terminate $off
seed erase $server $erase $put 01 00
seed bytes $server $any 05 00ca011000 $any 04 00e40000 $off
identity="$begin $put 0a 00 $put 0c 00 $commit"
certified="$identity $put 00 01 $pins $activate $administrator 00"
seed server-of-certificate $certified $off
seed mutual $begin $put 0b 01 $put 00 03 $put 0a 00 $put 0c 00 $commit $pins $activate $off
seed client $put 0b 01 $put 00 02 $put 0b 07 $put 0b 02
seed anchor-is-missing $put 00 02 $begin $put 00 02 $commit $put 0b 01 $commit
seed wrong-certificate $put 0a 03 $put 0a 01 $put 0b 03
seed generate $server $generate $generate2 $generate $off $generate2_silently $off
seed generate-in-a-transaction $server $begin $generate $generate2 $rollback $begin $generate $commit $off
seed key-of-the-chain $certified $generate $generate2 $put 0a 07 $generate $put 0a 00
seed renew $certified $generate2 $put 0a 01 $put 0c 01 $begin $put 0a 07 $generate $commit $off
for tear in 0 1 2 3 4; do
  for step in 00 02 05 09; do
    cut="${tear}e $step"
    seed "cut-put-$tear-$step" $operational $cut $put 07 02 $put 03 01
    seed "cut-commit-$tear-$step" $operational $begin $put 07 02 $put 03 01 $cut $commit
    seed "cut-verify-$tear-$step" $operational $cut $user 00 $user 80
    seed "cut-change-$tear-$step" $operational $cut $change 0c $user 00
    seed "cut-reset-$tear-$step" $operational $user 80 $cut $reset $reset
    seed "cut-terminate-$tear-$step" $operational $cut $terminate
    seed "cut-erase-$tear-$step" $server $cut $erase
    seed "cut-generate-$tear-$step" $server $generate $cut $generate $generate2
    seed "cut-key-$tear-$step" $server $put 0c 01 $cut $put 0c 00 $put 0d 03
    seed "cut-identity-$tear-$step" $begin $put 0a 00 $put 0c 00 $put 00 01 $put 0b 01 $cut $commit
    seed "cut-chain-$tear-$step" $certified $cut $put 0b 01 $put 0a 07 $put 0b 02
    seed "cut-activate-$tear-$step" $server $cut $activate
  done
done

#!/bin/bash
# sieve_seeds.sh FOLDER
# Makes the seeds of sieve_fuzz: little programs (sieve_fuzz.cc) of hellos that are longer than what
# a card has to hold of them.
set -euo pipefail

folder=$1
mkdir -p "$folder"

# Cards: 16 bytes more of memory, up to 3f; 40 silent, 80 pinned to the peer's name. Peer: the mode,
# 04 if the cards insist on both certificates, 08 and 10 for another cipher suite.
psk=00 certificate=01 mutual=02
# Steps. A hello is followed by the number of its changes, 08 more if its binder is to be wrong, the
# changes (edit.cc), a byte for the size of each record, and for each record how it is delivered and
# a byte for the size of each fragment. 00 is as much as there is, 01 to 7f bytes, 80 on 64 of them
# and more; and so is all that a seed leaves out.
say=00 message=01 record=02 command=03 reset=04
# How a record is delivered: 01 with another length, 02, 04 and 06 by a node that tries to begin it
# again so often.
turn=00 splice=01 extension=02 cut=03 long=04 share=05

# seed NAME HEX...
seed() {
  local name=$1
  shift
  printf "$(sed 's/ //g; s/../\\x&/g' <<<"$*")" >"$folder/$name"
}
repeat() { for ((i = 0; i < $2; ++i)); do printf %s "$1"; done; }

# What a hello may have that a card passes over: extensions without a row, shares of other groups.
grease="$long 4a4a 00 0fff"
middle="$long 1a1a 03 0123"
last="$long fe0d ff 0fff"  # behind pre_shared_key in a hello that has one
shares="$share 11ec 04c0 $share 001d 0020"
other_share="$turn 0045 02"  # the one share becomes one of another group

for mode in psk certificate mutual; do
  for card in 00 7f 83; do
    seed "$mode-$card" $card ${!mode} $say 00 00 00 $say 00 $say 00 $say 00
    seed "$mode-grease-$card" $card ${!mode} $say 01 $grease 00 00 $say
    seed "$mode-middle-$card" $card ${!mode} $say 02 $grease $middle 00 00 $say
    seed "$mode-last-$card" $card ${!mode} $say 01 $last 00 00 $say
    seed "$mode-shares-$card" $card ${!mode} $say 02 $shares 00 00 $say
    seed "$mode-all-$card" $card ${!mode} $say 04 $grease $middle $shares 00 00 $say
  done
  seed "$mode-required" 00 "$(printf %02x $((${!mode} | 4)))" $say 02 $grease $shares
  seed "$mode-records" 00 ${!mode} $say 02 $grease $middle 80 81 7f 01 02 03 04 05 90 a0 80 80 80
  seed "$mode-records-of-64" 00 ${!mode} $say 03 $shares $middle "$(repeat 80 40)"
  seed "$mode-records-of-1" 00 ${!mode} $say 01 $share 001d 0020 "$(repeat 01 400)"
  seed "$mode-fragments" 00 ${!mode} $say 03 $middle $shares 00 00 "$(repeat 07 400)"
  seed "$mode-fragments-of-1" 00 ${!mode} $say 01 $share 001d 0020 00 00 "$(repeat 01 500)"
  seed "$mode-extended" 00 ${!mode} $say 04 $grease $middle $shares a0 b0 00 00 90 91 00 88 87 00
  seed "$mode-too-long" 00 ${!mode} $say 01 $long 0015 00 0fff
  seed "$mode-retry" 00 ${!mode} $say 01 $other_share 00 00 00 $say 00 00 00 $say
  seed "$mode-retry-all" 00 ${!mode} $say 04 $other_share $grease $shares 84 00 00 00 00 \
    $say 04 $shares $middle $grease 00 00 00 $say
  seed "$mode-beyond-its-end" 00 ${!mode} $say 02 $grease $turn 0031 10
  seed "$mode-cut" 00 ${!mode} $say 02 $grease $cut 1040
  seed "$mode-share-of-none" 00 ${!mode} $say 01 $share 001d 0000
  seed "$mode-share-twice" 00 ${!mode} $say 02 $share 0017 0041 $share 0017 0041
  seed "$mode-unbound" 00 ${!mode} $say 09 $grease
  for change in 0001 0010 1000 4000 8000; do
    seed "$mode-other-length-$change" 00 ${!mode} $say 01 $grease 00 01 $change
  done
  seed "$mode-other-length-of-part" 00 ${!mode} $say 01 $grease 40 00 01 0100 00 00 00
  for at in 2a 2d 2e 36 3e 41 43 45 47 69; do
    seed "$mode-turned-$at" 00 ${!mode} $say 02 $turn 00$at 01 $grease
    seed "$mode-shares-turned-$at" 00 ${!mode} $say 03 $shares $turn 00$at 01
  done
done

seed early-data 00 $psk $say 02 $extension 002a 00 $grease 00 00 00 $record 03 04 01020304 00 $say
seed early-data-retry 00 $psk $say 03 $other_share $extension 002a 00 $grease 00 00 00 \
  $record 03 04 01020304 00 $say 01 $grease 00 00 00 $say
seed change-cipher-spec 00 $psk $message 0008 0100100003030000 00 00 00 $record 00 01 01
seed retry-change-cipher-spec 00 $psk $say 01 $other_share 00 00 00 $record 00 01 01 00 00 \
  $say 01 $grease 00 00 00 $say
seed retry-interleaved 00 $psk $say 01 $other_share 00 00 00 \
  $message 0008 0100100003030000 00 00 00 $record 00 01 01
seed behind 00 $psk $message 0008 0100000403030000
seed other-message 00 $psk $message 0008 1400000403030000 00 00
seed alert 00 $psk $record 01 02 0228 00
seed commands 00 $psk $command 05 00ca010100 $command 05 00ca010200 $say 01 $grease
seed reset 00 $psk $message 0008 0100100003030000 00 00 $reset $say 01 $grease 00 00 00 $say
seed again 00 $mutual $say 01 $grease 00 02 90 $say
seed again-and-again 00 $psk $say 01 $grease 84 00 06 01 01 04 01 01 40 00 04 40 40 00 $say

#!/bin/bash
# play_seeds.sh FOLDER
# Makes the seeds of apdu_fuzz and client_apdu_fuzz: little programs (play.h) that take a card of
# either role to each of its states.
set -euo pipefail

folder=$1
mkdir -p "$folder"

repeat() { for ((i = 0; i < $2; ++i)); do printf %s "$1"; done; }

# Card: 08 is pinned to the peer's name, 04 silent, 10 has 4 KiB and 20 as much as TLS knows, 40 and
# 80 records of 64 and 512 bytes. Peer: the mode, 04 if the card insists on both certificates, 08 and
# 10 for another cipher suite, 20 if a client card sends its key share when it is asked, 40 if the card
# lets in some that the peer is one of, 80 those with the PSK alone.
psk=00 certificate=01 mutual=02
# Steps. Lengths of bytes that follow are part of them.
command=00 record=01 next=02 message=03 content=04 encrypt=05 reset=06 update=07 go_on=08 put=09
ask_again=0a leave_out=0b
# How the next message is said: 01 changed (edit.cc), 02 together with the one behind it, 04 in
# pieces, 08 with bytes behind it.

# seed NAME HEX...
seed() {
  local name=$1
  shift
  printf "$(sed 's/ //g; s/../\\x&/g' <<<"$*")" >"$folder/$name"
}

for mode in psk certificate mutual; do
  for card in 08 18 28 49 8a 0c; do
    seed "$mode-$card" $card ${!mode} $go_on $encrypt 03 414217 $content 03 02 4344 05
  done
  seed "$mode-required" 18 "$(printf %02x $((${!mode} | 4)))" $go_on $go_on
  seed "$mode-gcm" 18 "$(printf %02x $((${!mode} | 8)))" $go_on $encrypt 02 5817
  for allow in 64 68 128; do
    seed "$mode-allow-$allow" 18 "$(printf %02x $((${!mode} | allow)))" $go_on \
      $command 05 00ca010600 $command 05 00ca010700 $command 05 00ca010800 $encrypt 02 5817
  done
  seed "$mode-message-by-message" 18 ${!mode} $next 00 $next 00 $next 00 $next 00 $next 00 $next 00
  seed "$mode-together" 18 ${!mode} $next 00 $next 02 $next 02 $next 02 $next 02 $next 02
  seed "$mode-in-pieces" 18 ${!mode} $next 04 20 $next 04 00 $next 04 7f $next 04 05 $next 04 05 $next 04 03
  for count in 0 1 2 3 4 5; do
    before=
    for ((i = 0; i < count; ++i)); do before+="$next 00 "; done
    seed "$mode-turned-$count" 18 ${!mode} $before $next 01 00 00 0028 01 $go_on
    seed "$mode-cut-$count" 18 ${!mode} $before $next 01 00 03 0020 $go_on
    seed "$mode-extension-$count" 18 ${!mode} $before $next 01 00 02 4a4a 02 0000 $go_on
    seed "$mode-spliced-$count" 18 ${!mode} $before $next 01 00 01 0022 01 21 $(printf '20%064d' 0) $go_on
    seed "$mode-behind-$count" 18 ${!mode} $before $next 08 06 080000020000 $go_on
    seed "$mode-left-out-$count" 18 ${!mode} $before $leave_out $go_on
  done
done

seed put-data 00 $certificate $put 00 00 $put 01 00 $put 02 00 $reset $go_on
seed put-data-any 10 $certificate $put 01 0b 6f746865722e6e616d65 $put 03 04 c0000201 $reset $go_on
seed ask-again 18 $certificate $ask_again $next 00 $go_on
seed ask-again-psk 18 $psk $ask_again $go_on
seed ask-twice 18 $mutual $ask_again $next 00 $ask_again $next 00
for mode in psk certificate mutual; do
  peer=$(printf %02x $((${!mode} | 32)))
  seed "$mode-share-on-request" 18 $peer $go_on $encrypt 02 5817
  seed "$mode-share-turned" 18 $peer $next 01 00 00 004f 01 $go_on
  seed "$mode-share-message-by-message" 18 $peer $next 00 $next 00 $next 00 $go_on
done
# EncryptedExtensions in the clear, behind ServerHello.
seed spanning 18 $psk $next 08 0c 080000080006001c00024001 $leave_out $go_on
# A ClientHello whose share is of another group, and the one behind it.
for mode in psk certificate mutual; do
  seed "$mode-retry" 18 ${!mode} $next 01 00 00 0045 02 $go_on
done
seed early-data 18 $psk $next 01 00 02 002a 00 $record 0009 1703030004 01020304 $go_on
seed early-data-retry 18 $psk $next 01 01 00 0045 02 02 002a 00 $record 0009 1703030004 01020304 $go_on
# A ClientHello beyond the card's memory: in what the card passes over, and in what it looks at.
seed sieved 08 $psk $next 01 01 04 4a4a 00 0fff 05 11ec 04c0 $go_on
seed too-long 08 $psk $next 01 00 04 0015 00 0fff $go_on
seed record-too-long 08 $psk $record 0505 1603030500 "$(repeat 00 1280)"
seed key-update 18 $mutual $go_on $update 00 $encrypt 06 180000010016 $update 01 $encrypt 02 5817 \
  $encrypt 06 180000010016 $encrypt 02 5817
seed tickets 18 $certificate $go_on $message 04 0010 00000e10 00000001 01 00 0002 abcd 0000 $update 00
seed ticket-in-pieces 08 $certificate $go_on $content 02 ff 04000300 "$(repeat 00 251)" 00 \
  $content 02 ff "$(repeat 00 255)" 00 $content 02 ff "$(repeat 00 255)" 00 \
  $content 02 07 "$(repeat 00 7)" 00
seed long-ticket 08 $certificate $go_on \
  $message 04 02d0 00000e10 00000001 01 00 02c2 "$(repeat ab 706)" 0000
seed close 18 $psk $go_on $content 01 02 0100 00 $encrypt 03 010015
seed fatal 18 $psk $go_on $content 01 02 0228 00 $reset $go_on
seed alert-in-the-clear 18 $psk $record 0007 15030300020228
seed complaint 18 $psk $next 00 $record 0007 15030300020228
seed user-canceled 18 $psk $content 01 02 015a 00 $go_on $content 01 02 015a 00
seed change-cipher-spec 18 $psk $next 00 $record 0006 140303000101 $go_on
seed commands 18 $psk $command 0c 00a4040007f0544c532d5345 $command 05 00ca010100 $command 05 00ca010200 \
  $command 05 00ca010300 $command 05 00ca010400 $command 05 00ca010600 $command 05 00ca010700 $command 05 00ca010800 \
  $command 05 00d8000000 01 $command 05 00c0000000 00 $command 07 00c00000000000 00 $go_on

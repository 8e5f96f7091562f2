#!/bin/bash
# message_seeds.sh CERTIFICATES FOLDER
# Makes the seeds of server_hello_fuzz in FOLDER/server_hello, and of certificate_message_fuzz in
# FOLDER/certificate_message.
set -euo pipefail

certificates=$1
folder=$2
mkdir -p "$folder/server_hello" "$folder/certificate_message"

# seed NAME HEX...
seed() {
  local name=$1
  shift
  printf "$(sed 's/[ \n]//g; s/../\\x&/g' <<<"$*")" >"$folder/$name"
}
repeat() { for ((i = 0; i < $2; ++i)); do printf %s "$1"; done; }
vector16() { printf '%04x%s' $((${#1} / 2)) "$1"; }
vector24() { printf '%06x%s' $((${#1} / 2)) "$1"; }
der() { od -An -v -tx1 "$certificates/$1.der" | tr -d " \n"; }

# The first byte: which of the five messages, and five times the kind of client.
client() { printf %02x $(($1 + 5 * $2)); }

versions=002b00020304
share=0033004500170041
share+=04$(repeat 5a 32)$(repeat a5 32)
psk=002900020000
cookie=002c0004000261bc
hello() { echo "0303$(repeat "$1" 32)00${2}00"; }
retry=0303cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c00130400
for kind in 0 1 2 3 12; do
  seed server_hello/server-hello-psk-$kind "$(client 0 $kind)$(hello 11 1304)$(vector16 $versions$share$psk)"
  seed server_hello/server-hello-$kind "$(client 0 $kind)$(hello 11 1301)$(vector16 $share$versions)"
  seed server_hello/retry-cookie-$kind "$(client 1 $kind)$retry$(vector16 $versions$cookie)"
  seed server_hello/extensions-$kind "$(client 2 $kind)$(vector16 00000000001000050003026832001c00024000)"
done
seed server_hello/server-hello-is-retry "$(client 0 3)$retry$(vector16 $versions$cookie)"
seed server_hello/server-hello-old "$(client 0 3)$(hello 44 c02b)"
seed server_hello/server-hello-downgrade "$(client 0 3)0303$(repeat 11 24)444f574e4752440100c02b00"
seed server_hello/retry-share "$(client 1 3)$retry$(vector16 ${versions}003300020017)"
for kind in 16 17 19; do  # that ask to be asked for their share
  seed server_hello/retry-share-$kind "$(client 1 $kind)$retry$(vector16 ${versions}003300020017)"
  seed server_hello/retry-both-$kind "$(client 1 $kind)$retry$(vector16 ${versions}003300020017$cookie)"
  seed server_hello/server-hello-early-$kind "$(client 0 $kind)$(hello 11 1304)$(vector16 $versions$share$psk)"
done
seed server_hello/extensions-none "$(client 2 3)0000"
seed server_hello/extensions-fragment "$(client 2 3)$(vector16 0001000101)"
seed server_hello/extensions-groups "$(client 2 3)$(vector16 000a00060004001d0017)"
seed server_hello/request "$(client 3 3)00$(vector16 000d0004000204030032000400020403)"
seed server_hello/request-authorities "$(client 3 3)00$(vector16 002f00050003000161000d00060004080404034a4a0000)"
seed server_hello/ticket "$(client 4 0)00000e1000000001020000000261bc0000"
seed server_hello/ticket-early-data "$(client 4 0)00000e1000000001000001610008002a000400000400"

# The first byte: 01 for CertificateVerify, 02 for changes to the right message; 04 client, 08 a
# server that does without, 10 nobody is named, 20 no time.
for card in 0 4 8 20 32; do
  raw=$(printf %02x $card)
  right=$(printf %02x $((card + 2)))
  leaf=$(vector24 "$(der leaf-purpose-both)")0000
  chain=$leaf$(vector24 "$(der intermediate)")0000
  seed certificate_message/chain-$card "${raw}00$(vector24 "$chain")"
  seed certificate_message/others-$card "${raw}00$(vector24 "$chain$(repeat 0000010a0000 9)")"
  seed certificate_message/anchor-$card "${raw}00$(vector24 "$(vector24 "$(der root)")0000")"
  seed certificate_message/none-$card "${raw}00000000"
  seed certificate_message/extension-$card "${raw}00$(vector24 "${leaf%0000}$(vector16 00050000)")"
  seed certificate_message/right-$card "$right"
  seed certificate_message/turned-$card "${right}00006001"
  seed certificate_message/verify-$card "$(printf %02x $((card + 3)))"
  seed certificate_message/verify-turned-$card "$(printf %02x $((card + 3)))00002001"
  seed certificate_message/verify-longer-$card "$(printf %02x $((card + 3)))0100050100"
  seed certificate_message/verify-rsa-$card "$(printf %02x $((card + 1)))080400020000"
done

#!/bin/bash
# peer_names_seeds.sh FOLDER
# Makes the seeds of peer_names_fuzz: a pattern, and a subject and a subjectAltName that fit it or
# nearly do.
set -euo pipefail

folder=$1
mkdir -p "$folder"

hex() { printf %s "$1" | od -An -v -tx1 | tr -d ' \n'; }
tlv() { printf '%s%02x%s' "$1" $((${#2} / 2)) "$2"; }
vector() { printf '%04x%s' $((${#1} / 2)) "$1"; }
# attribute NUMBER HEX [TAG]: of id-at, alone in its RelativeDistinguishedName
attribute() { tlv 31 "$(tlv 30 "$(tlv 06 5504"$1")$(tlv "${3:-0c}" "$2")")"; }

# seed NAME KIND PATTERN SUBJECT ALT_NAMES
seed() {
  local bytes=$2$(vector "$3")$(vector "$4")$(vector "$5")
  printf "$(sed 's/../\\x&/g' <<<"$bytes")" >"$folder/$1"
}

psk=00 common_name=01 dns=02 ip=03 uri=04 fingerprint=05
pump=$(hex 'pump 7')
cn=$(attribute 03 "$pump")
names=$(tlv 82 "$(hex pump.fleet.example)")$(tlv 87 c0000207)$(tlv 86 "$(hex spiffe://fleet/pump)")
names+=$(tlv 81 "$(hex m@fleet.example)")$(tlv a4 "$(tlv 30 "$cn")")$(tlv 88 2a0304)

seed psk $psk "$(hex 'sensor-*')" "$(hex sensor-7)" ""
seed common-name $common_name "$pump" "$cn" "$names"
seed common-name-begins $common_name "$(hex 'pump*')" "$(attribute 0a "$pump")$cn" ""
for tag in 13 14 16 1c 1e; do
  seed "common-name-$tag" $common_name "$(hex 'pump*')" "$(attribute 03 "$pump" $tag)" ""
done
seed common-names $common_name "$pump" "$cn$cn" ""
seed common-name-beside $common_name "$pump" \
  "$(tlv 31 "$(tlv 30 0603550403"$(tlv 0c "$pump")")$(tlv 30 060355040a"$(tlv 0c "$pump")")")" ""
seed common-name-escaped $common_name "$(hex '*')" "$(attribute 03 "$(hex 'a (DNS:b), ')1b00e280ae")" ""
seed dns $dns "$(hex '*.fleet.example')" "" "$names"
seed dns-wildcard $dns "$(hex '*.fleet.example')" "" "$(tlv 82 "$(hex '*.fleet.example')")"
seed ip $ip c0000207 "$cn" "$names"
seed uri $uri "$(hex 'spiffe://fleet/*')" "$cn" "$names"
seed fingerprint $fingerprint "$(hex 0123456789abcdef0123456789abcdef)" "$cn" "$names"

#!/bin/bash
# certification_request_seeds.sh FOLDER
# Makes the seeds of certification_request_fuzz: names that are right or nearly so, and room for the
# request.
set -euo pipefail

folder=$1
mkdir -p "$folder"

hex() { printf %s "$1" | od -An -v -tx1 | tr -d ' \n'; }
tlv() {
  local size=$((${#2} / 2)) length
  if ((size < 128)); then printf -v length %02x $size
  elif ((size < 256)); then printf -v length 81%02x $size
  else printf -v length 82%04x $size
  fi
  printf %s "$1$length$2"
}
vector() { printf '%04x%s' $((${#1} / 2)) "$1"; }
# attribute OID TAG HEX
attribute() { tlv 30 "$(tlv 06 "$1")$(tlv "$2" "$3")"; }
# names HEX...: a Name of RelativeDistinguishedNames of one attribute each
names() {
  local all='' one
  for one; do all+=$(tlv 31 "$one"); done
  tlv 30 "$all"
}

# seed NAME SUBJECT ALTERNATIVE_NAMES [ROOM]
seed() {
  local bytes=${4:-0500}$(vector "$2")$(vector "$3")
  printf "$(sed 's/../\\x&/g' <<<"$bytes")" >"$folder/$1"
}

common_name=550403 organization=55040a country=550406 serial_number=550405
email=2a864886f70d010901 domain_component=0992268993f22c640119
utf8=0c printable=13 ia5=16

pump=$(attribute $common_name $utf8 "$(hex 'pump 7')")
fleet=$(attribute $organization $printable "$(hex 'Fleet (EU), 1/2')")
subject=$(names "$(attribute $country $printable "$(hex DE)")" "$fleet" "$pump")
dns=$(tlv 82 "$(hex pump.fleet.example)")
all=$dns$(tlv 87 c0000207)$(tlv 86 "$(hex spiffe://fleet/pump)")$(tlv 81 "$(hex m@fleet.example)")
all+=$(tlv 87 20010db8000000000000000000000001)$(tlv a4 "$(names "$pump")")
long=$(printf '78%.0s' {1..120})

seed subject "$(names "$pump")" ""
seed subjects "$subject" ""
seed dns "$subject" "$(tlv 30 "$dns")"
seed all "$subject" "$(tlv 30 "$all")"
seed empty-subject 3000 "$(tlv 30 "$dns")"
seed nobody 3000 ""
seed ia5 "$(names "$(attribute $domain_component $ia5 "$(hex fleet)")" \
                  "$(attribute $email $ia5 "$(hex m@fleet.example)")")" ""
seed utf8 "$(names "$(attribute $common_name $utf8 c3bce282acf09f9880)")" ""
seed surrogate "$(names "$(attribute $common_name $utf8 eda080)")" ""
seed bmp "$(names "$(attribute $common_name 1e 00610062)")" ""
seed set "$(names "$(attribute $serial_number $printable 37)$pump")" ""
seed set-unordered "$(names "$pump$(attribute $serial_number $printable 37)")" ""
seed no-room "$subject" "$(tlv 30 "$all")" 0180
for size in 20 60 120; do
  seed "long-$size" "$(names "$(attribute $common_name $utf8 "${long:0:2*size}")" "$pump")" \
    "$(tlv 30 "$(tlv 82 "${long:0:2*size}")$dns")"
done
seed longest "$(names "$(attribute $common_name $utf8 "$long$long$long$long")")" \
  "$(tlv 30 "$(tlv 82 "$long$long$long$long")")"
seed other-name "$subject" "$(tlv 30 "$(tlv a0 06032a0304a0030c0161)")"
seed trailing "${subject}00" "$(tlv 30 "$dns")"
seed indefinite "3080$(tlv 31 "$pump")0000" ""

#!/bin/bash
# certificate_seeds.sh CERTIFICATES FOLDER
# Makes the seeds of certificate_fuzz: each line of tests/x509/cases.txt, which is the seed's name too,
# with certificates of nobody's keys, made by make_certificates.sh and stand_in_keys.sh.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tests=$here/../tests/x509
certificates=$1
folder=$2
mkdir -p "$folder"

octets() { printf "$(printf '\\x%02x' "$@")"; }
put() {
  local size
  size=$(stat -c %s "$certificates/$1.der")
  octets $((size >> 8)) $((size & 255))
  cat "$certificates/$1.der"
}

while read -r reason chain words; do
  [[ -n $reason && $reason != \#* ]] || continue
  anchors=root settings=$((8 + 32)) others=
  for word in $words; do
    case $word in
      anchors=*) anchors=${word#*=} ;;
      purpose=client) ((settings |= 4)) ;;
      name=none) ((settings &= ~8)) ;;
      name=192.0.2.*) ((settings ^= 8 + 16)) ;;
      time=none) ((settings &= ~32)) ;;
      *=*) ;;
      *) others=$word ;;
    esac
  done
  name="$reason $chain${words:+ $words}"
  IFS=, read -ra anchors <<<"$anchors"
  IFS=, read -ra chain <<<"$chain,$others"
  {
    octets $((settings + ${#anchors[@]}))
    for one in "${anchors[@]}" "${chain[@]}"; do put "$one"; done
  } >"$folder/${name// /_}"
done <"$tests/cases.txt"

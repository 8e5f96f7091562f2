#!/bin/bash
# certificate_seeds.sh CERTIFICATES FOLDER
# Writes each line of tests/x509/cases.txt as an input of certificate_fuzz, from the certificates that
# tests/x509/make_certificates.sh made. Merge them into the corpus with -merge=1.
set -euo pipefail

cases=$(dirname "${BASH_SOURCE[0]}")/../tests/x509/cases.txt
certificates=$1 folder=$2
mkdir -p "$folder"

octets() { printf "$(printf '\\x%02x' "$@")"; }
put() {
  local size
  size=$(stat -c %s "$certificates/$1.der")
  octets $((size >> 8)) $((size & 255))
  cat "$certificates/$1.der"
}

seed=0
while read -r alert chain words; do
  [[ -n $alert && $alert != \#* ]] || continue
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
  IFS=, read -ra anchors <<<"$anchors"
  IFS=, read -ra chain <<<"$chain,$others"
  {
    octets $((settings + ${#anchors[@]}))
    for name in "${anchors[@]}" "${chain[@]}"; do put "$name"; done
  } >"$folder/$((++seed))"
done <"$cases"

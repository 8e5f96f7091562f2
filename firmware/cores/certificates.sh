#!/bin/bash
# Makes certificates.h: a root, a server and a client below it, and their keys, by openssl. Run once:
# other certificates have signatures of other lengths, and other numbers come of them.
#
#   firmware/cores/certificates.sh >firmware/cores/certificates.h
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }
array() {  # array NAME: of what comes in
  printf 'inline constexpr uint8_t %s[] = {\n' "$1"
  od -An -v -tx1 | sed 's/ \(..\)/0x\1, /g; s/^/    /; s/ $//; $s/,$/};\n/'
}
scalar() { openssl ec -in "$1.key" -outform DER 2>/dev/null | tail -c +8 | head -c 32; }
issue() {  # issue NAME EXTENSIONS
  key "$1"
  openssl req -new -key "$1.key" -subj "/CN=$1" |
    openssl x509 -req -CA root.crt -CAkey root.key -set_serial "$2" -days 36500 -outform DER \
      -extfile <(printf '%s\n' "keyUsage=critical,digitalSignature" "${@:3}") -out "$1.crt" 2>/dev/null
}

key root
openssl req -x509 -new -key root.key -subj /CN=root -days 36500 -out root.crt \
  -addext keyUsage=critical,keyCertSign
issue server 2 extendedKeyUsage=serverAuth subjectAltName=DNS:card.example
issue client 3 extendedKeyUsage=clientAuth

cat <<'HEAD'
// Made by certificates.sh: DER, and private keys that everybody knows.
#pragma once

#include <cstdint>

namespace tls_se::certificates {

HEAD
openssl x509 -in root.crt -outform DER | array kRoot
for name in server client; do
  array "k${name^}" <"$name.crt"
  scalar "$name" | array "k${name^}Key"
done
printf '}  // namespace tls_se::certificates\n'

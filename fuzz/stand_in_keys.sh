# For make_certificates.sh: keys and signatures that are the same each time, and nobody's. The path
# check can't tell, since certificate_fuzz says itself what is rightly signed.
# shellcheck shell=bash

# digits SIZE SEED: hexadecimal, for so many octets. The first is neither zero nor negative.
digits() {
  local digits= i
  for ((i = 0; ${#digits} < 2 * $1; ++i)); do digits+=$(sha256sum <<<"$2 $i" | cut -c1-64); done
  echo "5a${digits:2:2 * $1 - 2}"
}

# point SEED: the one that StandInKeyMaker makes of its first coordinate.
point() {
  local x
  x=$(digits 32 "$1")
  echo "04$x$(tr 0123456789abcdef fedcba9876543210 <<<"$x")"
}

make_key() {  # NAME ALGORITHM OPTION
  case $3 in
    *P-256) sequence "$(sequence "$(oid 2a8648ce3d0201)" "$(oid 2a8648ce3d030107)")" \
                     "$(bit_string "$(point "$1")")" ;;
    *P-384) sequence "$(sequence "$(oid 2a8648ce3d0201)" "$(oid 2b81040022)")" \
                     "$(bit_string 04 "$(digits 96 "$1")")" ;;
    rsa*) sequence "$(sequence "$(oid 2a864886f70d010101)" 0500)" \
                   "$(bit_string "$(sequence "$(integer "$(digits 256 "$1")")" \
                                             "$(integer 010001)")")" ;;
  esac
}

sign() {  # NAME DIGEST HEX
  case $1 in
    rsa) digits 256 "$*" ;;
    p384) sequence "$(integer "$(digits 48 "r $*")")" "$(integer "$(digits 48 "s $*")")" ;;
    *) sequence "$(integer "$(digits 32 "r $*")")" "$(integer "$(digits 32 "s $*")")" ;;
  esac
}

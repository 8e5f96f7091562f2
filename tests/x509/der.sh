# A DER encoder for make_certificates.sh: values are hexadecimal text, made from the inside out. The
# openssl program has no option for most of what is wrong with certificates; this has no rules.

# tlv TAG CONTENTS...: with its length in the least number of octets.
tlv() {
  local tag=$1 contents
  shift
  printf -v contents %s "$@"
  local length=$((${#contents} / 2)) octets
  if ((length < 128)); then
    printf -v octets %02x "$length"
  elif ((length < 256)); then
    printf -v octets 81%02x "$length"
  else
    printf -v octets 82%04x "$length"
  fi
  echo "$tag$octets$contents"
}

sequence() { tlv 30 "$@"; }
set_of() { tlv 31 "$@"; }
explicit() { tlv "a$1" "${@:2}"; }
octet_string() { tlv 04 "$@"; }
bit_string() { tlv 03 00 "$@"; }
oid() { tlv 06 "$1"; }
integer() { tlv 02 "$1"; }

hex_of_text() {
  local text=$1 i hex=
  for ((i = 0; i < ${#text}; ++i)); do
    printf -v hex %s%02x "$hex" "'${text:i:1}"
  done
  echo "$hex"
}
utc_time() { tlv 17 "$(hex_of_text "$1")"; }
generalized_time() { tlv 18 "$(hex_of_text "$1")"; }

# name COMMON_NAME: contents of a Name with that alone; nothing for an empty one.
name() {
  [[ -z $1 ]] || set_of "$(sequence "$(oid 550403)" "$(tlv 0c "$(hex_of_text "$1")")")"
}

# extension OID VALUE, critical OID VALUE
extension() { sequence "$(oid "$1")" "$(octet_string "$2")"; }
critical() { sequence "$(oid "$1")" 0101ff "$(octet_string "$2")"; }

# GeneralName
dns() { tlv 82 "$(hex_of_text "$1")"; }
email() { tlv 81 "$(hex_of_text "$1")"; }
uri() { tlv 86 "$(hex_of_text "$1")"; }
ip() { tlv 87 "$1"; }
directory() { explicit 4 "$(sequence "$1")"; }

bytes_of_hex() { printf "$(sed 's/../\\x&/g' <<<"$1")"; }
hex_of_bytes() { od -An -v -tx1 | tr -d ' \n'; }

#!/bin/bash
# make_certificates.sh FOLDER [KEYS]
# Makes the certificates that cases.txt names, one DER file each: three that are good (root,
# intermediate, leaf), and in certificates.sh variations of these in one property each. Keys and
# signatures are openssl's, and new each time; all else is the same each time. KEYS is a script with
# a make_key and a sign of its own.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/der.sh"

# --- Keys: NAME.pem, and SubjectPublicKeyInfo in key[NAME] -------------------------------------
# make_key NAME ALGORITHM OPTION: the SubjectPublicKeyInfo.
make_key() {
  openssl genpkey -algorithm "$2" -pkeyopt "$3" -out "$1.pem" 2>/dev/null  # dots and plusses
  openssl pkey -in "$1.pem" -pubout -outform DER | hex_of_bytes
}
# sign NAME DIGEST HEX
sign() { bytes_of_hex "$3" | openssl dgst "-$2" -sign "$1.pem" | hex_of_bytes; }

[[ -z ${2-} ]] || source "$2"
mkdir -p "$1"
cd "$1"

declare -A key
for owner in root root2 intermediate intermediate2 leaf other; do
  key[$owner]=$(make_key "$owner" EC ec_paramgen_curve:P-256)
done
key[p384]=$(make_key p384 EC ec_paramgen_curve:P-384)
key[rsa]=$(make_key rsa RSA rsa_keygen_bits:2048)
key_id() { hex_of_text "$(printf %-20s "$1")"; }  # any octets will do

# --- What certificates are made of ---------------------------------------------------------------
ecdsa_sha256=$(sequence "$(oid 2a8648ce3d040302)")
ecdsa_sha384=$(sequence "$(oid 2a8648ce3d040303)")
ecdsa_sha512=$(sequence "$(oid 2a8648ce3d040304)")
version3=$(explicit 0 "$(integer 02)")
from=$(utc_time 240101000000Z)
to=$(utc_time 340101000000Z)

basic_constraints=551d13 key_usage=551d0f extended_key_usage=551d25 alt_name=551d11
name_constraints=551d1e subject_key_id=551d0e authority_key_id=551d23
info_access=2b06010505070101 policy_constraints=551d24 unheard_of=2a03045566

ca() { critical $basic_constraints "$(sequence 0101ff "$@")"; }
may_certify=$(critical $key_usage 03020106)
may_sign=$(critical $key_usage 03020780)
server_auth=$(oid 2b06010505070301)
client_auth=$(oid 2b06010505070302)
any_usage=$(oid 551d2500)
usages() { extension $extended_key_usage "$(sequence "$@")"; }
names() { extension $alt_name "$(sequence "$@")"; }
has_id() { extension $subject_key_id "$(octet_string "$(key_id "$1")")"; }
issuer_has_id() { extension $authority_key_id "$(sequence "$(tlv 80 "$(key_id "$1")")")"; }
subtree() { sequence "$@"; }
permits() { critical $name_constraints "$(sequence "$(explicit 0 "$@")")"; }
excludes() { critical $name_constraints "$(sequence "$(explicit 1 "$@")")"; }

# --- The three, property by property: a variation names what it has else -------------------------
declare -A common=([version]=$version3 [serial]=$(integer 17) [algorithm]=$ecdsa_sha256
                   [outer_algorithm]= [digest]=sha256 [from]=$from [to]=$to [unique_id]=
                   [more]= [extensions]= [bits]=00 [tail]=)
declare -A root=([signer]=root [issuer]=$(name Root) [subject]=$(name Root) [key]=${key[root]}
                 [constraints]=$(ca) [usage]=$may_certify [purposes]= [names]= [limits]=
                 [id]=$(has_id root) [issuer_id]=)
declare -A intermediate=([signer]=root [issuer]=$(name Root) [subject]=$(name Intermediate)
                         [key]=${key[intermediate]} [constraints]=$(ca) [usage]=$may_certify
                         [purposes]= [names]= [limits]= [id]=$(has_id intermediate)
                         [issuer_id]=$(issuer_has_id root))
declare -A leaf=([signer]=intermediate [issuer]=$(name Intermediate) [subject]=$(name Server)
                 [key]=${key[leaf]} [constraints]= [usage]=$may_sign
                 [purposes]=$(usages "$server_auth") [limits]= [id]=$(has_id leaf)
                 [issuer_id]=$(issuer_has_id intermediate)
                 [names]=$(names "$(dns server.example.com)" "$(dns '*.wild.example.com')" \
                                 "$(ip c0000201)" "$(ip 20010db8000000000000000000000001)"))

# certificate NAME BASE [PROPERTY=VALUE]...
# `extensions` stands for all of them, "none" for none; `bits` and `tail` surround the signature.
certificate() {
  local file=$1 property
  local -n base=$2
  shift 2
  local -A p
  for property in "${!common[@]}"; do p[$property]=${common[$property]}; done
  for property in "${!base[@]}"; do p[$property]=${base[$property]}; done
  for property in "$@"; do p[${property%%=*}]=${property#*=}; done

  local extensions=${p[extensions]}
  [[ -n $extensions ]] ||
    extensions=$(explicit 3 "$(sequence "${p[constraints]}" "${p[usage]}" "${p[purposes]}" \
                                        "${p[names]}" "${p[limits]}" "${p[id]}" \
                                        "${p[issuer_id]}" "${p[more]}")")
  [[ $extensions != none ]] || extensions=
  local tbs signature
  tbs=$(sequence "${p[version]}" "${p[serial]}" "${p[algorithm]}" "$(sequence "${p[issuer]}")" \
                 "$(sequence "${p[from]}" "${p[to]}")" "$(sequence "${p[subject]}")" "${p[key]}" \
                 "${p[unique_id]}" "$extensions")
  signature=$(sign "${p[signer]}" "${p[digest]}" "$tbs")
  raw_certificate "$file" "$(sequence "$tbs" "${p[outer_algorithm]:-${p[algorithm]}}" \
                                      "$(tlv 03 "${p[bits]}" "$signature" "${p[tail]}")")"
}
raw_certificate() { bytes_of_hex "$2" >"$1.der"; }
hex_of() { hex_of_bytes <"$1.der"; }

source "$here/certificates.sh"

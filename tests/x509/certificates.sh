# The certificates, made by make_certificates.sh; cases.txt says what becomes of each.
# shellcheck shell=bash disable=SC2154

certificate root root
certificate intermediate intermediate
certificate leaf leaf

# --- Leaves: how a certificate is written ----------------------------------------------------------
certificate leaf-version-1 leaf version= extensions=none
certificate leaf-version-2 leaf version="$(explicit 0 "$(integer 01)")"
certificate leaf-version-4 leaf version="$(explicit 0 "$(integer 03)")"
certificate leaf-serial-zero leaf serial="$(integer 00)"
certificate leaf-serial-negative leaf serial="$(integer 80)"
certificate leaf-serial-empty leaf serial="$(integer '')"
certificate leaf-serial-padded leaf serial="$(integer 0017)"
certificate leaf-serial-80 leaf serial="$(integer 0080)"
certificate leaf-serial-20-octets leaf serial="$(integer "7f$(printf %038d 0)")"
certificate leaf-serial-21-octets leaf serial="$(integer "7f$(printf %040d 0)")"
certificate leaf-unique-id leaf unique_id="$(tlv 81 0000)"
certificate leaf-issuer-empty leaf issuer=
certificate leaf-extensions-none leaf extensions=none
certificate leaf-extensions-empty leaf extensions="$(explicit 3 "$(sequence)")"
certificate leaf-extensions-32 leaf \
  more="$(for i in {10..36}; do extension "2a0304$i" 0500; done | tr -d '\n')"
certificate leaf-extensions-33 leaf \
  more="$(for i in {10..37}; do extension "2a0304$i" 0500; done | tr -d '\n')"
certificate leaf-extension-twice leaf more="$may_sign"
certificate leaf-extension-unknown leaf more="$(extension $unheard_of 05)"
certificate leaf-extension-unknown-twice leaf \
  more="$(extension $unheard_of 0500)$(extension $unheard_of 0500)"
certificate leaf-extension-unknown-critical leaf more="$(critical $unheard_of 0500)"
certificate leaf-extension-policy-constraints leaf \
  more="$(critical $policy_constraints "$(sequence "$(tlv 80 00)")")"
certificate leaf-extension-lookalike leaf usage="$(critical 551e0f 03020780)"
certificate leaf-extension-lookalike-longer leaf usage="$(critical 551d0f01 03020780)"
certificate leaf-extension-critical-false leaf \
  usage="$(sequence "$(oid $key_usage)" 010100 "$(octet_string 03020780)")"
certificate leaf-extension-critical-01 leaf \
  usage="$(sequence "$(oid $key_usage)" 010101 "$(octet_string 03020780)")"
certificate leaf-extension-trailing leaf \
  usage="$(sequence "$(oid $key_usage)" "$(octet_string 03020780)" 0500)"
certificate leaf-extension-value-trailing leaf usage="$(extension $key_usage 030207800500)"
certificate leaf-info-access leaf \
  more="$(extension $info_access "$(sequence "$(sequence "$(oid 2b06010505073001)" "$(uri http://o)")")")"
certificate leaf-info-access-critical leaf \
  more="$(critical $info_access "$(sequence "$(sequence "$(oid 2b06010505073001)" "$(uri http://o)")")")"
certificate leaf-info-access-empty leaf more="$(extension $info_access "$(sequence)")"
certificate leaf-info-access-text leaf more="$(extension $info_access "$(hex_of_text malformed)")"
certificate leaf-subject-key-id-critical leaf \
  id="$(critical $subject_key_id "$(octet_string "$(key_id leaf)")")"

good=$(hex_of leaf)
raw_certificate leaf-truncated "${good:0:-2}"
tbs=${good:8:$((8 + 2 * 0x${good:12:4}))}  # an outer header of four octets, and one of its own
raw_certificate leaf-signature-empty "$(sequence "$tbs" "$ecdsa_sha256" "$(tlv 03)")"
raw_certificate leaf-signature-twice "$(sequence "${good:8}" "$(bit_string 00)")"
raw_certificate leaf-trailing "${good}00"
raw_certificate leaf-empty ''
raw_certificate leaf-no-certificate "$(sequence)"
raw_certificate leaf-indefinite "3080${good:8}0000"
raw_certificate leaf-length-of-3-octets "308300${good:4}"
raw_certificate leaf-length-beyond "3082ffff${good:8}"
raw_certificate leaf-many-octet-tag "3f30${good:2}"
raw_certificate leaf-set "31${good:2}"
certificate leaf-long-length-of-serial leaf serial=02810117

# --- Leaves: validity -----------------------------------------------------------------------------
certificate leaf-expired leaf to="$(utc_time 250101000000Z)"
certificate leaf-not-yet leaf from="$(utc_time 270101000000Z)"
certificate leaf-until-now leaf to="$(utc_time 260101000000Z)"
certificate leaf-from-now leaf from="$(utc_time 260101000000Z)"
certificate leaf-until-9999 leaf to="$(generalized_time 99991231235959Z)"
certificate leaf-from-1950 leaf from="$(utc_time 500101000000Z)"
certificate leaf-until-1999 leaf to="$(utc_time 991231235959Z)"
certificate leaf-29-february leaf from="$(utc_time 240229000000Z)"
certificate leaf-time-29-february leaf from="$(utc_time 230229000000Z)"
certificate leaf-time-31-april leaf from="$(utc_time 240431000000Z)"
certificate leaf-time-month-13 leaf from="$(utc_time 241301000000Z)"
certificate leaf-time-hour-24 leaf from="$(utc_time 240101240000Z)"
certificate leaf-time-second-60 leaf from="$(utc_time 240101000060Z)"
certificate leaf-time-letter leaf from="$(utc_time 24010100000aZ)"
certificate leaf-time-no-seconds leaf from="$(utc_time 2401010000Z)"
certificate leaf-time-offset leaf from="$(utc_time 240101000000+0000)"
certificate leaf-time-no-zone leaf from="$(utc_time 240101000000)"
certificate leaf-time-fraction leaf to="$(generalized_time 20510101000000.5Z)"
certificate leaf-time-fraction-2034 leaf to="$(generalized_time 20340101000000.5Z)"
certificate leaf-time-generalized-no-zone leaf from="$(generalized_time 20240101000000)"
certificate leaf-until-2034-generalized leaf to="$(generalized_time 20340101000000Z)"
certificate leaf-expired-generalized leaf to="$(generalized_time 20250101000000Z)"
certificate leaf-time-text leaf from="$(tlv 0c "$(hex_of_text 20240101000000Z)")"

# --- Leaves: signature and key -----------------------------------------------------------------------
certificate leaf-sha384 leaf algorithm="$ecdsa_sha384" digest=sha384
certificate leaf-sha512 leaf algorithm="$ecdsa_sha512" digest=sha512
certificate leaf-sha1 leaf algorithm="$(sequence "$(oid 2a8648ce3d0401)")" digest=sha1
certificate leaf-sha224 leaf algorithm="$(sequence "$(oid 2a8648ce3d040301)")" digest=sha224
certificate leaf-sha3 leaf algorithm="$(sequence "$(oid 608648016503040305)")"
certificate leaf-algorithm-rsa leaf algorithm="$(sequence "$(oid 2a864886f70d01010b)" 0500)"
certificate leaf-algorithm-parameters leaf algorithm="$(sequence "$(oid 2a8648ce3d040302)" 0500)"
certificate leaf-algorithms-differ leaf outer_algorithm="$ecdsa_sha384"
certificate leaf-digest-differs leaf digest=sha384
certificate leaf-signed-by-other leaf signer=other
certificate leaf-signature-unused-bits leaf bits=01
certificate leaf-signature-trailing leaf tail=00
certificate leaf-signature-by-p384 leaf signer=p384
raw_certificate leaf-signature-flipped "${good:0:-2}$(printf %02x $((0x${good: -2} ^ 1)))"
raw_certificate leaf-contents-flipped "${good/$(hex_of_text Server)/$(hex_of_text Terver)}"
certificate leaf-key-p384 leaf key="${key[p384]}"
certificate leaf-key-rsa leaf key="${key[rsa]}"
certificate leaf-key-compressed leaf \
  key="$(sequence "${key[leaf]:4:42}" "$(tlv 03 "0002${key[leaf]:54:64}")")"
certificate leaf-key-ed25519 leaf key="$(sequence "$(sequence "$(oid 2b6570)")" \
                                                 "$(bit_string "${key[leaf]:54:64}")")"

# --- Leaves: usage ---------------------------------------------------------------------------------
certificate leaf-no-usage leaf usage=
certificate leaf-usage-agreement leaf usage="$(critical $key_usage 03020308)"
certificate leaf-usage-9-bits leaf usage="$(critical $key_usage 0303078080)"
certificate leaf-usage-none leaf usage="$(critical $key_usage 030100)"
certificate leaf-usage-padded leaf usage="$(critical $key_usage 03020080)"
certificate leaf-usage-unused-bits leaf usage="$(critical $key_usage 03020880)"
certificate leaf-usage-certifies leaf usage="$(critical $key_usage 03020284)"
certificate leaf-ca leaf constraints="$(ca)"
certificate leaf-ca-no-usage leaf constraints="$(ca)" usage=
certificate leaf-no-ca leaf constraints="$(extension $basic_constraints "$(sequence)")"
certificate leaf-ca-false-encoded leaf \
  constraints="$(extension $basic_constraints "$(sequence 010100)")"
certificate leaf-no-purpose leaf purposes=
certificate leaf-purpose-client leaf purposes="$(usages "$client_auth")"
certificate leaf-purpose-both leaf purposes="$(usages "$client_auth" "$server_auth")"
certificate leaf-purpose-other leaf purposes="$(usages "$(oid 2b06010505070303)")"
certificate leaf-purpose-lookalike leaf purposes="$(usages "$(oid 2b06010505070801)")"
certificate leaf-purpose-lookalike-longer leaf purposes="$(usages "$(oid 2b0601050507030101)")"
certificate leaf-purpose-any leaf purposes="$(usages "$any_usage")"
certificate leaf-purpose-any-too leaf purposes="$(usages "$server_auth" "$any_usage")"
certificate leaf-purpose-empty leaf purposes="$(usages)"
certificate leaf-purpose-text leaf purposes="$(usages "$(tlv 0c 41)")"

# --- Leaves: names ---------------------------------------------------------------------------------
certificate leaf-subject-empty leaf subject= \
  names="$(critical $alt_name "$(sequence "$(dns server.example.com)")")"
certificate leaf-subject-empty-names-uncritical leaf subject=
certificate leaf-subject-empty-no-names leaf subject= names=
certificate leaf-names-critical leaf \
  names="$(critical $alt_name "$(sequence "$(dns server.example.com)")")"
certificate leaf-names-empty leaf names="$(names)"
certificate leaf-names-text leaf names="$(extension $alt_name "$(hex_of_text server.example.com)")"
certificate leaf-names-beyond leaf names="$(extension $alt_name "$(sequence 827f41)")"
certificate leaf-name-common leaf names= subject="$(name server.example.com)"
certificate leaf-name-trailing-dot leaf names="$(names "$(dns server.example.com.)")"
certificate leaf-name-leading-dot leaf names="$(names "$(dns .example.com)")"
certificate leaf-name-underscore leaf names="$(names "$(dns my_server.example.com)")"
certificate leaf-wildcard-underscore leaf names="$(names "$(dns '*.my_fleet.example.com')")"
certificate leaf-name-zero-octet leaf names="$(names "$(tlv 82 "$(hex_of_text server.example.com)00")")"
certificate leaf-name-hyphen leaf names="$(names "$(dns -server.example.com)")"
certificate leaf-name-label-64 leaf names="$(names "$(dns "$(printf 'a%.0s' {1..64}).example.com")")"
certificate leaf-name-address leaf names="$(names "$(dns 192.0.2.1)")"
certificate leaf-name-address-text leaf names="$(names "$(ip "$(hex_of_text 192.0.2.1)")")"
certificate leaf-name-uri leaf names="$(names "$(uri https://server.example.com)")"
certificate leaf-wildcard-part leaf names="$(names "$(dns 's*.example.com')")"
certificate leaf-wildcard-inner leaf names="$(names "$(dns 'server.*.com')")"
certificate leaf-wildcard-alone leaf names="$(names "$(dns '*')")"
certificate leaf-wildcard-of-one-label leaf names="$(names "$(dns '*.com')")"
certificate leaf-wildcard-twice leaf names="$(names "$(dns '*.*.com')")"
certificate leaf-name-constraints leaf limits="$(permits "$(subtree "$(dns example.com)")")"

# --- Leaves of other issuers ----------------------------------------------------------------------
certificate leaf-unknown-issuer leaf issuer="$(name Nobody)"
certificate leaf-no-issuer-id leaf issuer_id=
certificate leaf-issuer-id-other leaf issuer_id="$(issuer_has_id other)"
certificate leaf-issuer-id-long leaf \
  issuer_id="$(extension $authority_key_id "$(sequence "$(tlv 80 "$(key_id intermediate)")" \
                                                      "$(tlv a1 "$(directory "$(name Root)")")" \
                                                      "$(tlv 82 17)")")"
certificate leaf-issuer-id-malformed leaf issuer_id="$(extension $authority_key_id 3002)"
certificate leaf-of-root leaf signer=root issuer="$(name Root)" issuer_id="$(issuer_has_id root)"
certificate leaf-of-leaf leaf signer=leaf issuer="$(name Server)" issuer_id="$(issuer_has_id leaf)"
certificate leaf-self-signed leaf signer=leaf issuer="$(name Server)" constraints="$(ca)" \
  issuer_id="$(issuer_has_id leaf)"
certificate leaf-self-signed-expired leaf signer=leaf issuer="$(name Server)" \
  issuer_id="$(issuer_has_id leaf)" to="$(utc_time 250101000000Z)"

# --- Intermediates, of one name and key unless they say otherwise -----------------------------------
certificate intermediate-expired intermediate to="$(utc_time 250101000000Z)"
certificate intermediate-not-yet intermediate from="$(utc_time 270101000000Z)"
certificate intermediate-no-constraints intermediate constraints= usage=
certificate intermediate-not-ca intermediate usage= \
  constraints="$(critical $basic_constraints "$(sequence)")"
certificate intermediate-ca-uncritical intermediate \
  constraints="$(extension $basic_constraints "$(sequence 0101ff)")"
certificate intermediate-constraints-trailing intermediate constraints="$(ca "$(integer 01)" 0500)"
certificate intermediate-no-usage intermediate usage=
certificate intermediate-signs-only intermediate usage="$may_sign"
certificate intermediate-purpose-server intermediate purposes="$(usages "$server_auth")"
certificate intermediate-purpose-client intermediate purposes="$(usages "$client_auth")"
certificate intermediate-purpose-any intermediate purposes="$(usages "$any_usage")"
certificate intermediate-length-0 intermediate constraints="$(ca "$(integer 00)")"
certificate intermediate-length-huge intermediate constraints="$(ca "$(integer 0100000000)")"
certificate intermediate-length-negative intermediate constraints="$(ca "$(integer ff)")"
certificate intermediate-length-padded intermediate constraints="$(ca "$(integer 0001)")"
certificate intermediate-unknown-critical intermediate more="$(critical $unheard_of 0500)"
certificate intermediate-version-1 intermediate version= extensions=none
certificate intermediate-id-other intermediate id="$(has_id other)"
certificate intermediate-no-id intermediate id=
certificate intermediate-signed-by-other intermediate signer=other
certificate intermediate-key-other intermediate key="${key[other]}"
certificate intermediate-key-off-curve intermediate \
  key="${key[intermediate]:0:-2}$(printf %02x $((0x${key[intermediate]: -2} ^ 1)))"
certificate intermediate-key-p384 intermediate key="${key[p384]}"
certificate intermediate-rsa intermediate algorithm="$(sequence "$(oid 2a864886f70d01010b)" 0500)" \
  signer=rsa
certificate intermediate-subject-empty intermediate subject=
certificate intermediate-names-bad intermediate names="$(names "$(dns bad.example.com)")"
certificate intermediate-of-root2 intermediate signer=root2 issuer="$(name Root2)" \
  issuer_id="$(issuer_has_id root2)"
certificate intermediate-of-root2-expired intermediate signer=root2 issuer="$(name Root2)" \
  issuer_id="$(issuer_has_id root2)" to="$(utc_time 250101000000Z)"
good=$(hex_of intermediate)
raw_certificate intermediate-truncated "${good:0:-2}"

# Name constraints: example.com is the leaf's.
limited() { certificate "intermediate-$1" intermediate limits="$2"; }
limited permits-dns "$(permits "$(subtree "$(dns example.com)")")"
limited permits-dns-case "$(permits "$(subtree "$(dns EXAMPLE.com)")")"
limited permits-dns-all "$(permits "$(subtree "$(dns '')")")"
limited permits-dns-second "$(permits "$(subtree "$(dns a.org)")" "$(subtree "$(dns example.com)")")"
limited permits-dns-other "$(permits "$(subtree "$(dns example.org)")")"
limited permits-dns-end "$(permits "$(subtree "$(dns ple.com)")")"
limited permits-dns-below "$(permits "$(subtree "$(dns server.example.com)")")"  # not *.wild
limited permits-dns-dot "$(permits "$(subtree "$(dns .example.com)")")"
limited excludes-dns "$(excludes "$(subtree "$(dns example.com)")")"
limited excludes-dns-other "$(excludes "$(subtree "$(dns example.org)")")"
limited excludes-dns-of-wildcard "$(excludes "$(subtree "$(dns one.wild.example.com)")")"
limited permits-ip "$(permits "$(subtree "$(ip c0000200ffffff00)")" \
                              "$(subtree "$(ip "20010db8$(printf %024d 0)ffffffff$(printf %024d 0)")")")"
limited permits-ipv4-alone "$(permits "$(subtree "$(ip c0000200ffffff00)")")"
limited excludes-ip "$(excludes "$(subtree "$(ip c0000200ffffff00)")")"
limited excludes-ip-other "$(excludes "$(subtree "$(ip c0000300ffffff00)")")"
limited ip-of-4-octets "$(permits "$(subtree "$(ip c0000201)")")"
limited permits-directory "$(permits "$(subtree "$(directory "$(name Server)")")")"
limited permits-directory-other "$(permits "$(subtree "$(directory "$(name Client)")")")"
limited excludes-directory-other "$(excludes "$(subtree "$(directory "$(name Client)")")")"
limited permits-email "$(permits "$(subtree "$(email example.com)")")"
limited permits-email-empty "$(permits "$(subtree "$(email '')")")"
limited permits-email-odd "$(permits "$(subtree "$(email you@example.com)")")"
limited permits-uri "$(permits "$(subtree "$(uri example.com)")")"
limited names-uncritical \
  "$(extension $name_constraints "$(sequence "$(explicit 0 "$(subtree "$(dns example.com)")")")")"
limited names-empty "$(critical $name_constraints "$(sequence)")"
limited names-lists-empty "$(critical $name_constraints "$(sequence "$(explicit 0)")")"
limited names-minimum "$(permits "$(subtree "$(dns example.com)" "$(tlv 80 01)")")"
limited names-third-list "$(critical $name_constraints "$(sequence "$(explicit 2 "$(subtree "$(dns a)")")")")"
# With a subject and 150 names, more comparisons than are made; with 100 subtrees, less.
subtrees() { for ((i = 0; i < $1; ++i)); do subtree "$(dns example.com)"; done | tr -d '\n'; }
limited permits-dns-100-times "$(permits "$(subtrees 100)")"
limited permits-dns-150-times "$(permits "$(subtrees 150)")"
certificate leaf-150-names leaf \
  names="$(names "$(for i in {1..150}; do dns server.example.com; done | tr -d '\n')")"
certificate leaf-email leaf names="$(names "$(email me@example.com)")"
certificate leaf-email-odd leaf names="$(names "$(email me@you@example.com)")"
certificate leaf-email-other leaf names="$(names "$(email me@sub.example.com)")"

# --- Roots -----------------------------------------------------------------------------------------
certificate root2 root signer=root2 issuer="$(name Root2)" subject="$(name Root2)" \
  key="${key[root2]}" id="$(has_id root2)"
certificate root-expired root to="$(utc_time 250101000000Z)"
certificate root-version-1 root version= extensions=none
certificate root-not-ca root constraints= usage=
certificate root-signs-only root usage="$may_sign"
certificate root-length-0 root constraints="$(ca "$(integer 00)")"
certificate root-length-1 root constraints="$(ca "$(integer 01)")"
certificate root-purpose root purposes="$(usages "$server_auth")"
certificate root-unknown-critical root more="$(critical $unheard_of 0500)"
certificate root-issuer-id root issuer_id="$(issuer_has_id root)"
certificate root-issuer-id-other root issuer_id="$(issuer_has_id other)"
certificate root-issuer-id-critical root \
  issuer_id="$(critical $authority_key_id "$(sequence "$(tlv 80 "$(key_id root)")")")"
certificate root-signature-wrong root signer=other
certificate root-permits-dns root limits="$(permits "$(subtree "$(dns example.com)")")"
certificate root-permits-dns-other root limits="$(permits "$(subtree "$(dns example.org)")")"
certificate root-key-other root key="${key[other]}" id=
certificate root-key-other-with-id root key="${key[other]}" id="$(has_id other)"
certificate root-key-rsa root key="${key[rsa]}"
certificate root-key-p384 root key="${key[p384]}"

# --- Longer chains ---------------------------------------------------------------------------------
# link N: an intermediate between the one before (1: the root) and the next, all of intermediate2's
# key; the leaf of N comes below.
link() {
  local above="Link $(($1 - 1))" signer=intermediate2
  (($1 > 1)) || above=Root signer=root
  certificate "link-$1" intermediate signer="$signer" issuer="$(name "$above")" \
    subject="$(name "Link $1")" key="${key[intermediate2]}" id="$(has_id intermediate2)" \
    issuer_id="$(issuer_has_id "$signer")" "${@:2}"
  certificate "leaf-of-link-$1" leaf signer=intermediate2 issuer="$(name "Link $1")" \
    issuer_id="$(issuer_has_id intermediate2)"
}
for n in {1..5}; do link $n; done
certificate intermediate-below-link-1 intermediate signer=intermediate2 issuer="$(name 'Link 1')" \
  issuer_id="$(issuer_has_id intermediate2)"
certificate link-1-length-0 intermediate subject="$(name 'Link 1')" key="${key[intermediate2]}" \
  id="$(has_id intermediate2)" constraints="$(ca "$(integer 00)")"
# A new key of the root's, certified by the old one: self-issued, which path lengths don't count.
certificate root-rollover intermediate subject="$(name Root)" key="${key[root2]}" \
  id="$(has_id root2)" constraints="$(ca "$(integer 00)")"
certificate leaf-of-rollover leaf signer=root2 issuer="$(name Root)" \
  issuer_id="$(issuer_has_id root2)"
certificate root-rollover-names-bad intermediate subject="$(name Root)" key="${key[root2]}" \
  id="$(has_id root2)" names="$(names "$(dns bad.example.org)")"
# Two that certify each other, and nobody else them.
certificate circle-1 intermediate signer=intermediate2 issuer="$(name 'Circle 2')" \
  issuer_id="$(issuer_has_id intermediate2)"
certificate circle-2 intermediate signer=intermediate issuer="$(name Intermediate)" \
  subject="$(name 'Circle 2')" key="${key[intermediate2]}" id="$(has_id intermediate2)" \
  issuer_id="$(issuer_has_id intermediate)"

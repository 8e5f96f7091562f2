#include "items.h"

#include "part_items.h"
#include "platform_items.h"
#include "session_items.h"
#include "software_items.h"
#include "software_platform.h"
#include "stand_in_platform.h"

namespace tls_se {
namespace {

using enum Role;
using enum Mode;

// The names are those of the limits.
constexpr Item kItems[] = {
    // What it costs without cryptography.
    {"psk handshake of the server", count_handshake<StandIn, server, psk>},
    {"psk handshake of the client", count_handshake<StandIn, client, psk>},
    {"certificate handshake of the server", count_handshake<StandIn, server, certificate>},
    {"certificate handshake of the client", count_handshake<StandIn, client, certificate>},
    {"mutual handshake of the server", count_handshake<StandIn, server, mutual>},
    {"mutual handshake of the client", count_handshake<StandIn, client, mutual>},
    {"1 KiB encrypted by APDUs", count_record<StandIn, server>},
    {"1 KiB decrypted by APDUs", count_record<StandIn, client>},
    {"record of 1 KiB sealed", count_seal},
    {"record of 1 KiB opened", count_open},
    {"HMAC of 64 bytes", count_hmac},
    {"HKDF-Expand-Label", count_hkdf_expand_label},
    {"certificate read", count_read_certificate},
    {"path of a leaf checked", count_check_path},
    {"store: 64 bytes put and committed", count_put_and_commit},
    {"store: recovered with 8 objects", count_recover},
    {"card: power-up with 2 PSKs", count_card_power_up},
    {"card: SELECT", count_card_select},
    {"card: GET DATA of a check value", count_card_get_data},
    {"card: PUT DATA of a PSK", count_card_put_psk},
    // What is in all of these of the platform that stands in.
    {"stand-in: SHA-256 of 64 bytes", count_sha256<StandIn>},
    {"stand-in: AES-128 key loaded", count_aes_key<StandIn>},
    {"stand-in: AES-128 block", count_aes_block<StandIn>},
    {"stand-in: secp256r1 key pair made", count_generate<StandIn>},
    {"stand-in: secp256r1 secret agreed", count_agree<StandIn>},
    {"stand-in: ECDSA signature made", count_sign<StandIn>},
    {"stand-in: ECDSA signature checked", count_verify<StandIn>},
    // The software platform, and the element over it.
    {"SHA-256 block", count_sha256_block},
    {"SHA-512 block", count_sha512_block},
    {"AES-128, two blocks", count_two_aes_blocks},
    {"CCM of 16 bytes", count_ccm_of_16_bytes},
    {"CCM of 32 bytes", count_ccm_of_32_bytes},
    {"random generator started", count_random_start},
    {"32 random bytes", count_random_32_bytes},
    {"secp256r1 key pair, arithmetic alone", count_generate_alone},
    {"ECDSA signature, arithmetic alone", count_sign_alone},
    {"SHA-256 of 64 bytes", count_sha256<Software>},
    {"AES-128 key loaded", count_aes_key<Software>},
    {"AES-128 block", count_aes_block<Software>},
    {"secp256r1 key pair made", count_generate<Software>},
    {"secp256r1 secret agreed", count_agree<Software>},
    {"ECDSA signature made", count_sign<Software>},
    {"ECDSA signature checked", count_verify<Software>},
    {"whole psk handshake of the server", count_handshake<Software, server, psk>},
    {"whole psk handshake of the client", count_handshake<Software, client, psk>},
    {"whole psk handshake of the server, key ahead", count_handshake<SoftwareAhead, server, psk>},
    {"whole certificate handshake of the server", count_handshake<Software, server, certificate>},
    {"whole certificate handshake of the client", count_handshake<Software, client, certificate>},
    {"whole mutual handshake of the server", count_handshake<Software, server, mutual>},
    {"whole mutual handshake of the client", count_handshake<Software, client, mutual>},
    {"whole: 1 KiB encrypted by APDUs", count_record<Software, server>},
    {"whole: 1 KiB decrypted by APDUs", count_record<Software, client>},
    // What shows that counting is right.
    {"loop of 13107202 instructions", count_long_loop},
};

}  // namespace

std::span<const Item> items() { return kItems; }

}  // namespace tls_se

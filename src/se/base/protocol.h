// Numbers of RFC 8446 that cross the wire, by the RFC's names.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tls_se {

enum class Role : uint8_t { client, server };

[[nodiscard]] constexpr Role peer_of(Role role) {
  return role == Role::client ? Role::server : Role::client;
}

// Section 5.1.
enum class ContentType : uint8_t {
  invalid = 0,
  change_cipher_spec = 20,
  alert = 21,
  handshake = 22,
  application_data = 23,
};

// Section 4.
enum class HandshakeType : uint8_t {
  none = 0,  // reserved: no message has it
  client_hello = 1,
  server_hello = 2,  // and HelloRetryRequest
  new_session_ticket = 4,
  end_of_early_data = 5,
  encrypted_extensions = 8,
  certificate = 11,
  certificate_request = 13,
  certificate_verify = 15,
  finished = 20,
  key_update = 24,
  message_hash = 254,
};

// Section 4.2, and RFC 8449 for record_size_limit. The ones that section 4.2 lists.
enum class ExtensionType : uint16_t {
  server_name = 0,
  max_fragment_length = 1,
  status_request = 5,
  supported_groups = 10,
  signature_algorithms = 13,
  use_srtp = 14,
  heartbeat = 15,
  application_layer_protocol_negotiation = 16,
  signed_certificate_timestamp = 18,
  client_certificate_type = 19,
  server_certificate_type = 20,
  padding = 21,
  record_size_limit = 28,
  pre_shared_key = 41,
  early_data = 42,
  supported_versions = 43,
  cookie = 44,
  psk_key_exchange_modes = 45,
  certificate_authorities = 47,
  oid_filters = 48,
  post_handshake_auth = 49,
  signature_algorithms_cert = 50,
  key_share = 51,
};

// Section 5: a record's header, and its fragment in the clear and protected.
inline constexpr size_t kRecordHeaderSize = 5;
inline constexpr size_t kMaxPlaintext = 1 << 14;               // section 5.1
inline constexpr size_t kMaxCiphertext = kMaxPlaintext + 256;  // section 5.2

inline constexpr uint16_t kLegacyVersion = 0x0303;
inline constexpr uint16_t kTls13 = 0x0304;
inline constexpr uint16_t kEcdsaSecp256r1Sha256 = 0x0403;  // SignatureScheme, section 4.2.3
inline constexpr uint16_t kEcdsaSecp384r1Sha384 = 0x0503;  // in certificates: with SHA-384,
inline constexpr uint16_t kEcdsaSecp521r1Sha512 = 0x0603;  // and SHA-512, whatever the curve
inline constexpr uint8_t kPskDheKe = 1;
inline constexpr size_t kRandomSize = 32;
inline constexpr size_t kMaxSessionIdSize = 32;
inline constexpr size_t kHandshakeHeaderSize = 4;

}  // namespace tls_se

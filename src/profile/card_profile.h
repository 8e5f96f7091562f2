// What a card is personalised with, as a person writes it: a TOML file (docs/profile.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tls_se {

/// RFC 9257 section 6: a PSK of fewer bytes has not the 128 bits that nobody can guess.
inline constexpr size_t kMinPskSize = 16;

struct CardProfile {
  enum class Role { server, client };
  enum class Mode { psk, certificate, mutual };
  /// Which encoding of sw-more the card uses, draft section 4 (docs/draft-notes.md).
  enum class SwMore { always_9f, always_61, mixed };  // mixed: 61 after RECV, 9F during SEND
  /// When a client sends its key share: in the first ClientHello, or when HelloRetryRequest asks.
  enum class KeyShare { at_once, on_request };
  enum class Alerts { record, silent };
  enum class CipherSuite { aes_128_ccm_sha256, aes_128_gcm_sha256, aes_128_ccm_8_sha256 };

  struct Psk {
    std::vector<uint8_t> identity;
    std::vector<uint8_t> key;
  };

  Role role = Role::server;
  std::vector<Mode> modes = {Mode::psk};
  std::vector<Psk> psks;
  std::vector<std::vector<uint8_t>> certificate_chain;  // DER, the card's own first
  std::vector<uint8_t> private_key;                     // its P-256 scalar, 32 bytes big-endian
  std::vector<std::vector<uint8_t>> trust_anchors;      // DER
  std::string server_name;        // a DNS name or an IP address in text; a client's SNI and peer
  std::vector<std::string> alpn;  // by preference
  std::vector<CipherSuite> cipher_suites = {CipherSuite::aes_128_ccm_sha256};  // by preference
  std::optional<uint16_t> record_size_limit;  // RFC 8449: counts the content type's byte
  KeyShare key_share = KeyShare::at_once;
  SwMore sw_more = SwMore::always_9f;
  Alerts alerts = Alerts::record;

  CardProfile() = default;
  CardProfile(const CardProfile&) = default;
  CardProfile(CardProfile&&) = default;
  CardProfile& operator=(const CardProfile&) = default;
  CardProfile& operator=(CardProfile&&) = default;
  ~CardProfile();  // wipes the keys
};

/// Reads a profile. Throws std::runtime_error: file, line, what is wrong and what would be right.
[[nodiscard]] CardProfile load_card_profile(const std::filesystem::path& file);

/// The draft's section 5: server, PSK mode, a key that everybody knows.
[[nodiscard]] CardProfile demo_card_profile();

}  // namespace tls_se

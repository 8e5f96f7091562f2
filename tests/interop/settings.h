// What the two ends of a session are set to: a card by its profile, a peer by its program's
// options.
#pragma once

#include <string>
#include <vector>

namespace tls_se::interop {

enum class Role { server, client };
enum class Mode { psk, certificate, mutual };
enum class CipherSuite { ccm, gcm, ccm_8 };
enum class Group { secp256r1, x25519 };

/// As a profile has it.
inline std::string name_of(Mode mode) {
  constexpr const char* kNames[] = {"psk", "certificate", "mutual"};
  return kNames[static_cast<int>(mode)];
}

/// RFC 8446's name, which OpenSSL uses too.
inline std::string name_of(CipherSuite suite) {
  switch (suite) {
    case CipherSuite::ccm:
      return "TLS_AES_128_CCM_SHA256";
    case CipherSuite::gcm:
      return "TLS_AES_128_GCM_SHA256";
    case CipherSuite::ccm_8:
      return "TLS_AES_128_CCM_8_SHA256";
  }
  return "";
}

/// RFC 8446's name.
inline std::string name_of(Group group) {
  return group == Group::secp256r1 ? "secp256r1" : "x25519";
}

// The draft's.
inline constexpr char kPsk[] = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
inline constexpr char kIdentity[] = "Client_identity";

/// What both need, each for itself.
struct EndSettings {
  Role role = Role::server;
  Mode mode = Mode::psk;
  CipherSuite cipher_suite = CipherSuite::ccm;
  std::vector<Group> groups = {Group::secp256r1};  // a client's first share is of the first
  std::string psk = kPsk;
  std::string identity = kIdentity;
  std::string chain;        // paths of PEM files; of a client without a certificate empty
  std::string private_key;  //
  std::string trust;        //
  std::string server_name;  // a client's
  std::string alpn;
  std::string folder;  // for files of its own

  [[nodiscard]] bool is_client() const { return role == Role::client; }
  [[nodiscard]] bool checks_certificate() const {
    return mode == Mode::mutual || (mode == Mode::certificate && is_client());
  }
  [[nodiscard]] bool has_certificate() const { return mode != Mode::psk && !chain.empty(); }
};

struct CardSettings : EndSettings {
  unsigned record_size_limit = 0;     // none
  bool key_share_on_request = false;  // a client's
};

struct PeerSettings : EndSettings {
  bool sends_cookie = false;       // a server's
  std::vector<std::string> words;  // further options of its program
};

}  // namespace tls_se::interop

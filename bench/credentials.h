// What the two sides are personalised with: the pre-shared key of draft section 5, which everybody
// knows, and for each a certificate below one root, made on the spot.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "support/issued_certificates.h"

namespace tls_se::bench {

inline constexpr std::string_view kIdentity = "Client_identity";
inline constexpr std::array<uint8_t, 32> kKey = {
    0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10,
    0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f, 0x20};

inline constexpr const char* kServerName = "card.example";

struct Credentials {
  test::Authority authority{"Root"};
  test::Identity server = authority.issue({.common_name = "server"});
  test::Identity client = authority.issue({.common_name = "client", .subject_alt_name = ""});

  static const Credentials& get() {
    static const Credentials credentials;
    return credentials;
  }
};

}  // namespace tls_se::bench

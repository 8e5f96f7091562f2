// What cards of each role and mode are personalised with in tests: one root, a server and a client
// below it, and the draft's PSK.
#pragma once

#include "card_driver.h"
#include "support/issued_certificates.h"

namespace tls_se::test {

struct Credentials {
  Authority root{"Test root"};
  Identity server = root.issue({.common_name = "server"});  // DNS:card.example
  Identity client = root.issue({.common_name = "client", .subject_alt_name = ""});
};
[[nodiscard]] const Credentials& credentials();

inline constexpr Modes kPskOnly = Mode::psk;
inline constexpr Modes kCertificateOnly = Mode::certificate;
inline constexpr Modes kMutualOnly = Mode::mutual;
inline constexpr Modes kCertificateModes = {Mode::certificate, Mode::mutual};

/// With all that the modes need. A client is told to reach card.example.
[[nodiscard]] CardDriver::Options options_of(Role role, const Modes& modes);
void show(CardDriver::Options& card, const Identity& identity);

}  // namespace tls_se::test

// Who talks to a card, and how the tests name it: "openssl_client_psk" has openssl as the client.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "interop/peer.h"

namespace tls_se::interop {

struct Parties {
  Stack stack;
  Role card;
  Mode mode;
};

inline constexpr Stack kStacks[] = {Stack::openssl, Stack::gnutls, Stack::wolfssl};
inline constexpr Role kRoles[] = {Role::server, Role::client};
inline constexpr Mode kModes[] = {Mode::psk, Mode::certificate, Mode::mutual};

inline std::string name_of(Stack stack) {
  constexpr const char* kNames[] = {"openssl", "gnutls", "wolfssl"};
  return kNames[static_cast<int>(stack)];
}

inline std::string name_of(const Parties& parties) {
  return name_of(parties.stack) + (parties.card == Role::server ? "_client_" : "_server_") +
         name_of(parties.mode);
}

inline void PrintTo(const Parties& parties, std::ostream* out) { *out << name_of(parties); }

/// Every stack in every role and mode.
inline std::vector<Parties> all_parties() {
  std::vector<Parties> all;
  for (const Stack stack : kStacks) {
    for (const Role card : kRoles) {
      for (const Mode mode : kModes) all.push_back({stack, card, mode});
    }
  }
  return all;
}

}  // namespace tls_se::interop

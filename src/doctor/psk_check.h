// Which card has a pre-shared key of an identity: the cards tell their identities, and no key.
#pragma once

#include <string>
#include <vector>

#include "doctor/findings.h"

namespace tls_se {

struct CardIdentities {
  std::string card;
  std::vector<std::vector<uint8_t>> identities;
};

[[nodiscard]] Finding check_psk_identity(const std::string& identity,
                                         const std::vector<CardIdentities>& cards);

}  // namespace tls_se

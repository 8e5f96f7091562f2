// What is on a card, as far as it tells: no key and no PIN.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "profile/card_profile.h"
#include "reader/card_data.h"
#include "se/data_exchange/data_objects.h"
#include "se/data_exchange/object_tags.h"

namespace tls_se {

struct CardContents {
  std::string version;
  LifeCycle life_cycle = LifeCycle::terminated;
  MemoryState memory;
  std::optional<CardEndReason> last_end;  // of a session since power came

  /// Nothing if the card is not personalised. Of pre-shared keys there are the identities alone.
  std::optional<CardProfile> profile;
  std::vector<std::array<uint8_t, 3>> check_values;               // of these, 000000 of a short one
  std::array<std::vector<uint8_t>, kMaxPrivateKeys> public_keys;  // points; empty: there is none
  std::array<StatusWord, 2> pins{};  // of the user and the administrator: what VERIFY would meet
};

/// Throws std::runtime_error, in words for a person, if it is no card of this kind.
[[nodiscard]] CardContents read_contents(CardReader& card);

}  // namespace tls_se

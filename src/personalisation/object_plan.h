// What a card's objects have to be for a profile.
#pragma once

#include <vector>

#include "profile/card_profile.h"
#include "profile/secret_bytes.h"
#include "se/crypto_lib/key_maker.h"
#include "se/data_exchange/object_tags.h"

namespace tls_se {

struct PlannedObject {
  ObjectKind kind = ObjectKind::none;
  uint16_t index = 0;
  SecretBytes value;  // as PUT DATA takes it
  /// What GET DATA tells of it once it is there.
  std::vector<uint8_t> told;
  /// That tells any other value apart; not so of a pre-shared key that is too short for it.
  bool tells = true;
};

/// In the order in which they are put. Throws std::runtime_error, in words for a person, if the
/// profile has what no card can be told, or the platform fails.
[[nodiscard]] std::vector<PlannedObject> plan_objects(const CardProfile& profile, Crypto& crypto,
                                                      KeyMaker& key_maker);

/// Whether a profile has a say in objects of this kind: a card that has others than it says loses
/// them.
[[nodiscard]] bool is_planned(ObjectKind kind);

}  // namespace tls_se

// Brings a card to what a profile says: finds out what differs, and changes that alone, in one
// transaction. Torn anywhere, the card is as it was or as it is to be, and the same call finishes.
#pragma once

#include <functional>

#include "personalisation/card_commands.h"
#include "personalisation/object_plan.h"

namespace tls_se {

struct ObjectChange {
  enum class What {
    add,
    replace,
    rewrite,  // it may be the same: the card can't tell
    remove,
  };

  What what = What::add;
  ObjectKind kind = ObjectKind::none;
  size_t index = 0;
};

class Personaliser {
 public:
  /// Asks the card. Throws std::runtime_error, in words for a person, if it can't be personalised,
  /// or has no room for so many. Private keys that were made on the card may be left alone.
  Personaliser(CardReader& card, std::vector<PlannedObject> objects,
               bool leaves_private_keys = false);

  /// In the order in which they are done. Empty: the card is as the profile says.
  [[nodiscard]] const std::vector<ObjectChange>& changes() const { return changes_; }
  /// Null if it is to be removed.
  [[nodiscard]] const PlannedObject* planned(const ObjectChange& change) const {
    return planned(change.kind, change.index);
  }
  /// How many objects are and stay right.
  [[nodiscard]] size_t kept() const { return kept_; }

  /// Does them. Throws CardRefusal; the card is then as it was. `done` is told how many are, after
  /// each.
  void apply(const std::function<void(size_t)>& done = {});

 private:
  [[nodiscard]] bool has_a_say_in(ObjectKind kind) const;
  void compare(const PlannedObject& object);
  void find_surplus();
  void check_room(const std::vector<ObjectCount>& counts);
  [[nodiscard]] const PlannedObject* planned(ObjectKind kind, size_t index) const;

  CardCommands card_;
  std::vector<PlannedObject> objects_;
  bool leaves_private_keys_;
  std::vector<ObjectChange> changes_;
  size_t kept_ = 0;
};

}  // namespace tls_se

#include "personalisation/personaliser.h"

#include <algorithm>

#include "reader/object_words.h"

namespace tls_se {

Personaliser::Personaliser(CardReader& card, std::vector<PlannedObject> objects,
                           bool leaves_private_keys)
    : card_(card), objects_(std::move(objects)), leaves_private_keys_(leaves_private_keys) {
  if (card_.life_cycle() == LifeCycle::terminated) {
    throw std::runtime_error("this card is terminated: take another");
  }
  check_room(card_.object_counts());
  find_surplus();
  for (const PlannedObject& object : objects_) compare(object);
}

const PlannedObject* Personaliser::planned(ObjectKind kind, size_t index) const {
  const auto object = std::ranges::find_if(objects_, [&](const PlannedObject& candidate) {
    return candidate.kind == kind && candidate.index == index;
  });
  return object == objects_.end() ? nullptr : &*object;
}

void Personaliser::check_room(const std::vector<ObjectCount>& counts) {
  for (const ObjectCount& count : counts) {
    const auto kind = static_cast<ObjectKind>(count.kind);
    const auto wanted = std::ranges::count(objects_, kind, &PlannedObject::kind);
    if (wanted <= count.most) continue;
    const std::string words = object_words(kind, 0);
    throw std::runtime_error("this card has room for " + std::to_string(count.most) +
                             " of kind \"" + words.substr(0, words.rfind(' ')) +
                             "\", and the profile has " + std::to_string(wanted));
  }
}

bool Personaliser::has_a_say_in(ObjectKind kind) const {
  return is_planned(kind) && !(leaves_private_keys_ && kind == ObjectKind::private_key);
}

/// What the card has and the profile does not.
void Personaliser::find_surplus() {
  const auto look_at = [&](ObjectKind kind, size_t index) {
    if (planned(kind, index) == nullptr && card_.read(kind, index)) {
      changes_.push_back({ObjectChange::What::remove, kind, index});
    }
  };
  const std::vector<ObjectCount> counts = card_.object_counts();
  for (uint8_t number = 1; number <= static_cast<uint8_t>(ObjectKind::historical_bytes); ++number) {
    const auto kind = static_cast<ObjectKind>(number);
    if (!has_a_say_in(kind)) continue;
    const auto count = std::ranges::find(counts, number, &ObjectCount::kind);
    const size_t end = count != counts.end() ? count->end : 1;
    if (tags_of(kind).count > 1 && count == counts.end()) continue;  // the card has none of these
    for (size_t index = 0; index < end; ++index) look_at(kind, index);
  }
}

void Personaliser::compare(const PlannedObject& object) {
  using enum ObjectChange::What;
  const auto there = card_.read(object.kind, object.index);
  if (there && *there == object.told && object.tells) {
    ++kept_;
    return;
  }
  const bool may_be_same = there && *there == object.told;
  changes_.push_back({!there ? add : may_be_same ? rewrite : replace, object.kind, object.index});
}

void Personaliser::apply(const std::function<void(size_t)>& done) {
  if (changes_.empty()) return;
  card_.begin();
  try {
    size_t count = 0;
    for (const ObjectChange& change : changes_) {
      const PlannedObject* const object = planned(change.kind, change.index);
      card_.put(change.kind, change.index, object != nullptr ? object->value.bytes() : Bytes{});
      if (done) done(++count);
    }
    card_.commit();
  } catch (...) {
    card_.rollback();
    throw;
  }
}

}  // namespace tls_se

#include "se/smart_card/call.h"

namespace tls_se {
namespace {

/// SW2: 00 stands for 256, or more.
uint8_t size_byte(size_t size) {
  return size < kMaxShortResponse ? static_cast<uint8_t>(size) : uint8_t{0};
}

}  // namespace

void CardState::forget_shown(uint8_t pins) {
  for (Channel* const channel : channels) channel->forget_shown(pins);
}

void CardState::use_objects() {
  forget_shown(objects.take_new_pins());
  for (Channel* const channel : channels) channel->end_session();
}

Verdict Call::may(Access access) const {
  if (access == Access::nobody) return Verdict::not_in_this_state;
  return access == Access::everybody || channel.has_shown(Pin::administrator) ? Verdict::ok
                                                                              : Verdict::pin_needed;
}

/// Le of 00 asks for all there is; any other wrong one is told the right one (6Cxx).
Verdict Call::judge_le(size_t all) {
  const size_t expected = command.expected;
  if (expected == 0) return Verdict::wrong_length;
  return expected == all || expected >= kMaxShortResponse
             ? Verdict::ok
             : say(sw::join(sw::kRetry, size_byte(all)));
}

/// What a short command can't take is announced by 61xx, and GET RESPONSE gets it: the very next
/// command, which has the instruction of SEND.
Verdict Call::answer(const Bytes& rest) {
  out.bytes(rest);
  const size_t all = out.size();
  const Verdict verdict = judge_le(all);
  if (verdict != Verdict::ok) return verdict;
  size_t told = command.extended ? response.size() : kMaxShortResponse;
  if (told > command.expected) told = command.expected;
  if (told > all) told = all;
  size = told;
  card.rest = rest.last(all - told);
  card.answered = &channel;
  if (card.rest.empty()) return Verdict::ok;
  return say(sw::join(sw::kMore61, size_byte(card.rest.size())));
}

Verdict Call::answer() { return answer({}); }

Verdict Call::settle(ObjectStatus change) {
  if (!card.objects.is_open()) {
    change = card.objects.finish(change);
    if (change == ObjectStatus::done) card.use_objects();
  }
  return conclude(change);
}

Verdict Call::conclude(ObjectStatus change) {
  static_assert(static_cast<int>(Verdict::ok) == static_cast<int>(ObjectStatus::done));
  static_assert(static_cast<int>(Verdict::no_room) == static_cast<int>(ObjectStatus::no_room));
  static_assert(static_cast<int>(Verdict::memory_failed) ==
                static_cast<int>(ObjectStatus::memory_failed));
  static_assert(static_cast<int>(Verdict::wrong_data) == static_cast<int>(ObjectStatus::wrong));
  static_assert(static_cast<int>(Verdict::platform_failed) ==
                static_cast<int>(ObjectStatus::platform_failed));
  if (change != ObjectStatus::inconsistent) return static_cast<Verdict>(change);
  return say(sw::join(sw::kInconsistent,
                      static_cast<uint8_t>(0xc0 | static_cast<uint8_t>(objects().refusal().kind))));
}

}  // namespace tls_se

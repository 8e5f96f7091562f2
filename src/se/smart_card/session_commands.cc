// RECV and SEND, and what of ISO 7816-4 says with whom: SELECT, MANAGE CHANNEL. GET CHALLENGE,
// GET RESPONSE.
#include "se/data_exchange/data_objects.h"
#include "se/smart_card/command_table.h"

namespace tls_se::commands {
namespace {

Verdict get_response(Call& call) {
  const Apdu& command = call.command;
  if (command.p1 != 0 || command.p2 != 0) return Verdict::wrong_parameters;
  if (!command.data.empty()) return Verdict::wrong_length;
  const Bytes rest = call.card.rest;
  return call.answer(rest);
}

/// File control information, ISO 7816-4 section 7.4.3: the name, and behind this the state of the
/// life cycle.
constexpr auto kInformation = [] {
  std::array<uint8_t, 4 + kApplicationId.size() + 2> information = {
      0x6f, 2 + kApplicationId.size() + 3, 0x84, kApplicationId.size()};
  size_t at = 4;
  for (const uint8_t byte : kApplicationId) information[at++] = byte;
  information[at++] = 0x8a;
  information[at] = 1;
  return information;
}();


void close(CardState& card, Channel& channel) {
  if (card.objects.is_open() && card.transaction == &channel) card.objects.abort();
  channel.close();
}

}  // namespace

Verdict tls(Call& call) {
  const CardState& card = call.card;
  if (!card.rest.empty()) return get_response(call);
  if (card.objects.life_cycle() == LifeCycle::terminated) return Verdict::not_in_this_state;
  if (card.objects.views().user_pin_for_tls && !call.channel.has_shown(Pin::user)) {
    return Verdict::pin_needed;
  }
  return call.say(call.channel.applet().execute_in_turn(call.command, call.response, call.size));
}

/// SELECT by AID: the application is always selected. ISO 7816-4 section 7.4: P2 0C asks for no
/// answer, 00 for file control information.
Verdict select(Call& call) {
  constexpr uint8_t kByName = 0x04;
  constexpr uint8_t kNoAnswer = 0x0c;
  const Apdu& command = call.command;
  if (command.p1 != kByName || (command.p2 != 0 && command.p2 != kNoAnswer))
    return Verdict::wrong_parameters;
  if (!same_bytes(command.data, kApplicationId) && !same_bytes(command.data, kAliasApplicationId)) {
    return Verdict::no_such_application;
  }
  if (command.p2 == kNoAnswer || command.expected == 0) return Verdict::ok;
  call.out.bytes(kInformation);
  call.out.u8(static_cast<uint8_t>(call.objects().life_cycle()));
  return call.answer();
}

/// ISO 7816-4 section 7.1.2.
Verdict manage_channel(Call& call) {
  constexpr uint8_t kOpen = 0x00;
  constexpr uint8_t kClose = 0x80;
  const Apdu& command = call.command;
  const std::span<Channel* const> channels = call.card.channels;
  size_t number = command.p2;
  if (command.p1 == kClose) {
    Channel* const channel = number == 0                ? &call.channel
                             : number < channels.size() ? channels[number]
                                                        : channels[0];
    if (channel == channels[0]) return Verdict::wrong_parameters;
    if (!channel->is_open()) return Verdict::no_such_channel;
    close(call.card, *channel);
    return Verdict::ok;
  }
  if (command.p1 != kOpen || number >= kMaxChannels) return Verdict::wrong_parameters;
  const bool chooses = number == 0;
  if (chooses != (command.expected != 0)) return Verdict::wrong_length;
  if (chooses) {
    do {
      ++number;
    } while (number < channels.size() && channels[number]->is_open());
  }
  if (number >= channels.size() || channels[number]->is_open()) return Verdict::no_such_function;
  if (chooses) {
    call.out.u8(static_cast<uint8_t>(number));
    const Verdict status = call.answer();
    if (status != Verdict::ok) return status;
  }
  channels[number]->open(call.objects().views());
  return Verdict::ok;
}

Verdict get_challenge(Call& call) {
  const size_t size = call.command.expected;
  if (size == 0 || size > kMaxShortResponse) return Verdict::wrong_length;
  if (call.card.crypto.random(call.response.first(size)) != CryptoStatus::done) {
    return Verdict::platform_failed;
  }
  call.size = size;
  return Verdict::ok;
}

}  // namespace tls_se::commands

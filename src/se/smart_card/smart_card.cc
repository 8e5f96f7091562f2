#include "se/smart_card/smart_card.h"

namespace tls_se {
namespace {

bool has_more(const Apdu& command) { return (command.cla & cla::kChaining) != 0; }

}  // namespace

SmartCard::SmartCard(Crypto& crypto, CardObjects& objects, std::span<Channel* const> channels,
                     const CommandTable& commands)
    : state_(crypto, objects, channels), commands_(commands) {
  objects.power_up();
  channels[0]->open(objects.views());
}

Response SmartCard::process(const Bytes& command, const MutableBytes& response) {
  Response result;
  Apdu apdu;
  Channel* channel = nullptr;
  Verdict verdict = Verdict::wrong_length;
  if (parse_apdu(command, apdu)) verdict = find_channel(apdu.cla, channel);
  // What is left of an answer only the very next command gets, on the same channel.
  if (channel != state_.answered || apdu.ins != ins::kSend) state_.rest = {};
  if (verdict == Verdict::ok) {
    Call call{.card = state_, .channel = *channel, .command = apdu, .response = response};
    verdict = run(call);
    result = {.size = call.size, .status = call.word};
  }
  // What fails without being asked for has had a part in this answer, and in no later one.
  if (state_.crypto.take_failure()) {
    verdict = Verdict::platform_failed;
    result.size = 0;
    state_.rest = {};
  }
  if (verdict != Verdict::word) result.status = kVerdictWords[static_cast<size_t>(verdict)];
  return result;
}

Verdict SmartCard::find_channel(uint8_t cla, Channel*& channel) const {
  constexpr uint8_t kFurther = 0xc0;  // 01xx xxxx: channels from 4 on
  constexpr uint8_t kFirst = 0xe0;    // 000x xxxx
  if ((cla & kFurther) == 0x40) return Verdict::no_such_channel;
  if ((cla & kFirst) != 0) return Verdict::no_such_class;
  if ((cla & cla::kSecureMessaging) != 0) return Verdict::no_secure_messaging;
  const size_t number = cla & cla::kChannel;
  if (number >= state_.channels.size()) return Verdict::no_such_channel;
  channel = state_.channels[number];
  return channel->is_open() ? Verdict::ok : Verdict::no_such_channel;
}

Verdict SmartCard::judge(const Call& call, const CommandRow* row) const {
  const Apdu& command = call.command;
  if (row == nullptr) return Verdict::no_such_instruction;
  if (state_.objects.is_lost() && command.ins != ins::kGetData && command.ins != ins::kSelect) {
    return Verdict::memory_failed;
  }
  const Verdict verdict = call.may(row->access(state_.objects.life_cycle()));
  if (verdict != Verdict::ok) return verdict;
  if (row->has_no_parameters && tag_of(command) != 0) return Verdict::wrong_parameters;
  if ((row->has_no_data && !command.data.empty()) ||
      (row->has_no_answer && command.expected != 0)) {
    return Verdict::wrong_length;
  }
  if (row->ends_transaction && !call.may_change()) return Verdict::not_in_this_state;
  return !row->chains && has_more(command) ? Verdict::no_chaining : Verdict::ok;
}

/// ISO 7816-4 section 5.3.3: data that is longer than a command's comes in several of the same INS
/// P1 P2, whose class has the chaining bit but for the last. The channel's record buffer takes it.
Verdict SmartCard::run(Call& call) {
  Apdu& command = call.command;
  Channel& channel = call.channel;
  channel.enter(state_.objects.views());
  const CommandRow* row = nullptr;
  for (const CommandRow& candidate : commands_) {
    if (candidate.ins == command.ins) row = &candidate;
  }
  Verdict verdict = judge(call, row);
  if (verdict == Verdict::ok && (has_more(command) || channel.continues(command))) {
    if (!channel.collect(command)) return Verdict::no_room;
    if (has_more(command)) return Verdict::ok;
    command.data = channel.end_chain();
  } else if (state_.rest.empty()) {  // which may be in the record buffer
    channel.drop_chain();
  }
  if (verdict == Verdict::ok) verdict = row->run(call);
  if (state_.rest.empty()) channel.drop_chain();
  return verdict;
}

}  // namespace tls_se

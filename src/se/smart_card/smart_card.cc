#include "se/smart_card/smart_card.h"

namespace tls_se {

using enum Access;

// In the order of the instructions' numbers.
constexpr CommandRow SmartCard::kCommands[] = {
    {ins::kTransaction, false, everybody, administrator, nobody, &SmartCard::transaction},
    {ins::kVerify, false, everybody, everybody, nobody, &SmartCard::verify},
    {ins::kChangeReferenceData, false, everybody, everybody, nobody,
     &SmartCard::change_reference_data},
    {ins::kResetRetryCounter, false, administrator, administrator, nobody,
     &SmartCard::reset_retry_counter},
    {ins::kActivate, false, everybody, nobody, nobody, &SmartCard::activate},
    {ins::kGenerateKeyPair, true, everybody, administrator, nobody, &SmartCard::generate_key_pair},
    {ins::kManageChannel, false, everybody, everybody, nobody, &SmartCard::manage_channel},
    {ins::kGetChallenge, false, everybody, everybody, nobody, &SmartCard::get_challenge},
    {ins::kSelect, false, everybody, everybody, everybody, &SmartCard::select},
    {ins::kSend, false, everybody, everybody, everybody, &SmartCard::tls},
    {ins::kGetData, false, everybody, everybody, everybody, &SmartCard::get_data},
    {ins::kGetDataBer, false, everybody, everybody, nobody, &SmartCard::get_data_ber},
    {ins::kRecv, false, everybody, everybody, nobody, &SmartCard::tls},
    {ins::kPutData, true, everybody, everybody, nobody, &SmartCard::put_data},
    {ins::kPutDataBer, true, everybody, everybody, nobody, &SmartCard::put_data_ber},
    {ins::kErase, false, everybody, nobody, nobody, &SmartCard::erase},
    {ins::kTerminate, false, administrator, administrator, nobody, &SmartCard::terminate},
};

std::span<const CommandRow> SmartCard::commands() { return kCommands; }

SmartCard::SmartCard(Crypto& crypto, CardObjects& objects, std::span<Channel* const> channels)
    : crypto_(crypto),
      objects_(objects),
      channels_(channels),
      pins_(objects),
      is_dead_(!objects.power_up()),
      seen_version_(objects.store().version()) {
  channels_[0]->open(objects_.views());
}

Response SmartCard::process(const Bytes& command, const MutableBytes& response) {
  Call call{.command = {}, .channel = 0, .response = response, .size = 0};
  StatusWord status = sw::kWrongLength;
  if (parse_apdu(command, call.command)) {
    status = judge_class(call);
    if (status == sw::kOk) status = run(call);
  }
  follow_objects();
  // What fails without being asked for has had a part in this answer, and in no later one.
  if (crypto_.take_failure()) return {.size = 0, .status = sw::kPlatformError};
  return {.size = call.size, .status = status};
}

StatusWord SmartCard::judge_class(Call& call) const {
  constexpr uint8_t kFurther = 0xc0;  // 01xx xxxx: channels from 4 on
  constexpr uint8_t kFirst = 0xe0;    // 000x xxxx
  const uint8_t cla = call.command.cla;
  if ((cla & kFurther) == 0x40) return sw::kChannelNotSupported;
  if ((cla & kFirst) != 0) return sw::kClassNotSupported;
  if ((cla & cla::kSecureMessaging) != 0) return sw::kSecureMessagingNotSupported;
  call.channel = cla & cla::kChannel;
  const bool is_open = call.channel < channels_.size() && channels_[call.channel]->is_open();
  return is_open ? sw::kOk : sw::kChannelNotSupported;
}

StatusWord SmartCard::run(Call& call) {
  const uint8_t ins = call.command.ins;
  if (ins != ins::kSend) rest_ = {};
  const CommandRow* row = nullptr;
  for (const CommandRow& candidate : kCommands) {
    if (candidate.ins == ins) row = &candidate;
  }
  if (row == nullptr) {
    channel(call).drop_chain();
    return sw::kInstructionNotSupported;
  }
  if (is_dead_ && ins != ins::kGetData) return sw::kMemoryFailure;
  if (const StatusWord status = may(call, row->access(objects_.life_cycle())); status != sw::kOk) {
    channel(call).drop_chain();
    return status;
  }
  if ((call.command.cla & cla::kChaining) != 0 || channel(call).continues(call.command)) {
    return collect(call, *row);
  }
  channel(call).drop_chain();
  return (this->*row->run)(call);
}

StatusWord SmartCard::may(const Call& call, Access access) const {
  if (access == everybody) return sw::kOk;
  if (access == nobody) return sw::kConditionsNotSatisfied;
  return channel(call).has_shown(Pin::administrator) ? sw::kOk : sw::kSecurityStatusNotSatisfied;
}

/// ISO 7816-4 section 5.3.3: data that is longer than a command's comes in several of the same INS
/// P1 P2, whose class has the chaining bit but for the last. The channel's record buffer takes it.
StatusWord SmartCard::collect(Call& call, const CommandRow& row) {
  if (!row.chains) return sw::kChainingNotSupported;
  Channel& channel = this->channel(call);
  if (!channel.collect(call.command)) return sw::kNotEnoughMemory;
  if ((call.command.cla & cla::kChaining) != 0) return sw::kOk;
  call.command.data = channel.collected();
  const StatusWord status = (this->*row.run)(call);
  if (rest_.empty()) channel.drop_chain();
  return status;
}

StatusWord SmartCard::tls(Call& call) {
  if (!rest_.empty() && rest_channel_ == call.channel) return get_response(call);
  if (objects_.life_cycle() == LifeCycle::terminated) return sw::kConditionsNotSatisfied;
  if (objects_.views().user_pin_for_tls && !channel(call).has_shown(Pin::user)) {
    return sw::kSecurityStatusNotSatisfied;
  }
  return channel(call).applet().execute_in_turn(call.command, call.response, call.size);
}

/// SELECT by AID: the application is always selected. ISO 7816-4 section 7.4: P2 0C asks for no
/// answer, 00 for file control information.
StatusWord SmartCard::select(Call& call) {
  constexpr uint8_t kByName = 0x04;
  constexpr uint8_t kNoAnswer = 0x0c;
  const Apdu& command = call.command;
  if (command.p1 != kByName || (command.p2 & ~kNoAnswer) != 0 ||
      (command.p2 != 0 && command.p2 != kNoAnswer)) {
    return sw::kWrongP1P2;
  }
  if (!same_bytes(command.data, kApplicationId) && !same_bytes(command.data, kAliasApplicationId)) {
    return sw::kApplicationNotFound;
  }
  if (command.p2 == kNoAnswer || command.expected == 0) return sw::kOk;
  constexpr uint8_t kFileControlInformation = 0x6f;
  constexpr uint8_t kName = 0x84;
  constexpr uint8_t kLifeCycle = 0x8a;
  std::array<uint8_t, 2 + 2 + kApplicationId.size() + 3> information;
  Writer writer(information);
  writer.u8(kFileControlInformation);
  writer.u8(information.size() - 2);
  writer.u8(kName);
  writer.u8(kApplicationId.size());
  writer.bytes(kApplicationId);
  writer.u8(kLifeCycle);
  writer.u8(1);
  writer.u8(static_cast<uint8_t>(objects_.life_cycle()));
  return answer(call, information);
}

/// ISO 7816-4 section 7.1.2.
StatusWord SmartCard::manage_channel(Call& call) {
  constexpr uint8_t kOpen = 0x00;
  constexpr uint8_t kClose = 0x80;
  const Apdu& command = call.command;
  if (!command.data.empty()) return sw::kWrongLength;
  size_t number = command.p2;
  if (command.p1 == kClose) {
    if (number == 0) number = call.channel;
    if (number == 0 || number >= channels_.size()) return sw::kWrongP1P2;
    if (!channels_[number]->is_open()) return sw::kChannelNotSupported;
    close(number);
    return sw::kOk;
  }
  if (command.p1 != kOpen || number >= kMaxChannels) return sw::kWrongP1P2;
  const bool chooses = number == 0;
  if (chooses != (command.expected != 0)) return sw::kWrongLength;
  if (chooses) {
    for (number = 1; number < channels_.size() && channels_[number]->is_open();) ++number;
  }
  if (number >= channels_.size() || channels_[number]->is_open()) return sw::kFunctionNotSupported;
  if (chooses) {
    const auto told = static_cast<uint8_t>(number);
    const StatusWord status = answer(call, {&told, 1});
    if (status != sw::kOk) return status;
  }
  channels_[number]->open(objects_.views());
  return sw::kOk;
}

void SmartCard::close(size_t channel) {
  if (objects_.is_open() && transaction_channel_ == channel) objects_.abort();
  channels_[channel]->close();
}

StatusWord SmartCard::get_challenge(Call& call) {
  const Apdu& command = call.command;
  if (command.p1 != 0 || command.p2 != 0) return sw::kWrongP1P2;
  if (!command.data.empty() || command.expected == 0 || command.expected > kMaxShortResponse) {
    return sw::kWrongLength;
  }
  const MutableBytes challenge = call.response.first(command.expected);
  if (crypto_.random(challenge) != CryptoStatus::done) return sw::kPlatformError;
  call.size = challenge.size();
  return sw::kOk;
}

/// Le of 00 asks for all there is; any other wrong one is told the right one (6Cxx). What a short
/// command can't take is announced by 61xx, and GET RESPONSE gets it: the very next command, which
/// has the instruction of SEND.
StatusWord SmartCard::answer(Call& call, const Bytes& head, const Bytes& body) {
  const Apdu& command = call.command;
  const size_t size = head.size() + body.size();
  const size_t room = command.extended ? call.response.size() : kMaxShortResponse;
  const size_t longest = command.expected < room ? command.expected : room;
  if (size != command.expected && size <= kMaxShortResponse &&
      command.expected < kMaxShortResponse) {
    return sw::join(sw::kRetry, static_cast<uint8_t>(size));
  }
  const size_t told = size < longest ? size : longest;
  copy_bytes(call.response, head);
  copy_bytes(&call.response[head.size()], body.first(told - head.size()));
  call.size = told;
  rest_ = body.subspan(told - head.size());
  rest_channel_ = static_cast<uint8_t>(call.channel);
  return rest_.empty() ? sw::kOk : more_of(rest_);
}

StatusWord SmartCard::more_of(const Bytes& rest) {
  const size_t size = rest.size() < kMaxShortResponse ? rest.size() : kMaxShortResponse;
  return sw::join(sw::kMore61, static_cast<uint8_t>(size));
}

StatusWord SmartCard::get_response(Call& call) {
  const Apdu& command = call.command;
  if (command.p1 != 0 || command.p2 != 0) return sw::kWrongP1P2;
  if (!command.data.empty() || command.expected == 0) return sw::kWrongLength;
  const StatusWord status = answer(call, {}, rest_);
  if (rest_.empty()) channel(call).drop_chain();
  return status;
}

void SmartCard::forget_shown(Pin pin) {
  for (Channel* const channel : channels_) channel->forget_shown(pin);
}

void SmartCard::use_objects() {
  for (const Pin pin : {Pin::user, Pin::administrator}) {
    if (new_pins_[static_cast<size_t>(pin)]) forget_shown(pin);
  }
  new_pins_ = {};
  for (Channel* const channel : channels_) channel->use(objects_.views());
  seen_version_ = objects_.store().version();
}

void SmartCard::follow_objects() {
  if (seen_version_ == objects_.store().version()) return;
  for (Channel* const channel : channels_) channel->follow(objects_.views());
  seen_version_ = objects_.store().version();
}

}  // namespace tls_se

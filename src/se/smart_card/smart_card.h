// A smart card: commands of ISO 7816-4, -8 and -9 around the sessions of TLS-SE, on up to four
// logical channels, and the objects that it is personalised with (docs/apdu.md).
#pragma once

#include "se/smart_card/channel.h"

namespace tls_se {

/// The application's other name, that of the applets by the draft's author.
inline constexpr std::array<uint8_t, 6> kAliasApplicationId = {0x01, 0x02, 0x03, 0x04, 0x05, 0x00};

class SmartCard;

/// One command on its way.
struct Call {
  Apdu command;
  size_t channel = 0;
  MutableBytes response;
  size_t size = 0;  // bytes of data in the response
};

/// What the card does about an instruction. Its table is the one that docs/apdu.md is held to.
struct CommandRow {
  uint8_t ins;
  bool chains;  // takes ISO 7816-4's command chaining
  // Who may give it. An object has an access of its own beside this.
  Access initial;
  Access operational;
  Access terminated;
  StatusWord (SmartCard::*run)(Call& call);

  [[nodiscard]] Access access(LifeCycle life_cycle) const {
    if (life_cycle == LifeCycle::initial) return initial;
    return life_cycle == LifeCycle::operational ? operational : terminated;
  }
};

class SmartCard {
 public:
  /// Power comes. All outlive the card; `channels` are one to kMaxChannels, the basic one first.
  SmartCard(Crypto& crypto, CardObjects& objects, std::span<Channel* const> channels);
  SmartCard(const SmartCard&) = delete;
  SmartCard& operator=(const SmartCard&) = delete;

  /// Any bytes are answered. `response` has room for 256 bytes; more of it is used only by commands
  /// of extended length.
  Response process(const Bytes& command, const MutableBytes& response);

  [[nodiscard]] static std::span<const CommandRow> commands();

 private:
  StatusWord judge_class(Call& call) const;
  StatusWord run(Call& call);
  StatusWord collect(Call& call, const CommandRow& row);
  [[nodiscard]] StatusWord may(const Call& call, Access access) const;

  // smart_card.cc
  StatusWord tls(Call& call);
  StatusWord select(Call& call);
  StatusWord manage_channel(Call& call);
  StatusWord get_challenge(Call& call);
  // pin_commands.cc
  StatusWord verify(Call& call);
  StatusWord change_reference_data(Call& call);
  StatusWord reset_retry_counter(Call& call);
  // object_commands.cc
  StatusWord get_data(Call& call);
  StatusWord get_data_ber(Call& call);
  StatusWord put_data(Call& call);
  StatusWord put_data_ber(Call& call);
  StatusWord transaction(Call& call);
  StatusWord activate(Call& call);
  StatusWord terminate(Call& call);
  StatusWord erase(Call& call);
  // key_commands.cc
  StatusWord generate_key_pair(Call& call);

  // What commands are made of.
  StatusWord compare(Call& call, Pin pin, const Bytes& given);
  StatusWord replace(Pin pin, const Bytes& value);
  StatusWord own_data(Call& call);
  [[nodiscard]] size_t object_counts(const MutableBytes& response) const;
  StatusWord tell(Call& call, const ObjectName& name, const Bytes& tag);
  StatusWord put(Call& call, const ObjectName& name, const Bytes& value);
  StatusWord settle(bool is_part, ObjectStatus status);
  StatusWord tell_public_key(Call& call, const ObjectName& name);
  StatusWord request_certificate(Call& call, const ObjectName& name);
  StatusWord empty(Call& call, LifeCycle life_cycle);
  ObjectStatus lacking(ObjectKind kind);
  [[nodiscard]] static StatusWord bare(const Call& call);
  [[nodiscard]] StatusWord conclude(ObjectStatus status) const;

  /// The data of a response, as much of it as is asked for; what is left GET RESPONSE gets. `body`
  /// stays where it is meanwhile.
  StatusWord answer(Call& call, const Bytes& head, const Bytes& body = {});
  StatusWord get_response(Call& call);
  [[nodiscard]] static StatusWord more_of(const Bytes& rest);

  [[nodiscard]] Channel& channel(const Call& call) const { return *channels_[call.channel]; }
  void forget_shown(Pin pin);
  void close(size_t channel);
  /// The objects are others, or stand elsewhere.
  void use_objects();
  void follow_objects();

  static const CommandRow kCommands[];

  Crypto& crypto_;
  CardObjects& objects_;
  std::span<Channel* const> channels_;
  Pins pins_;
  bool is_dead_;  // its memory can't be read
  uint8_t transaction_channel_ = 0;
  std::array<bool, kPins> new_pins_ = {};  // put, and to be shown once they are valid
  uint8_t rest_channel_ = 0;
  Bytes rest_;  // of a response, for GET RESPONSE
  uint32_t seen_version_ = 0;
};

}  // namespace tls_se

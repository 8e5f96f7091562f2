// A smart card: commands of ISO 7816-4, -8 and -9 around the sessions of TLS-SE, on up to four
// logical channels, and the objects that it is personalised with (docs/apdu.md).
#pragma once

#include "se/smart_card/command_table.h"

namespace tls_se {

class SmartCard {
 public:
  /// Power comes. All outlive the card; `channels` are one to kMaxChannels, the basic one first.
  SmartCard(Crypto& crypto, CardObjects& objects, std::span<Channel* const> channels,
            const CommandTable& commands);

  /// Any bytes are answered. `response` has room for 256 bytes; more of it is used only by commands
  /// of extended length.
  Response process(const Bytes& command, const MutableBytes& response);

 private:
  Verdict find_channel(uint8_t cla, Channel*& channel) const;
  Verdict run(Call& call);
  Verdict judge(const Call& call, const CommandRow* row) const;

  CardState state_;
  const CommandTable& commands_;
};

}  // namespace tls_se

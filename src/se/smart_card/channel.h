// A logical channel of a card (ISO 7816-4 section 5.4): a TLS session of its own, on the objects
// that all channels share.
#pragma once

#include "se/applet/card_peer.h"
#include "se/applet/secure_element.h"
#include "se/objects/card_views.h"
#include "se/smart_card/channel_circumstances.h"
#include "se/smart_card/pins.h"

namespace tls_se {

/// What channels stand on together.
struct CardParts {
  Crypto& crypto;
  HandshakeMemory& handshake;
  CardSettings& settings;
};

class Channel {
 public:
  /// Closed. `memory` becomes the record buffer. `circumstances` is null in a card of
  /// programs::kServerPsk alone, `peer` in one that does not know its peers.
  Channel(const CardParts& parts, size_t number, const MutableBytes& memory,
          ChannelCircumstances* circumstances, CardPeer* peer);
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  [[nodiscard]] bool is_open() const { return is_open_; }
  void open(const CardViews& views);
  void close();
  /// The settings are one for all channels: before a command they are told whose circumstances and
  /// peer they have.
  void enter(const CardViews& views);

  // Who has shown a PIN on this channel.
  [[nodiscard]] bool has_shown(Pin pin) const { return (shown_ & bit_of(pin)) != 0; }
  void note_shown(Pin pin) { shown_ = static_cast<uint8_t>(shown_ | bit_of(pin)); }
  /// A bit for each.
  void forget_shown(uint8_t pins) { shown_ = static_cast<uint8_t>(shown_ & ~pins); }

  [[nodiscard]] Applet& applet() { return applet_; }
  /// If it has one still: a chain's beginning has ended it, and stays.
  void end_session();

  // Command chaining. The record buffer takes what comes, so that the session ends.
  /// False if it does not fit; the chain is dropped then.
  [[nodiscard]] bool collect(const Apdu& command);
  /// This command belongs to the chain that has begun.
  [[nodiscard]] bool continues(const Apdu& command) const;
  /// All that has come, which stays until the chain is dropped; nothing more belongs to it.
  [[nodiscard]] Bytes end_chain() {
    chain_ = kEnded;
    return applet_.buffer().input();
  }
  /// Wipes what has come.
  void drop_chain();
  /// Memory behind it, of no value; the session ends.
  [[nodiscard]] MutableBytes scratch();

 private:
  static constexpr uint32_t kEnded = 1;  // of a chain: no instruction is 00

  bool is_open_ = false;
  uint8_t shown_ = 0;
  uint32_t chain_ = 0;  // INS P1 P2 of the one that has begun
  ChannelCircumstances* const circumstances_;
  CardPeer* const peer_;
  CardSettings& settings_;
  Applet applet_;
};

}  // namespace tls_se

// A logical channel of a card (ISO 7816-4 section 5.4): a TLS session of its own, on the objects
// that all channels share.
#pragma once

#include "se/applet/card_circumstances.h"
#include "se/applet/card_peer.h"
#include "se/applet/secure_element.h"
#include "se/objects/card_views.h"
#include "se/smart_card/pins.h"

namespace tls_se {

/// What channels stand on together.
struct CardParts {
  Crypto& crypto;
  HandshakeMemory& handshake;
  const CardModel& model;
};

class Channel {
 public:
  /// `memory` becomes the record buffer; `peer` is null in a card that does not know its peers.
  Channel(const CardParts& parts, size_t number, const MutableBytes& memory, CardPeer* peer);
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  [[nodiscard]] bool is_open() const { return is_open_; }
  void open(const CardViews& views);
  void close();

  /// The objects are others now: the session that there is ends, and a RESET has to follow.
  void use(const CardViews& views);
  /// They are the same, and may stand elsewhere.
  void follow(const CardViews& views);

  // Who has shown a PIN on this channel.
  [[nodiscard]] bool has_shown(Pin pin) const { return (shown_ & bit(pin)) != 0; }
  void note_shown(Pin pin) { shown_ = static_cast<uint8_t>(shown_ | bit(pin)); }
  void forget_shown(Pin pin) { shown_ = static_cast<uint8_t>(shown_ & ~bit(pin)); }

  [[nodiscard]] Applet& applet() { return applet_; }

  // Command chaining. The record buffer takes what comes, so that the session ends.
  /// False if it does not fit; the chain is dropped then.
  [[nodiscard]] bool collect(const Apdu& command);
  /// This command belongs to the chain that has begun.
  [[nodiscard]] bool continues(const Apdu& command) const;
  [[nodiscard]] Bytes collected() { return applet_.buffer().input(); }
  /// Wipes what has come.
  void drop_chain();
  /// Memory behind it, of no value; the session ends.
  [[nodiscard]] MutableBytes scratch();

 private:
  static constexpr uint8_t bit(Pin pin) {
    return static_cast<uint8_t>(1 << static_cast<uint8_t>(pin));
  }

  bool is_open_ = false;
  uint8_t shown_ = 0;
  bool has_chain_ = false;
  std::array<uint8_t, 3> chain_;  // INS P1 P2
  CardPeer* peer_;
  CardSettings settings_;
  CardCircumstances circumstances_;
  Applet applet_;
};

}  // namespace tls_se

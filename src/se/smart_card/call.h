// One command on its way, and what commands work on and are made of.
#pragma once

#include "se/objects/card_objects.h"
#include "se/smart_card/channel.h"
#include "se/smart_card/verdict.h"

namespace tls_se {

/// What a card remembers while it has power, beside its objects and its channels' sessions.
struct CardState {
  CardState(Crypto& platform, CardObjects& card_objects, std::span<Channel* const> card_channels)
      : crypto(platform), objects(card_objects), channels(card_channels) {}
  CardState(const CardState&) = delete;
  CardState& operator=(const CardState&) = delete;

  Crypto& crypto;
  CardObjects& objects;
  const std::span<Channel* const> channels;  // one to kMaxChannels, the basic one first

  const Channel* transaction = nullptr;  // whose the open one is
  const Channel* answered = nullptr;     // who gets
  Bytes rest;                            // what is left of a response, for GET RESPONSE

  /// Who has shown one of these PINs, a bit each, has to do so again.
  void forget_shown(uint8_t pins);
  /// The objects are others: all sessions end, and new PINs are to be shown.
  void use_objects();
};

/// A command, and the answer that it gets.
struct Call {
  CardState& card;
  Channel& channel;
  Apdu& command;
  const MutableBytes& response;
  StatusWord word = 0;  // if the verdict is Verdict::word
  size_t size = 0;      // bytes of data in the response
  /// Into the response.
  Writer out{response};

  [[nodiscard]] CardObjects& objects() const { return card.objects; }
  Verdict say(StatusWord status) {
    word = status;
    return Verdict::word;
  }
  /// Verdict::ok, or why not.
  Verdict may(Access access) const;

  /// The data of the response is what was written, and behind it `rest`, which stays where it is
  /// meanwhile: as much of it as is asked for, and what is left GET RESPONSE gets.
  Verdict answer(const Bytes& rest);
  Verdict answer();

  /// Verdict::ok if Le is right for an answer of so many bytes.
  Verdict judge_le(size_t all);

  /// True if objects may be changed by this channel now.
  [[nodiscard]] bool may_change() const {
    return !card.objects.is_open() || card.transaction == &channel;
  }
  /// A change that was made: a part of the channel's transaction, or a transaction of its own if it
  /// has none.
  Verdict settle(ObjectStatus change);
  Verdict conclude(ObjectStatus change);
};

}  // namespace tls_se

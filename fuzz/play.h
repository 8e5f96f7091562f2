// A fuzz input as a little program: a peer that can complete a handshake takes the card to any of
// its states, and from there the peer's messages, its records and the node's commands are what the
// input says. play_seeds.sh has programs with their meaning.
#pragma once

#include "fuzz/card.h"
#include "fuzz/peer.h"

namespace tls_se::fuzz {

class Play {
 public:
  Play(Role card, const Bytes& program);

  /// Traps if the card does what no card may do, or does not work after a RESET at the end.
  void run();

 private:
  void step();
  void reset();
  void any_command();
  void put_data();
  void next_message();
  void leave_out(const Bytes& message);
  void any_message();
  void any_content();
  void key_update();
  void go_on();
  void echo();

  [[nodiscard]] Buffer edited(Buffer message);
  void deliver(const Bytes& record);
  void follow(const Answer& answer);
  void check_peer();

  Reader program_;
  Card::Options card_options_;
  Modes peer_modes_;
  const CipherSuite* suite_;
  std::optional<Card> card_;
  std::optional<Peer> peer_;
  Buffer held_back_;     // handshake messages that wait for others
  bool forged_ = false;  // something was said that must not be believed
};

}  // namespace tls_se::fuzz

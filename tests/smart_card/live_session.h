// An open TLS session of a card's channel with a card of its own as the client, through nothing but
// APDUs.
#pragma once

#include <functional>
#include <memory>

#include "card_with_flash.h"

namespace tls_se::test {

/// Puts role, modes and the PSK of draft section 5 on a card that has nothing else to be.
void make_psk_server(CardWithFlash& card);
void make_psk_client(CardWithFlash& card);

/// A response APDU's data and status word.
using Transmit = std::function<CardResponse(Bytes command)>;

/// One channel of a card, as a node drives it.
class SessionEnd {
 public:
  explicit SessionEnd(Transmit transmit, uint8_t channel = 0)
      : transmit_(std::move(transmit)), channel_(channel) {}

  CardResponse reset() { return command(ins::kRecv, 0, 1, {}); }
  CardResponse recv(uint8_t p1, Bytes record);
  /// What follows an answer of sw-more, and its last status word.
  CardResponse collect(StatusWord status);
  CardResponse command(uint8_t ins, uint8_t p1, uint8_t p2, Bytes data, int expected = -1);

 private:
  Transmit transmit_;
  uint8_t channel_;
};

class LiveSession {
 public:
  /// With this channel of a server. Throws std::runtime_error if they do not come to an open
  /// session.
  explicit LiveSession(Transmit server, uint8_t channel = 0);
  /// A client of the caller's.
  LiveSession(SessionEnd client, SessionEnd server);

  /// Application data there and back again: both ends are whole.
  [[nodiscard]] bool echoes();
  /// The client's end says close_notify. The status word of the server.
  StatusWord close();
  [[nodiscard]] SessionEnd& client() { return client_; }
  [[nodiscard]] SessionEnd& server() { return server_; }

 private:
  void shake_hands();
  bool carry(SessionEnd& from, SessionEnd& to, Bytes content);

  std::unique_ptr<CardWithFlash> client_card_;
  SessionEnd client_;
  SessionEnd server_;
};

[[nodiscard]] Transmit transmit_of(CardWithFlash& card);

}  // namespace tls_se::test

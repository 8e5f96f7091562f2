// A client card and a server for tests that have met: the card has said hello.
#pragma once

#include "credentials.h"
#include "test_server.h"

namespace tls_se::test {

/// The modes of a card that can come to this one alone.
[[nodiscard]] Modes modes_for(Mode mode);

class ClientMeeting {
 public:
  /// A card for this mode alone, or one with these options.
  explicit ClientMeeting(Mode mode)
      : ClientMeeting(mode, options_of(Role::client, modes_for(mode))) {}
  ClientMeeting(Mode mode, CardDriver::Options options);

  /// RESET of the card, and a new server.
  void meet();
  CardDriver& card() { return card_; }
  TestServer& server() { return *server_; }

  /// HelloRetryRequest, and the card's second hello.
  Answer retry(const ServerHelloSpec& spec);
  /// From ServerHello to Finished, as long as the card goes on. What it answered to the last
  /// record.
  Answer play(const FlightSpec& spec, Packing packing = Packing::each);

  /// That `answer`, the card's to the server's Finished, opens the session.
  void expect_open(const Answer& answer);
  /// That `answer` is this alert, that nothing secret stays in the card, and that it works again.
  void expect_refused(const Answer& answer, Alert alert);
  /// A whole good handshake.
  void shake_hands();

  /// GET DATA 0103 in hexadecimal.
  [[nodiscard]] std::string session_info() { return to_hex(card_.transmit("00CA010300").data); }

 private:
  Mode mode_;
  CardDriver::Options options_;
  CardDriver card_;
  std::optional<TestServer> server_;
};

}  // namespace tls_se::test

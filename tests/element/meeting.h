// A card and a peer for tests that meet: the peer's flight can be changed, and what the card made
// of it is judged.
#pragma once

#include "credentials.h"
#include "test_client.h"
#include "test_server.h"

namespace tls_se::test {

class Meeting {
 public:
  virtual ~Meeting() = default;
  CardDriver& card() { return card_; }
  virtual TestPeer& peer() = 0;

  /// RESET of the card, and a new peer: up to where the peer's flight is due.
  virtual void meet() = 0;
  /// What the card wants to be asked before that: a HelloRetryRequest if it has sent no share.
  virtual void ask() {}
  /// A good flight of the peer's, up to its Finished.
  virtual FlightSpec flight() = 0;
  /// As long as the card goes on. What it answered to the last record.
  virtual Answer play(const FlightSpec& spec, Packing packing = Packing::each) = 0;

  /// Records of which none but the last is to be answered. What the card answered to it, or to the
  /// first at which it did not go on.
  Answer deliver(const std::vector<Buffer>& records);

  /// That `answer`, the card's to the peer's Finished, opens the session.
  void expect_open(const Answer& answer);
  /// That `answer` is this alert, for this reason, that nothing secret stays in the card, and that
  /// it works again.
  void expect_refused(const Answer& answer, Alert alert);
  /// The one or, if it is Alert::none, the other.
  void expect_outcome(const Answer& answer, Alert alert);

  /// GET DATA 0101, 0103 in hexadecimal.
  [[nodiscard]] std::string end_reason() { return card_.end_reason(); }
  [[nodiscard]] std::string session_parameters() {
    return to_hex(card_.transmit("00CA010300").data);
  }

 protected:
  explicit Meeting(CardDriver::Options options) : options_(options), card_(std::move(options)) {}
  CardDriver::Options options_;

 private:
  CardDriver card_;
};

/// The card is the client, and has said hello.
class ClientMeeting final : public Meeting {
 public:
  /// A card for this mode alone, or one with these options.
  explicit ClientMeeting(Mode mode);
  ClientMeeting(Mode mode, CardDriver::Options options);

  TestServer& server() { return *server_; }
  TestPeer& peer() override { return *server_; }
  void meet() override;
  void ask() override;
  FlightSpec flight() override { return server_->flight(); }
  Answer play(const FlightSpec& spec, Packing packing = Packing::each) override;

  /// HelloRetryRequest, and the card's second hello.
  Answer retry(const ServerHelloSpec& spec);
  /// That the card refuses such a one; or, if it is Alert::none, says hello again and opens.
  void expect_retry(const ServerHelloSpec& spec, Alert alert);

 private:
  Mode mode_;
  std::optional<TestServer> server_;
};

/// That the card said the same in both hellos, but for the binders, which are bound to change.
void expect_retried(const ReadHello& first, const ReadHello& second);

/// The card is the server, and has sent its flight.
class ServerMeeting final : public Meeting {
 public:
  explicit ServerMeeting(const Modes& modes) : ServerMeeting(options_of(Role::server, modes)) {}
  explicit ServerMeeting(CardDriver::Options options) : Meeting(std::move(options)) { meet(); }
  struct Begun {};  // it has not yet said anything
  ServerMeeting(CardDriver::Options options, Begun) : Meeting(std::move(options)) { begin(); }

  TestClient& client() { return *client_; }
  TestPeer& peer() override { return *client_; }
  void meet() override;
  FlightSpec flight() override;
  Answer play(const FlightSpec& spec, Packing packing = Packing::each) override;

  /// RESET of the card, and a new client, which has not said anything yet.
  void begin();
  /// The client's, as `spec` says.
  std::vector<Buffer> messages(const FlightSpec& spec);
  /// A good one, for all modes of the card.
  [[nodiscard]] HelloSpec hello();
  /// The card's flight, which the client has followed, or its alert.
  Answer say(const HelloSpec& hello);

 private:
  std::optional<TestClient> client_;
};

}  // namespace tls_se::test

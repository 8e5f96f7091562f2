// How a connection came to its end, for the log and for an exit code.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "node/card_session.h"

namespace tls_se {

/// Why a card serves nobody any more.
struct CardLoss {
  std::string words;        // that go on after its name. Empty: it does
  bool is_of_card = false;  // on no channel
};

struct ConnectionEnd {
  enum class Cause {
    none,       // close_notify in both directions
    stopped,    // by a signal
    peer_done,  // the peer has closed its direction, and there is nothing left to tell it
    timed_out,
    unreachable,  // the server, or the target
    peer_lost,
    truncated,
    plain_lost,
    failed,  // an alert, or a card that does not work
  };

  Cause cause = Cause::none;
  bool is_client = false;
  bool was_open = false;
  // Of a client: HOST:PORT, and which name its card expects there, "server name a.example".
  std::string server;
  std::string server_name;
  std::string detail;                 // in words, if there is more to say than the cause
  std::string peer;                   // who it was, once open, if the card tells: as in the log
  std::optional<SessionAlert> alert;  // of a session that failed
  uint64_t received = 0;              // bytes of application data
  uint64_t sent = 0;
  CardLoss card_loss;

  /// Everything that was to be said has been, in both directions or until a person stopped it.
  [[nodiscard]] bool in_order() const {
    return was_open &&
           (cause == Cause::none || cause == Cause::stopped || cause == Cause::peer_done);
  }
};

/// A connection can't go on. Who finds that out throws it; the first cause counts.
class Interruption : public std::runtime_error {
 public:
  explicit Interruption(ConnectionEnd::Cause cause, const std::string& detail = "")
      : std::runtime_error(detail), cause_(cause) {}
  [[nodiscard]] ConnectionEnd::Cause cause() const { return cause_; }

 private:
  ConnectionEnd::Cause cause_;
};

/// In words for a person: what has happened, and what to do about it.
[[nodiscard]] std::string to_string(const ConnectionEnd& end);

}  // namespace tls_se

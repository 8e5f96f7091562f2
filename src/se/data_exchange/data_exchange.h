// Data exchange, draft sections 3.2 and 4: RECV and SEND around the TLS state machine, and the
// status words that its outcomes become.
#pragma once

#include "se/data_exchange/apdu.h"
#include "se/tls_lib/alert_message.h"
#include "se/tls_state_machine/machine.h"

namespace tls_se {

/// What the card was personalised for. What it holds may change while the machine is stopped, and
/// counts from the next RESET on.
struct CardSettings {
  /// Says the card's role, and which modes it can do; a RESET is refused if `tls` asks for others.
  const Program* program = nullptr;
  TlsSettings tls;
  SwMore sw_more = SwMore::always_9f;
};

class DataExchange {
 public:
  /// Of no value before power_up(). The settings outlive it.
  DataExchange(Machine& machine, const CardSettings& settings)
      : machine_(machine), settings_(settings) {}

  /// RECV: resets the state machine, collects a fragment, or has the collected bytes processed. A
  /// refused command changes nothing.
  StatusWord recv(const Apdu& command);
  /// SEND: the next fragment of the waiting record goes to the start of `response`, `size` of it.
  StatusWord send(const Apdu& command, const MutableBytes& response, size_t& size);

  /// Power-up is a RESET of a server: it is in S-Ready and needs none, as in draft section 5. A
  /// client waits for it: the node may have something to tell it first.
  void power_up() {
    collecting_ = false;
    if (settings_.program->role == Role::server) {
      machine_.reset(*settings_.program);
    } else {
      machine_.stop();
    }
  }
  [[nodiscard]] Role role() const { return settings_.program->role; }
  [[nodiscard]] const PeerWatch* peer_watch() const { return settings_.tls.peer_watch; }

 private:
  Outcome process(uint8_t direction);
  [[nodiscard]] StatusWord status(Outcome outcome, uint8_t more) const;

  Machine& machine_;
  const CardSettings& settings_;
  bool collecting_;  // a fragment with F-First has come, and none with F-Last since
};

}  // namespace tls_se

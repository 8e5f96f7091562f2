// Data exchange, draft sections 3.2 and 4: RECV and SEND around the TLS state machine, and the
// status words that its outcomes become.
#pragma once

#include "se/data_exchange/apdu.h"
#include "se/tls_lib/alert_message.h"
#include "se/tls_state_machine/machine.h"

namespace tls_se {

/// Which of the two encodings of sw-more(size) the card uses (draft section 4).
enum class SwMore : uint8_t {
  always_9f,
  always_61,
  mixed,  // 61 after RECV, 9F during SEND, as in draft section 5
};

class DataExchange {
 public:
  DataExchange(Machine& machine, SwMore sw_more) : machine_(machine), sw_more_(sw_more) {}

  /// RECV: resets the state machine, collects a fragment, or has the collected bytes processed. A
  /// refused command changes nothing.
  StatusWord recv(const Apdu& command);
  /// SEND: the next fragment of the waiting record goes to the start of `response`, `size` of it.
  StatusWord send(const Apdu& command, const MutableBytes& response, size_t& size);

 private:
  Outcome process(uint8_t direction);
  [[nodiscard]] StatusWord status(Outcome outcome, uint8_t more) const;

  Machine& machine_;
  SwMore sw_more_;
  bool collecting_ = false;  // a fragment with F-First has come, and none with F-Last since
};

}  // namespace tls_se

#include "se/data_exchange/data_exchange.h"

#include <algorithm>

namespace tls_se {
namespace {

/// Of an outcome with no number in its status word.
StatusWord status_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::expect_record:
      return sw::kOk;
    case Outcome::open:
      return sw::kOpen;
    case Outcome::closed:
      return sw::kClose;
    case Outcome::refused_length:
      return sw::kWrongLength;
    case Outcome::refused_content:
      return sw::kWrongData;
    case Outcome::refused_settings:
      return sw::kFunctionNotSupported;
    default:
      return sw::kConditionsNotSatisfied;
  }
}

}  // namespace

StatusWord DataExchange::recv(const Apdu& command) {
  const uint8_t after_recv = settings_.sw_more == SwMore::always_9f ? sw::kMore9F : sw::kMore61;
  if (command.data.empty()) {
    // P3 = 0 resets, whatever P1 and P2 (docs/draft-notes.md); any other P3 lacks its data.
    if (!command.p3_is_zero || command.extended) return sw::kWrongLength;
    collecting_ = false;
    return status(machine_.reset(*settings_.program), after_recv);
  }
  if (command.p1 > p1::kEncrypt || command.p2 > (p2::kFirst | p2::kLast)) return sw::kWrongP1P2;
  const bool first = (command.p2 & p2::kFirst) != 0;
  const bool last = (command.p2 & p2::kLast) != 0;
  // Of a record that is sieved as it comes, nothing can be taken back: it goes on.
  const bool begins = first && !(collecting_ && machine_.sieves());
  const bool goes_on = collecting_ && !first;
  if (machine_.output_waits() || machine_.is_closed() || !(begins || goes_on)) {
    return sw::kConditionsNotSatisfied;
  }
  // The fragment with F-Last says what is to be done, and has to fit what can be done.
  if (last && machine_.in_handshake() != (command.p1 == p1::kHandshake)) {
    return sw::kConditionsNotSatisfied;
  }
  machine_.collect(command.data, first);
  collecting_ = !last;
  if (!last) return sw::kOk;
  return status(process(command.p1), after_recv);
}

Outcome DataExchange::process(uint8_t direction) {
  switch (direction) {
    case p1::kDecrypt:
      return machine_.decrypt();
    case p1::kEncrypt:
      return machine_.encrypt();
    default:
      return machine_.receive();
  }
}

StatusWord DataExchange::send(const Apdu& command, const MutableBytes& response, size_t& size) {
  const uint8_t during_send = settings_.sw_more == SwMore::always_61 ? sw::kMore61 : sw::kMore9F;
  size = 0;
  if (command.p1 != 0 || command.p2 != 0) return sw::kWrongP1P2;
  if (!command.data.empty() || command.expected == 0) return sw::kWrongLength;
  if (!machine_.output_waits()) return sw::kConditionsNotSatisfied;
  const Bytes output = machine_.buffer().output();
  const size_t longest =
      command.extended ? std::min(command.expected, response.size()) : kMaxShortResponse;
  const size_t fragment = std::min(output.size(), longest);
  if (!command.extended && command.expected != fragment) {
    return sw::join(sw::kRetry, static_cast<uint8_t>(fragment));  // sw-retry, draft figure 6
  }
  copy_bytes(response, output.first(fragment));
  const Outcome outcome = machine_.sent(fragment);
  if (outcome != Outcome::error) size = fragment;  // with an error, no data (ISO 7816-4)
  return status(outcome, during_send);
}

StatusWord DataExchange::status(Outcome outcome, uint8_t more) const {
  if (outcome == Outcome::record_ready) {
    const size_t waiting = machine_.buffer().output().size();
    return sw::join(more, static_cast<uint8_t>(std::min(waiting, kMaxShortResponse)));
  }
  if (outcome == Outcome::error) {
    const Alert alert = description_of(machine_.end().alert);
    return alert == Alert::internal_error ? sw::kPlatformError
                                          : sw::join(sw::kError, static_cast<uint8_t>(alert));
  }
  return status_of(outcome);
}

}  // namespace tls_se

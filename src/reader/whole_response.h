// All that a card has to say to one command, in however many responses it comes.
#pragma once

#include "reader/card_reader.h"

namespace tls_se {

/// The card announces more than there is, or more than anybody waits for. In words for a person.
class EndlessResponse : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// More than any answer has: a flight with long certificate chains stays far below.
inline constexpr size_t kMaxWholeResponse = 1 << 20;

/// Transmits the command and follows what announces more, until something else comes: 61xx and 9Fxx
/// by GET RESPONSE, which is SEND; 6Cxx by the same command with the right Le. A RECV has no Le,
/// and is followed by SEND. The data of all responses is put together, and a driver may have
/// fetched it already. Throws EndlessResponse, and what the reader throws.
[[nodiscard]] CardResponse transmit_whole(CardReader& card, Bytes command);

}  // namespace tls_se

// The TCP/IP node on the command line: `tls-se server`, and `tls-se client` with a port of its own
// or with the standard streams.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "cli/traced_card.h"
#include "node/listener.h"
#include "personalisation/user_pin.h"
#include "reader/card_reader.h"

namespace tls_se {

struct MadeCard {
  CardSupply::Channels channels;
  std::shared_ptr<UserPin> pin;  // null: it wants none
};

/// Card 1, 2 and so on. Throws std::runtime_error, in words for a person. If cards come back it is
/// called from any thread.
using MakeCard = std::function<MadeCard(size_t number)>;

inline constexpr size_t kMaxCards = 256;

struct NodeCommand {
  ListenerOptions listener;
  std::optional<size_t> cards;  // none: as many as connections come, up to kMaxCards
  size_t own_cards = 0;         // instead of these: a person's, and there are no others
  bool cards_come_back = false;
  TraceWish trace;
};

/// Listens until it is told to end. Prints "listening on ADDR:PORT" once it is ready for peers.
/// Throws std::runtime_error, in words for a person, if it can't begin, or has no card left.
void run_listener(const NodeCommand& command, const MakeCard& make_card);

/// One connection for the standard streams, on one channel. Throws std::runtime_error, in words for
/// a person, if it did not end in order.
void run_client(const NodeCommand& command, MadeCard card);

}  // namespace tls_se

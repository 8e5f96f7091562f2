// A card belongs to a connection from before its first command until after its last.
#pragma once

#include <asio/awaitable.hpp>
#include <memory>

#include "node/connection.h"
#include "node/connection_end.h"
#include "reader/card_reader.h"

namespace tls_se {

/// Occupies the card for a connection. Blocks, maybe for seconds. Returns without words if the card
/// is had, and otherwise how it is lost.
[[nodiscard]] CardLoss occupy(CardReader& card);

/// The connection on a card that is occupied, and released behind it.
asio::awaitable<ConnectionEnd> run_and_release(std::shared_ptr<Connection> connection,
                                               CardReader& card);

}  // namespace tls_se

#include "node/occupation.h"

#include "reader/channel_reader.h"

namespace tls_se {

CardLoss occupy(CardReader& card) {
  const std::string words = "can't be had: ";
  try {
    card.occupy();
    return {};
  } catch (const ChannelLost& error) {
    return {.words = words + error.what()};
  } catch (const std::exception& error) {
    return {.words = words + error.what(), .is_of_card = true};
  } catch (...) {
    return {.words = words + "an error without words", .is_of_card = true};
  }
}

/// Not by a destructor: what of this is left in a listener that is destroyed outlives the cards.
asio::awaitable<ConnectionEnd> run_and_release(std::shared_ptr<Connection> connection,
                                               CardReader& card) {
  ConnectionEnd end;
  std::exception_ptr thrown;
  try {
    end = co_await connection->run(card);
  } catch (...) {
    thrown = std::current_exception();
  }
  card.release();
  if (thrown) std::rethrow_exception(thrown);
  co_return end;
}

}  // namespace tls_se

#include "node/standard_client.h"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <csignal>

#include "node/occupation.h"
#include "node/standard_streams.h"

namespace tls_se {
namespace {

// Who is left alone with a server that has closed: a terminal, or a pipe that says nothing. A file
// and a pipe that flows are sent to their end.
constexpr std::chrono::seconds kFarewellTime{1};

}  // namespace

ConnectionEnd run_standard_client(CardReader& card, ConnectionOptions options) {
  options.relay.farewell_timeout = kFarewellTime;
  const std::string name = to_string(options.server->address);
  asio::io_context io;
  const auto connection = std::make_shared<Connection>(
      asio::ip::tcp::socket(io), std::make_unique<StandardStreams>(), options, name);

  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](asio::error_code error, int) {
    if (error) return;
    connection->stop();
    signals.clear();  // the next one ends the process, whatever it waits for
  });
  ConnectionEnd end;
  auto work = [&]() -> asio::awaitable<void> {
    card.occupy();
    end = co_await run_and_release(connection, card);
    co_await connection->linger();
  };
  std::exception_ptr thrown;
  asio::co_spawn(connection->executor(), work, [&](std::exception_ptr why) {
    thrown = std::move(why);
    signals.cancel();
  });
  io.run();
  if (thrown) std::rethrow_exception(thrown);
  return end;
}

}  // namespace tls_se

#include "node/listener.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <asio/bind_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/multiple_exceptions.hpp>
#include <asio/post.hpp>
#include <csignal>
#include <thread>

#include "node/asio.h"
#include "node/echo.h"
#include "node/endpoint.h"
#include "node/plain_socket.h"

namespace tls_se {
namespace {

// When the kernel has no file descriptor or memory for one more connection.
constexpr std::chrono::milliseconds kAcceptPause{100};

std::string in_words(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const asio::multiple_exceptions& several) {
    return in_words(several.first_exception());
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an error without words";
  }
}

void log_end(const std::string& name, const ConnectionEnd& end) {
  spdlog::log(end.in_order() ? spdlog::level::info : spdlog::level::warn, "{}: {}", name,
              to_string(end));
}

}  // namespace

Listener::Listener(ListenerOptions options, std::vector<std::unique_ptr<CardReader>> cards)
    : options_(std::move(options)),
      cards_(std::move(cards)),
      strand_(asio::make_strand(io_)),
      acceptor_(strand_),
      signals_(strand_) {
  try {
    acceptor_.open(options_.listen.protocol());
    acceptor_.set_option(Tcp::acceptor::reuse_address(true));
    acceptor_.bind(options_.listen);
    acceptor_.listen();
  } catch (const std::system_error& error) {
    throw std::runtime_error("can't listen on " + to_string(options_.listen) + ": " +
                             error.code().message());
  }
  endpoint_ = acceptor_.local_endpoint();
  if (options_.stop_on_signals) {
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
  }
  for (const auto& card : cards_) free_cards_.push_back(card.get());
}

void Listener::run() {
  if (options_.stop_on_signals) {
    signals_.async_wait([this](asio::error_code error, int) {
      if (!error) shut_down();
    });
  }
  std::exception_ptr deaf;
  asio::co_spawn(strand_, accept(), [&](std::exception_ptr thrown) {
    deaf = std::move(thrown);
    if (deaf) shut_down();
  });
  std::vector<std::jthread> threads;
  for (size_t i = 0; i < cards_.size(); ++i) threads.emplace_back([this] { io_.run(); });
  io_.run();
  threads.clear();  // joins them
  if (deaf) std::rethrow_exception(deaf);
  if (lost_cards_ == cards_.size()) {
    throw std::runtime_error(
        "no card is left, so that nobody can be served: look after the cards, their readers and "
        "their profile, and start again");
  }
}

void Listener::stop() {
  asio::post(strand_, [this] { shut_down(); });
}

bool Listener::accepts() const {
  const bool enough = options_.connection_limit != 0 && accepted_ >= options_.connection_limit;
  return !stopping_ && !enough;
}

asio::awaitable<void> Listener::accept() {
  while (accepts()) {
    asio::error_code error;
    // A connection has a strand of its own: a card that blocks it stalls no other.
    Tcp::socket socket(asio::make_strand(io_));
    co_await acceptor_.async_accept(socket, into(error));
    if (!accepts()) break;
    if (!error) {
      welcome(std::move(socket));
      continue;
    }
    spdlog::error("can't accept a connection: {}", error.message());
    asio::steady_timer pause(strand_, kAcceptPause);
    co_await pause.async_wait(into(error));
  }
  acceptor_.close();
  end_if_done();
}

void Listener::welcome(Tcp::socket socket) {
  asio::error_code error;
  const auto peer = socket.remote_endpoint(error);
  const std::string from = error ? "a peer that has left" : to_string(peer);
  if (free_cards_.empty() && waiting_.size() >= options_.queue_size) {
    spdlog::warn("{} turned away: all {} cards are in use and {} connections wait", from,
                 cards_.size() - lost_cards_, waiting_.size());
    return;
  }
  ++accepted_;
  auto connection =
      make_connection(std::move(socket), fmt::format("connection {} ({})", accepted_, from));
  if (free_cards_.empty()) {
    spdlog::debug("{} waits for a card", from);
    waiting_.push_back(std::move(connection));
    return;
  }
  begin(std::move(connection));
}

std::shared_ptr<Connection> Listener::make_connection(Tcp::socket socket,
                                                      const std::string& name) const {
  const auto executor = socket.get_executor();
  const ConnectionOptions& options = options_.connection;
  if (options.server) {
    return std::make_shared<Connection>(
        Tcp::socket(executor), std::make_unique<PlainSocket>(std::move(socket)), options, name);
  }
  std::unique_ptr<PlainSide> plain = std::make_unique<Echo>(executor);
  if (options_.target) plain = std::make_unique<PlainSocket>(executor, *options_.target);
  return std::make_shared<Connection>(std::move(socket), std::move(plain), options, name);
}

/// However it ends, the card comes back.
void Listener::begin(std::shared_ptr<Connection> connection) {
  CardReader& card = *free_cards_.front();
  free_cards_.pop_front();
  connections_.insert(connection);
  const auto finish = [this, connection, &card](const std::exception_ptr& thrown,
                                                const ConnectionEnd& end) {
    if (thrown) spdlog::error("{}: it broke down: {}", connection->name(), in_words(thrown));
    if (!thrown) log_end(connection->name(), end);
    linger(connection);
    take_back(card, end.card_loss);
  };
  asio::co_spawn(connection->executor(), connection->run(card),
                 asio::bind_executor(strand_, finish));
}

void Listener::linger(const std::shared_ptr<Connection>& connection) {
  const auto finish = [this, connection](const std::exception_ptr& thrown) {
    if (thrown) spdlog::error("{}: it broke down: {}", connection->name(), in_words(thrown));
    forget(connection);
  };
  asio::co_spawn(connection->executor(), connection->linger(),
                 asio::bind_executor(strand_, finish));
}

void Listener::take_back(CardReader& card, const std::string& loss) {
  if (!loss.empty()) return leave_out(card, loss);
  free_cards_.push_back(&card);
  if (waiting_.empty()) return;
  auto next = std::move(waiting_.front());
  waiting_.pop_front();
  begin(std::move(next));
}

/// A card that is broken would be free again at once, and fail each connection that comes.
void Listener::leave_out(const CardReader& card, const std::string& loss) {
  const auto is_it = [&](const auto& each) { return each.get() == &card; };
  const auto number = std::ranges::find_if(cards_, is_it) - cards_.begin() + 1;
  ++lost_cards_;
  const size_t left = cards_.size() - lost_cards_;
  spdlog::error(
      "card {} ({}) {}. It gets no more connections, {} of {} cards are left: look after it, its "
      "reader and its profile, and start again to have it back",
      number, card.name(), loss, left, cards_.size());
  if (left > 0 || stopping_) return;
  if (!waiting_.empty()) spdlog::warn("{} connections that wait are turned away", waiting_.size());
  stop_accepting();
  end_if_done();
}

void Listener::forget(const std::shared_ptr<Connection>& connection) {
  connections_.erase(connection);
  end_if_done();
}

void Listener::shut_down() {
  if (stopping_) return;
  stop_accepting();
  for (const auto& connection : connections_) connection->stop();
  end_if_done();
}

void Listener::stop_accepting() {
  stopping_ = true;
  acceptor_.close();
  waiting_.clear();
}

/// With the signals no longer awaited, run() has nothing left to do and returns.
void Listener::end_if_done() {
  if (!accepts() && connections_.empty() && waiting_.empty()) signals_.cancel();
}

}  // namespace tls_se

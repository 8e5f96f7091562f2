#include "node/listener.h"

#include <spdlog/spdlog.h>

#include <asio/bind_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/multiple_exceptions.hpp>
#include <asio/post.hpp>
#include <cerrno>
#include <csignal>
#include <utility>

#include "node/asio.h"
#include "node/echo.h"
#include "node/endpoint.h"
#include "node/plain_socket.h"

namespace tls_se {
namespace {

// When the kernel has no file descriptor or memory for one more connection.
constexpr std::chrono::milliseconds kAcceptPause{100};

/// Of an error of bind(2), for a person who has chosen the address.
std::string next_step(const asio::error_code& error) {
  switch (error.value()) {
    case EADDRINUSE:
      return " (another program listens there: end it, or take another port; 0 is any free one)";
    case EADDRNOTAVAIL:
      return " (no network interface has this address: 0.0.0.0 or [::] is all that there are)";
    case EACCES:
      return " (ports below 1024 are the superuser's: take another, or let the program have it "
             "with CAP_NET_BIND_SERVICE)";
    default:
      return "";
  }
}

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

Listener::Listener(ListenerOptions options, CardSupply cards)
    : options_(std::move(options)),
      cards_(std::move(cards)),
      strand_(asio::make_strand(io_)),
      acceptor_(strand_),
      signals_(strand_),
      waiting_(strand_,
               {.places = options_.queue_size,
                .patience = options_.queue_timeout,
                .half_closed_may_wait = options_.connection.server.has_value()},
               [this](Guest guest) { lose_patience(std::move(guest)); }) {
  try {
    acceptor_.open(options_.listen.protocol());
    acceptor_.set_option(Tcp::acceptor::reuse_address(true));
    acceptor_.bind(options_.listen);
    acceptor_.listen();
  } catch (const std::system_error& error) {
    throw std::runtime_error("can't listen on " + to_string(options_.listen) + ": " +
                             error.code().message() + next_step(error.code()));
  }
  endpoint_ = acceptor_.local_endpoint();
  if (options_.stop_on_signals) {
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
  }
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
  io_.run();
  threads_.clear();  // joins them
  if (deaf) std::rethrow_exception(deaf);
  if (cards_.is_spent()) {
    throw std::runtime_error(
        "no card is left, so that nobody can be served: look after the cards, their readers and "
        "their profile, and start again");
  }
}

void Listener::stop() {
  asio::post(strand_, [this] { shut_down(); });
}

bool Listener::accepts() const {
  const bool enough = options_.connection_limit != 0 && served_ >= options_.connection_limit;
  return !stopping_ && !enough;
}

asio::awaitable<void> Listener::accept() {
  employ_threads();
  while (accepts()) {
    asio::error_code error;
    // A connection has a strand of its own: a card that blocks it stalls no other.
    Tcp::socket socket(asio::make_strand(io_));
    co_await acceptor_.async_accept(socket, into(error));
    if (!accepts()) break;
    if (!error) {
      welcome(std::move(socket));
      deafness_was_told_ = false;
      continue;
    }
    tell_of_deafness(error);
    asio::steady_timer pause(strand_, kAcceptPause);
    co_await pause.async_wait(into(error));
  }
  acceptor_.close();
  end_if_done();
}

void Listener::tell_of_deafness(const asio::error_code& error) {
  const bool is_news = !std::exchange(deafness_was_told_, true);
  const bool is_limit = error == asio::error::no_descriptors;
  spdlog::log(is_news ? spdlog::level::err : spdlog::level::debug,
              "can't accept a connection: {}{}. Those that come have to wait", error.message(),
              is_limit ? " (ulimit -n, or a service's LimitNOFILE, has to be higher)" : "");
}

/// One for each channel. With fewer it goes on, but one may have to wait for another.
void Listener::employ_threads() {
  try {
    while (threads_.size() < cards_.size()) threads_.emplace_back([this] { io_.run(); });
  } catch (const std::system_error& error) {
    spdlog::warn("there are {} threads for {} sessions of cards, and the system gives no more: {}",
                 threads_.size(), cards_.size(), error.code().message());
  }
}

void Listener::welcome(Tcp::socket socket) {
  asio::error_code error;
  const auto peer = socket.remote_endpoint(error);
  const std::string from = error ? "a peer that has left" : to_string(peer);
  CardReader* const card = cards_.take();
  employ_threads();
  if (cards_.is_spent()) {
    turn_away(std::move(socket));
    return end_without_cards();
  }
  if (card == nullptr && waiting_.is_full()) {
    const bool is_news = !std::exchange(crowd_was_told_, true);
    spdlog::log(is_news ? spdlog::level::warn : spdlog::level::debug,
                "{} turned away, as others will be until there is a place: {}, and {} connections "
                "wait, as many as --queue allows",
                from, cards_.shortage(), waiting_.size());
    return turn_away(std::move(socket));
  }
  Guest guest{std::move(socket), fmt::format("connection {} ({})", ++welcomed_, from)};
  if (card == nullptr) return have_wait(std::move(guest));
  begin(std::move(guest), *card);
}

void Listener::have_wait(Guest guest) {
  const bool is_news = !std::exchange(shortage_was_told_, true);
  spdlog::log(is_news ? spdlog::level::warn : spdlog::level::debug, "{} waits: {}", guest.name,
              cards_.shortage());
  waiting_.enter(std::move(guest));
  crowd_was_told_ = false;
}

void Listener::lose_patience(Guest guest) const {
  const std::chrono::duration<double> time = options_.queue_timeout;
  spdlog::warn("{} turned away: it has waited for {} s (--queue-timeout), and {}", guest.name,
               time.count(), cards_.shortage());
  turn_away(std::move(guest.socket));
}

/// A plain client is not to take this for an answer without content.
void Listener::turn_away(Tcp::socket socket) const {
  if (options_.connection.server) abort_connection(socket);
}

std::shared_ptr<Connection> Listener::make_connection(Guest guest) const {
  const auto executor = guest.socket.get_executor();
  const ConnectionOptions& options = options_.connection;
  if (options.server) {
    return std::make_shared<Connection>(Tcp::socket(executor),
                                        std::make_unique<PlainSocket>(std::move(guest.socket)),
                                        options, guest.name);
  }
  std::unique_ptr<PlainSide> plain = std::make_unique<Echo>(executor);
  if (options_.target) plain = std::make_unique<PlainSocket>(executor, *options_.target);
  return std::make_shared<Connection>(std::move(guest.socket), std::move(plain), options,
                                      guest.name);
}

/// However it ends, the card comes back.
void Listener::begin(Guest guest, CardReader& card) {
  const auto connection = make_connection(std::move(guest));
  connections_.insert(connection);
  ++served_;
  crowd_was_told_ = false;
  if (!accepts()) close_doors();
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

void Listener::take_back(CardReader& card, const CardLoss& loss) {
  if (loss.words.empty()) {
    cards_.give_back(card);
    return serve_next();
  }
  cards_.leave_out(card, loss);
  if (cards_.is_spent()) end_without_cards();
}

void Listener::end_without_cards() {
  if (stopping_) return;
  stopping_ = true;
  close_doors();
  end_if_done();
}

void Listener::serve_next() {
  if (!cards_.has_free()) return;  // the card was lost meanwhile
  auto guest = waiting_.call_next();
  shortage_was_told_ = guest.has_value();
  if (guest) begin(std::move(*guest), *cards_.take());
}

void Listener::forget(const std::shared_ptr<Connection>& connection) {
  connections_.erase(connection);
  end_if_done();
}

void Listener::shut_down() {
  if (stopping_) return;
  stopping_ = true;
  close_doors();
  for (const auto& connection : connections_) connection->stop();
  end_if_done();
}

/// Nobody else will be served.
void Listener::close_doors() {
  acceptor_.close();
  if (const size_t waiting = waiting_.size(); waiting > 0) {
    spdlog::warn("turned away, since nobody else will be served: {} that waited", waiting);
  }
  while (auto guest = waiting_.call_next()) turn_away(std::move(guest->socket));
}

/// With the signals no longer awaited, run() has nothing left to do and returns.
void Listener::end_if_done() {
  if (!accepts() && connections_.empty()) signals_.cancel();
}

}  // namespace tls_se

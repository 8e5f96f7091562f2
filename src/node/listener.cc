#include "node/listener.h"

#include <spdlog/spdlog.h>

#include <asio/bind_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/multiple_exceptions.hpp>
#include <asio/post.hpp>
#include <csignal>
#include <utility>

#include "node/asio.h"
#include "node/echo.h"
#include "node/endpoint.h"
#include "node/listening.h"
#include "node/occupation.h"
#include "node/plain_socket.h"
#include "text/bind_advice.h"

namespace tls_se {
namespace {

// When the kernel has no file descriptor or memory for one more connection.
constexpr std::chrono::milliseconds kAcceptPause{100};

std::string advice(const asio::error_code& error) {
  const std::string words = bind_advice(error.value());
  return words.empty() ? "" : " (" + words + ")";
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
      strand_(asio::make_strand(io_)),
      errands_(strand_),
      cards_(std::move(cards), errands_,
             [this] {
               employ_threads();
               serve_next();
             }),
      acceptor_(strand_),
      signals_(strand_),
      waiting_(strand_,
               {.places = options_.queue_size,
                .patience = options_.queue_timeout,
                .half_closed_may_wait = options_.connection.server.has_value()},
               [this](Guest guest) { lose_patience(std::move(guest)); }) {
  try {
    start_listening(acceptor_, options_.listen);
  } catch (const std::system_error& error) {
    throw std::runtime_error("can't listen on " + to_string(options_.listen) + ": " +
                             error.code().message() + advice(error.code()));
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

/// One for each channel, and one that tries lost cards again: a mute one takes long to be found so.
/// With fewer it goes on, but one may have to wait for another.
void Listener::employ_threads() {
  const size_t wanted = cards_.size() + (cards_.come_back() ? 1 : 0);
  try {
    while (threads_.size() < wanted) threads_.emplace_back([this] { io_.run(); });
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

void Listener::lose_patience(Guest guest) {
  const std::chrono::duration<double> time = options_.queue_timeout;
  spdlog::warn("{} turned away: it has waited for {} s (--queue-timeout), and {}", guest.name,
               time.count(), cards_.shortage());
  turn_away(std::move(guest.socket));
  end_if_done();
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

/// A card may be in use by others: the guest's own strand waits for it.
void Listener::begin(Guest guest, CardReader& card) {
  ++occupying_;
  crowd_was_told_ = false;
  if (++served_ == options_.connection_limit) close_doors();
  const auto executor = guest.socket.get_executor();
  asio::post(executor, [this, guest = std::move(guest), &card]() mutable {
    CardLoss loss = occupy(card);
    asio::post(strand_, [this, guest = std::move(guest), &card, loss = std::move(loss)]() mutable {
      --occupying_;
      if (loss.words.empty()) return serve(std::move(guest), card);
      find_another(std::move(guest), card, loss);
    });
  });
}

/// However it ends, the card comes back.
void Listener::serve(Guest guest, CardReader& card) {
  const auto connection = make_connection(std::move(guest));
  connections_.insert(connection);
  if (stopping_) connection->stop();
  const auto finish = [this, connection, &card](const std::exception_ptr& thrown,
                                                const ConnectionEnd& end) {
    if (thrown) spdlog::error("{}: it broke down: {}", connection->name(), in_words(thrown));
    if (!thrown) log_end(connection->name(), end);
    linger(connection);
    take_back(card, end.card_loss);
  };
  asio::co_spawn(connection->executor(), run_and_release(connection, card),
                 asio::bind_executor(strand_, finish));
}

/// The guest, of whom nothing has been read, has lost nothing but time.
void Listener::find_another(Guest guest, const CardReader& card, const CardLoss& loss) {
  --served_;
  cards_.leave_out(card, loss);
  CardReader* const another = stopping_ ? nullptr : cards_.take();
  employ_threads();
  if (another != nullptr) return begin(std::move(guest), *another);
  if (!stopping_ && !cards_.is_spent()) return have_wait(std::move(guest));
  turn_away(std::move(guest.socket));
  end_without_cards();
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
  if (!std::exchange(stopping_, true)) close_doors();
  end_if_done();
}

/// There may be no free card, if that was lost meanwhile, and several, if one is back.
void Listener::serve_next() {
  while (cards_.has_free()) {
    auto guest = waiting_.call_next();
    shortage_was_told_ = guest.has_value();
    if (!guest) return end_if_done();
    begin(std::move(*guest), *cards_.take());
  }
}

void Listener::forget(const std::shared_ptr<Connection>& connection) {
  connections_.erase(connection);
  end_if_done();
}

/// Also of one that ends by itself, without cards: who is still in a session may be so for long.
void Listener::shut_down() {
  stopping_ = true;
  errands_.stop();
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

/// With nothing awaited any more, run() has nothing left to do and returns.
void Listener::end_if_done() {
  const bool is_empty = connections_.empty() && occupying_ == 0 && waiting_.size() == 0;
  if (accepts() || !is_empty) return;
  errands_.stop();
  signals_.cancel();
}

}  // namespace tls_se

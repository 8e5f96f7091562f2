#include "node/connection.h"

#include <spdlog/spdlog.h>

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/post.hpp>

#include "reader/names.h"

namespace tls_se {
namespace {

using asio::experimental::awaitable_operators::operator&&;

void check_role(bool card_is_client, bool node_is_client) {
  if (card_is_client == node_is_client) return;
  throw CardError(card_is_client ? "the card is a client's: it begins by itself"
                                 : "the card is a server's: it makes no ClientHello");
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket peer, std::unique_ptr<PlainSide> plain,
                       const ConnectionOptions& options, std::string name)
    : peer_(std::move(peer)),
      plain_(std::move(plain)),
      options_(options),
      name_(std::move(name)),
      max_content_(options.max_content),
      watchdog_(peer_.executor(), [this] { lose_patience(); }) {
  end_.is_client = options_.server.has_value();
}

void Connection::stop() {
  asio::post(executor(), [self = shared_from_this()] { self->interrupt(Cause::stopped); });
}

asio::awaitable<ConnectionEnd> Connection::run(CardReader& card) {
  watchdog_.allow(options_.handshake_timeout);
  co_await (converse(card) && watchdog_.run());
  say_goodbye();
  ask_reason();
  release_card(card);
  co_return end_;
}

asio::awaitable<void> Connection::converse(CardReader& card) {
  session_.emplace(card, options_.session);
  try {
    co_await begin(card);
    co_await handshake();
    if (session_->state() == CardSession::State::failed) interrupt(Cause::failed);
    if (session_->state() == CardSession::State::open && !ended()) {
      note_open(card);
      co_await relay();
    }
  } catch (const DialError& error) {
    interrupt(Cause::unreachable, error.what());
  } catch (const std::runtime_error& error) {
    interrupt(Cause::failed, error.what());
  }
  watchdog_.dismiss();
}

/// A client's card is reset when there is a server to hear its ClientHello.
asio::awaitable<void> Connection::begin(CardReader& card) {
  if (options_.server) co_await peer_.dial(options_.server->address);
  const bool listens = tell_time(card, std::chrono::system_clock::now());
  if (listens && options_.server) server_name_ = tell_server(card, options_.server->circumstances);
  auto first_flight = session_->reset();
  check_role(!first_flight.empty(), options_.server.has_value());
  co_await send(std::move(first_flight));
}

asio::awaitable<void> Connection::handshake() {
  while (session_->state() == CardSession::State::handshake && !ended()) {
    const auto record = co_await next_record();
    if (!record) co_return;
    auto flight = session_->handshake(*record);
    co_await send(std::move(flight));
  }
}

/// Both halves at once, each until its direction is closed.
asio::awaitable<void> Connection::relay() {
  co_await plain_->open();
  if (!ended()) co_await (inbound() && outbound());
}

/// From the peer, through the card, to the plain side.
asio::awaitable<void> Connection::inbound() {
  try {
    while (session_->reads() && !ended()) {
      const auto record = co_await next_record();
      if (!record) break;
      co_await receive(*record);
    }
    if (session_->state() == CardSession::State::failed) interrupt(Cause::failed);
    if (peer_is_deaf_) interrupt(Cause::peer_lost);
    if (!ended()) {
      peer_closed_ = true;
      plain_->shut_down();
      note_activity();
      co_await await_outbound();
    }
  } catch (const std::runtime_error& error) {
    interrupt(Cause::failed, error.what());
  }
}

asio::awaitable<void> Connection::receive(Bytes record) {
  auto decrypted = session_->decrypt(record);
  note_activity();
  // An answer leaves before anything else is encrypted: the card wants it so as well.
  if (!decrypted.records.empty()) co_await send(std::move(decrypted.records));
  if (decrypted.type != ContentType::application_data || decrypted.content.empty()) co_return;
  end_.received += decrypted.content.size();
  if (ended()) co_return;
  const asio::error_code error = co_await plain_->write(std::move(decrypted.content));
  if (error) plain_failed(error);
}

/// RFC 8446 section 6.1: "Any data received after a closure alert has been received MUST be
/// ignored." Reading goes on all the same, so that a peer's reset is seen.
asio::awaitable<void> Connection::await_outbound() {
  if (outbound_done_) co_return;
  const asio::error_code error = co_await peer_.ignore_rest();
  if (error != asio::error::eof && !outbound_done_) interrupt(Cause::peer_lost);
}

/// From the plain side, through the card, to the peer.
asio::awaitable<void> Connection::outbound() {
  try {
    std::vector<uint8_t> buffer(kMaxPlaintext);
    while (session_->writes() && !peer_is_deaf_ && !ended()) {
      asio::error_code error;
      const size_t size = co_await read_plain(asio::buffer(buffer), error);
      if (error == asio::error::eof) {
        co_await send_close();
        break;
      }
      if (error) {
        plain_failed(error);
        break;
      }
      co_await send_content(Bytes(buffer).first(size));
    }
  } catch (const std::runtime_error& error) {
    interrupt(Cause::failed, error.what());
  }
  outbound_done_ = true;
  plain_->stop_reading();
  if (session_->reads()) co_return;
  if (peer_is_deaf_) interrupt(Cause::peer_lost);
  peer_.cancel();  // await_outbound()
}

asio::awaitable<size_t> Connection::read_plain(asio::mutable_buffer buffer,
                                               asio::error_code& error) {
  plain_waits_ = true;
  note_activity();
  const size_t size = co_await plain_->read(buffer, error);
  plain_waits_ = false;
  note_activity();
  co_return size;
}

asio::awaitable<std::optional<std::vector<uint8_t>>> Connection::next_record() {
  std::optional<RecordError> bad;
  try {
    asio::error_code error;
    auto record = co_await peer_.read(error);
    const bool truncated = error == asio::error::eof && !peer_is_deaf_;
    if (error) interrupt(truncated ? Cause::truncated : Cause::peer_lost);
    co_return record;
  } catch (const RecordError& error) {
    bad = error;
  }
  co_await show_header_to_card(*bad);
  co_return std::nullopt;
}

/// The node can't write an alert, the card can: for a header that begins no record it does.
asio::awaitable<void> Connection::show_header_to_card(const RecordError& error) {
  std::vector<uint8_t> alert;
  if (session_->state() == CardSession::State::handshake) {
    alert = session_->handshake(error.header());
  } else {
    alert = session_->decrypt(error.header()).records;
  }
  co_await send(std::move(alert));
  interrupt(Cause::failed, error.what());
}

/// A peer that takes no more may have said why: reading goes on, and ends soon.
asio::awaitable<void> Connection::send(std::vector<uint8_t> records) {
  if (records.empty() || ended()) co_return;
  const asio::error_code error = co_await peer_.write(std::move(records));
  if (error) peer_is_deaf_ = true;
}

asio::awaitable<void> Connection::send_content(Bytes content) {
  while (!content.empty() && session_->writes() && !peer_is_deaf_ && !ended()) {
    auto records = encrypt_head(content);
    co_await send(std::move(records));
    note_activity();
  }
  if (session_->state() == CardSession::State::failed) interrupt(Cause::failed);
}

/// As much of the content as the card takes at once, which is found out by halving; it is cut off.
std::vector<uint8_t> Connection::encrypt_head(Bytes& content) {
  for (;; max_content_ /= 2) {
    const Bytes head = content.first(std::min(content.size(), max_content_));
    try {
      auto records = session_->encrypt(head, ContentType::application_data);
      content = content.subspan(head.size());
      end_.sent += head.size();
      return records;
    } catch (const ContentTooLong&) {
      if (head.size() == 1) throw;
      max_content_ = head.size();
    }
  }
}

/// Both TLS and TCP learn that nothing more will come; but a client keeps its TCP connection whole,
/// since servers take its FIN for the loss of a client that no answer can reach.
asio::awaitable<void> Connection::send_close() {
  if (!session_->writes() || ended()) co_return;
  auto records = session_->close();
  const asio::error_code error = co_await peer_.write(std::move(records));
  if (error && !peer_closed_) peer_is_deaf_ = true;  // one that has closed needn't wait for it
  if (!options_.server) peer_.shut_down();
}

void Connection::note_open(CardReader& card) {
  end_.was_open = true;
  watchdog_.allow(options_.idle_timeout);
  const auto parameters = read_session_parameters(card);
  if (!parameters) return spdlog::info("{}: open", name_);
  spdlog::info("{}: open, {}, {}{}", name_, mode_name(parameters->mode),
               cipher_suite_name(parameters->cipher_suite),
               server_name_.empty() ? "" : ", " + server_name_);
  if (parameters->validity_unchecked) {
    spdlog::warn(
        "{}: whether the peer's certificates have expired is NOT checked: the card does not know "
        "the time",
        name_);
  }
  if (parameters->no_client_certificate) {
    spdlog::info("{}: the client has sent no certificate", name_);
  }
}

void Connection::note_activity() {
  const bool farewell = peer_closed_ && plain_waits_ && options_.farewell_timeout.count() != 0;
  watchdog_.allow(farewell ? options_.farewell_timeout : options_.idle_timeout);
}

void Connection::lose_patience() {
  const bool farewell = peer_closed_ && plain_waits_ && options_.farewell_timeout.count() != 0;
  interrupt(farewell ? Cause::peer_done : Cause::timed_out);
}

/// The first cause counts. Everything that waits wakes with an error.
void Connection::interrupt(Cause cause, std::string detail) {
  if (ended()) return;
  end_.cause = cause;
  end_.detail = std::move(detail);
  watchdog_.dismiss();
  peer_.cancel();
  plain_->cancel();
}

void Connection::plain_failed(const asio::error_code& error) {
  interrupt(Cause::plain_lost, plain_->name() + " broke off: " + error.message());
}

/// close_notify without waiting, if it can still be said and would be true. A plain side that broke
/// off is no orderly end, and the peer is to see that.
void Connection::say_goodbye() {
  const bool orderly =
      end_.in_order() || end_.cause == Cause::timed_out || end_.cause == Cause::truncated;
  if (!orderly || !session_->writes()) return;
  try {
    const std::vector<uint8_t> records = session_->close();
    peer_.write_now(records);
  } catch (const std::runtime_error& error) {
    spdlog::warn("{}: {}", name_, error.what());
  }
}

void Connection::ask_reason() {
  if (end_.cause != Cause::failed || session_->state() != CardSession::State::failed) return;
  try {
    end_.alert = session_->ending_alert();
  } catch (const std::runtime_error& error) {
    if (end_.detail.empty()) end_.detail = error.what();
  }
}

void Connection::release_card(CardReader& card) {
  const auto state = session_->state();
  const bool keys_are_gone =
      state == CardSession::State::closed || state == CardSession::State::failed;
  session_.reset();
  if (keys_are_gone) return;
  try {
    (void)CardSession(card, options_.session).reset();
  } catch (const std::runtime_error& error) {
    spdlog::error("{}: the card could not be reset: {}", name_, error.what());
  }
}

asio::awaitable<void> Connection::linger() {
  plain_->close();
  if (end_.cause == Cause::plain_lost || end_.cause == Cause::unreachable) peer_.abort();
  // What a peer that has closed was still told is on its way: nothing unread will take it back.
  const bool was_told = end_.was_open || end_.alert.has_value();
  const bool worth_it =
      was_told && !peer_closed_ && end_.cause != Cause::peer_lost && end_.cause != Cause::stopped;
  if (worth_it) co_await peer_.linger();
  peer_.close();
}

}  // namespace tls_se

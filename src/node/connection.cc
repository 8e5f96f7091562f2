#include "node/connection.h"

#include <spdlog/spdlog.h>

#include <asio/connect.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/post.hpp>
#include <asio/read.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

namespace tls_se {
namespace {

using asio::experimental::awaitable_operators::operator&&;
using asio::ip::tcp;
using Await = asio::redirect_error_t<asio::use_awaitable_t<>>;

constexpr size_t kReadSize = kMaxRecordSize;    // what one read takes from the peer, at most
constexpr std::chrono::seconds kLingerTime{2};  // for a peer that reads slowly

Await into(asio::error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

/// The other side sees a reset instead of an orderly end: what it got may not be all.
void abort_connection(tcp::socket& socket) {
  asio::error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace

Connection::Connection(tcp::socket peer, const ConnectionOptions& options, std::string name)
    : peer_(std::move(peer)),
      target_(peer_.get_executor()),
      options_(options),
      name_(std::move(name)),
      max_content_(options.max_content),
      to_peer_(peer_),
      watchdog_(peer_.get_executor(), [this] { interrupt(Interruption::timed_out); }) {
  asio::error_code ignored;
  peer_.set_option(tcp::no_delay(true), ignored);
}

void Connection::stop() {
  asio::post(peer_.get_executor(),
             [self = shared_from_this()] { self->interrupt(Interruption::stopped); });
}

asio::awaitable<void> Connection::serve(CardReader& card) {
  watchdog_.allow(options_.handshake_timeout);
  co_await (converse(card) && watchdog_.run());
  say_goodbye();
  log_end();
  release_card(card);
}

asio::awaitable<void> Connection::converse(CardReader& card) {
  session_.emplace(card, options_.session);
  try {
    auto first_flight = session_->reset();
    co_await send(std::move(first_flight));
    co_await handshake();
    if (session_->state() == CardSession::State::failed) interrupt(Interruption::card_failed);
    if (session_->state() == CardSession::State::open && !ended()) {
      was_open_ = true;
      spdlog::info("{}: open", name_);
      watchdog_.allow(options_.idle_timeout);
      // No conditional expression: g++ 12 destroys a coroutine twice that one has chosen.
      if (options_.target) {
        co_await relay();
      } else {
        co_await inbound();
      }
    }
  } catch (const std::runtime_error& error) {
    card_failed(error.what());
  }
  watchdog_.dismiss();
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
  const bool connected = co_await connect_target();
  if (connected) co_await (inbound() && outbound());
}

/// From the peer, through the card, to the service.
asio::awaitable<void> Connection::inbound() {
  try {
    while (session_->reads() && !ended()) {
      const auto record = co_await next_record();
      if (!record) break;
      co_await receive(*record);
    }
    if (session_->state() == CardSession::State::failed) interrupt(Interruption::card_failed);
    if (!ended()) co_await end_of_inbound();
  } catch (const std::runtime_error& error) {
    card_failed(error.what());
  }
}

asio::awaitable<void> Connection::receive(Bytes record) {
  auto decrypted = session_->decrypt(record);
  watchdog_.allow(options_.idle_timeout);
  // An answer leaves before anything else is encrypted: the card wants it so as well.
  if (!decrypted.records.empty()) co_await send(std::move(decrypted.records));
  if (decrypted.type != content_type::kApplicationData || decrypted.content.empty()) co_return;
  received_ += decrypted.content.size();
  co_await deliver(std::move(decrypted.content));
}

asio::awaitable<void> Connection::deliver(std::vector<uint8_t> content) {
  if (!options_.target) {
    co_await send_content(content);
    co_return;
  }
  if (ended()) co_return;
  asio::error_code error;
  co_await asio::async_write(target_, asio::buffer(content), into(error));
  if (error) interrupt(Interruption::target_lost);
}

/// close_notify has come. An echo is over; a target may have more to say.
asio::awaitable<void> Connection::end_of_inbound() {
  if (!options_.target) {
    co_await send_close();
    co_return;
  }
  asio::error_code ignored;
  target_.shutdown(tcp::socket::shutdown_send, ignored);
  co_await await_outbound();
}

/// RFC 8446 section 6.1: "Any data received after a closure alert has been received MUST be
/// ignored." Reading goes on all the same, so that a peer's reset is seen.
asio::awaitable<void> Connection::await_outbound() {
  std::array<uint8_t, 512> ignored;
  while (!outbound_done_ && !ended()) {
    asio::error_code error;
    co_await read_some(peer_, asio::buffer(ignored), error);
    if (error == asio::error::eof) co_return;
    if (error && !outbound_done_) interrupt(Interruption::peer_lost);
  }
}

/// From the service, through the card, to the peer.
asio::awaitable<void> Connection::outbound() {
  try {
    std::vector<uint8_t> buffer(kMaxContentSize);
    while (session_->writes() && !ended()) {
      asio::error_code error;
      const size_t size = co_await read_some(target_, asio::buffer(buffer), error);
      if (error == asio::error::eof) {
        co_await send_close();
        peer_.shutdown(tcp::socket::shutdown_send, error);
        break;
      }
      if (error) {
        interrupt(Interruption::target_lost);
        break;
      }
      co_await send_content(Bytes(buffer).first(size));
    }
  } catch (const std::runtime_error& error) {
    card_failed(error.what());
  }
  outbound_done_ = true;
  if (!session_->reads()) peer_.cancel();  // await_outbound()
}

asio::awaitable<bool> Connection::connect_target() {
  asio::error_code error;
  co_await target_.async_connect(*options_.target, into(error));
  if (!error) {
    target_.set_option(tcp::no_delay(true), error);
    co_return true;
  }
  if (!ended()) {
    spdlog::error("{}: the target can't be reached: {}", name_, error.message());
    interrupt(Interruption::target_lost);
  }
  co_return false;
}

asio::awaitable<std::optional<std::vector<uint8_t>>> Connection::next_record() {
  std::optional<RecordError> bad;
  try {
    std::vector<uint8_t> buffer;
    for (;;) {
      if (auto record = records_.next()) co_return record;
      buffer.resize(kReadSize);
      asio::error_code error;
      const size_t size = co_await read_some(peer_, asio::buffer(buffer), error);
      records_.push(Bytes(buffer).first(size));
      if (!error) continue;
      interrupt(error == asio::error::eof ? Interruption::truncated : Interruption::peer_lost);
      co_return std::nullopt;
    }
  } catch (const RecordError& error) {
    bad = error;
  }
  co_await show_header_to_card(*bad);
  co_return std::nullopt;
}

/// The node can't write an alert, the card can: for a header that begins no record it does.
asio::awaitable<void> Connection::show_header_to_card(const RecordError& error) {
  spdlog::warn("{}: {}", name_, error.what());
  std::vector<uint8_t> alert;
  if (session_->state() == CardSession::State::handshake) {
    alert = session_->handshake(error.header());
  } else {
    alert = session_->decrypt(error.header()).records;
  }
  co_await send(std::move(alert));
  interrupt(Interruption::card_failed);
}

asio::awaitable<size_t> Connection::read_some(tcp::socket& socket, asio::mutable_buffer buffer,
                                              asio::error_code& error) {
  if (ended()) {
    error = asio::error::operation_aborted;
    co_return 0;
  }
  co_return co_await socket.async_read_some(buffer, into(error));
}

asio::awaitable<void> Connection::send(std::vector<uint8_t> records) {
  if (records.empty() || ended()) co_return;
  const asio::error_code error = co_await to_peer_.write(std::move(records));
  if (error) interrupt(Interruption::peer_lost);
}

asio::awaitable<void> Connection::send_content(Bytes content) {
  while (!content.empty() && session_->writes() && !ended()) {
    auto records = encrypt_head(content);
    co_await send(std::move(records));
    watchdog_.allow(options_.idle_timeout);
  }
  if (session_->state() == CardSession::State::failed) interrupt(Interruption::card_failed);
}

/// As much of the content as the card takes at once, which is found out by halving; it is cut off.
std::vector<uint8_t> Connection::encrypt_head(Bytes& content) {
  for (;; max_content_ /= 2) {
    const Bytes head = content.first(std::min(content.size(), max_content_));
    try {
      auto records = session_->encrypt(head, content_type::kApplicationData);
      content = content.subspan(head.size());
      sent_ += head.size();
      return records;
    } catch (const ContentTooLong&) {
      if (head.size() == 1) throw;
      max_content_ = head.size();
    }
  }
}

asio::awaitable<void> Connection::send_close() {
  if (!session_->writes() || ended()) co_return;
  auto records = session_->close();
  co_await send(std::move(records));
}

/// The first cause counts. Everything that waits on a socket wakes with operation_aborted.
void Connection::interrupt(Interruption cause) {
  if (ended()) return;
  interruption_ = cause;
  watchdog_.dismiss();
  asio::error_code ignored;
  peer_.cancel(ignored);
  target_.cancel(ignored);
}

void Connection::card_failed(const std::string& why) {
  spdlog::error("{}: {}", name_, why);
  interrupt(Interruption::card_failed);
}

/// close_notify without waiting, if it can still be said and would be true. A target that broke off
/// is no orderly end, and the peer is to see that.
void Connection::say_goodbye() {
  const bool orderly =
      interruption_ == Interruption::none || interruption_ == Interruption::stopped ||
      interruption_ == Interruption::timed_out || interruption_ == Interruption::truncated;
  if (!orderly || !session_->writes() || !to_peer_.clean()) return;
  try {
    const std::vector<uint8_t> records = session_->close();
    asio::error_code ignored;
    peer_.non_blocking(true, ignored);
    peer_.write_some(asio::buffer(records), ignored);
  } catch (const std::runtime_error& error) {
    spdlog::warn("{}: {}", name_, error.what());
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

void Connection::log_end() {
  const std::string counts = fmt::format("{} bytes in, {} out", received_, sent_);
  switch (interruption_) {
    case Interruption::none:
      spdlog::info("{}: closed by close_notify, {}", name_, counts);
      return;
    case Interruption::stopped:
      spdlog::info("{}: stopped, {}", name_, counts);
      return;
    case Interruption::timed_out:
      spdlog::warn("{}: timed out, {}", name_,
                   was_open_ ? "the peer was silent; " + counts : "no handshake in time");
      return;
    case Interruption::peer_lost:
      spdlog::warn("{}: the peer broke off, {}", name_, counts);
      return;
    case Interruption::truncated:
      spdlog::warn("{}: the peer {}", name_,
                   was_open_ ? "ended without close_notify: data may be missing; " + counts
                             : "left during the handshake");
      return;
    case Interruption::target_lost:
      spdlog::warn("{}: the target broke off, {}", name_, counts);
      return;
    case Interruption::card_failed:
      log_failure(counts);
      return;
  }
}

void Connection::log_failure(const std::string& counts) {
  try {
    spdlog::warn("{}: failed, {}; {}", name_, session_->end_reason(), counts);
  } catch (const std::runtime_error& error) {
    spdlog::error("{}: failed, {}; {}", name_, error.what(), counts);
  }
}

asio::awaitable<void> Connection::linger() {
  if (interruption_ == Interruption::target_lost || interruption_ == Interruption::truncated) {
    abort_connection(target_);
  }
  if (interruption_ == Interruption::target_lost) abort_connection(peer_);
  const bool worth_it = peer_.is_open() && interruption_ != Interruption::peer_lost &&
                        interruption_ != Interruption::stopped;
  asio::error_code error;
  if (worth_it) {
    peer_.shutdown(tcp::socket::shutdown_send, error);
    Watchdog watchdog(peer_.get_executor(), [this] { peer_.cancel(); });
    watchdog.allow(kLingerTime);
    co_await (drain(watchdog) && watchdog.run());
  }
  peer_.close(error);
  target_.close(error);
}

/// Closing a socket with unread bytes resets the connection, and the alert just sent with it.
asio::awaitable<void> Connection::drain(Watchdog& watchdog) {
  std::vector<uint8_t> ignored(kReadSize);
  asio::error_code error;
  while (!error) co_await peer_.async_read_some(asio::buffer(ignored), into(error));
  watchdog.dismiss();
}

}  // namespace tls_se

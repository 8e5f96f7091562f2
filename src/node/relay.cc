#include "node/relay.h"

#include <asio/experimental/awaitable_operators.hpp>

#include "node/connection_end.h"

namespace tls_se {
namespace {

using asio::experimental::awaitable_operators::operator&&;
using Cause = ConnectionEnd::Cause;

void check_plain(const PlainSide& plain, const asio::error_code& error) {
  if (!error) return;
  throw Interruption(Cause::plain_lost, plain.name() + " broke off: " + error.message());
}

}  // namespace

Relay::Relay(TlsStream& tls, PlainSide& plain, const Options& options)
    : tls_(tls),
      plain_(plain),
      options_(options),
      watchdog_(tls.executor(), [this] { lose_patience(); }) {}

asio::awaitable<void> Relay::run() {
  note_activity();
  co_await watchdog_.watch(converse());
  if (interrupted_by_) std::rethrow_exception(interrupted_by_);
}

asio::awaitable<void> Relay::converse() {
  co_await attempt(plain_.open());
  if (!interrupted_by_) co_await (attempt(inbound()) && attempt(outbound()));
}

/// What one part can't go on for ends the other one too.
asio::awaitable<void> Relay::attempt(asio::awaitable<void> part) {
  try {
    co_await std::move(part);
  } catch (...) {
    interrupt(std::current_exception());
  }
}

/// From the peer, through the card, to the plain side.
asio::awaitable<void> Relay::inbound() {
  while (tls_.reads()) {
    auto content = co_await tls_.read();
    note_activity();
    if (content.empty()) continue;
    const asio::error_code error = co_await plain_.write(std::move(content));
    check_plain(plain_, error);
  }
  plain_.shut_down();
  co_await tls_.ignore_rest();
}

/// From the plain side, through the card, to the peer.
asio::awaitable<void> Relay::outbound() {
  std::vector<uint8_t> buffer(kMaxPlaintext);
  while (tls_.writes()) {
    const Bytes content = co_await read_plain(asio::buffer(buffer));
    co_await send(content);
    if (content.empty()) co_await tls_.close();
  }
  plain_.stop_reading();
}

/// Nothing at the end of the plain stream.
asio::awaitable<Bytes> Relay::read_plain(asio::mutable_buffer buffer) {
  plain_is_awaited_ = true;
  note_activity();
  asio::error_code error;
  const size_t size = co_await plain_.read(buffer, error);
  plain_is_awaited_ = false;
  note_activity();
  if (error == asio::error::eof) co_return Bytes{};
  check_plain(plain_, error);
  co_return Bytes(static_cast<const uint8_t*>(buffer.data()), size);
}

asio::awaitable<void> Relay::send(Bytes content) {
  while (!content.empty() && tls_.writes()) {
    const size_t size = co_await tls_.write_some(content);
    content = content.subspan(size);
    note_activity();
  }
}

void Relay::note_activity() {
  watchdog_.allow(takes_leave() ? options_.farewell_timeout : options_.idle_timeout);
}

void Relay::lose_patience() {
  interrupt(
      std::make_exception_ptr(Interruption(takes_leave() ? Cause::peer_done : Cause::timed_out)));
}

/// The peer has closed, and all that is left is what the plain side might still say.
bool Relay::takes_leave() const {
  return !tls_.reads() && plain_is_awaited_ && options_.farewell_timeout.count() != 0;
}

void Relay::interrupt(std::exception_ptr why) {
  if (interrupted_by_) return;
  interrupted_by_ = std::move(why);
  tls_.cancel();
  plain_.cancel();
}

}  // namespace tls_se

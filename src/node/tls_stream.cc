#include "node/tls_stream.h"

#include <algorithm>
#include <asio/steady_timer.hpp>
#include <optional>

#include "node/asio.h"
#include "node/connection_end.h"

namespace tls_se {
namespace {

using Cause = ConnectionEnd::Cause;

// How soon a card that is busy is asked again. A handshake takes a card some hundred milliseconds,
// and what its peer needs.
constexpr std::chrono::milliseconds kFirstPause(5);
constexpr std::chrono::milliseconds kLongestPause(50);

/// A client's card begins by itself.
void check_role(Bytes first_flight, Role of_node) {
  const Role of_card = first_flight.empty() ? Role::server : Role::client;
  const bool begins_well =
      first_flight.empty() || first_flight[0] == static_cast<uint8_t>(ContentType::handshake);
  if (!begins_well) throw CardError("the card begins with what is no ClientHello");
  if (of_card == of_node) return;
  throw CardError(of_card == Role::client ? "the card is a client's: it begins by itself"
                                          : "the card is a server's: it makes no ClientHello");
}

}  // namespace

asio::awaitable<void> TlsStream::handshake() {
  auto first_flight = session_.reset();
  for (Pause pause = kFirstPause; session_.is_busy(); first_flight = session_.reset()) {
    co_await wait_for_card(pause);
  }
  const bool begins = session_.state() != CardSession::State::failed;
  if (begins) check_role(first_flight, role_);
  co_await send(std::move(first_flight));
  while (session_.state() == CardSession::State::handshake) {
    const auto record = co_await next_record();
    auto flight = session_.handshake(record);
    for (Pause pause = kFirstPause; session_.is_busy(); flight = session_.handshake(record)) {
      co_await wait_for_card(pause);
    }
    // A server has no answer to the client's Finished, since its card makes no tickets.
    const bool unanswered = flight.empty() && role_ == Role::server;
    co_await send(std::move(flight));
    if (unanswered) peer_.acknowledge();
  }
  check_not_failed();
  const size_t card_takes = session_.max_content().value_or(max_content_);
  max_content_ = std::min(max_content_, card_takes);
}

asio::awaitable<std::vector<uint8_t>> TlsStream::read() {
  const auto record = co_await next_record();
  auto decrypted = session_.decrypt(record);
  // An answer leaves before anything else is encrypted: the card wants it so as well.
  co_await send(std::move(decrypted.records));
  check_not_failed();
  if (!session_.reads() && peer_.peer_is_deaf()) throw Interruption(Cause::peer_lost);
  if (decrypted.type != ContentType::application_data) co_return std::vector<uint8_t>{};
  received_ += decrypted.content.size();
  co_return std::move(decrypted.content);
}

/// RFC 8446 section 6.1: "Any data received after a closure alert has been received MUST be
/// ignored." Reading goes on all the same, so that a peer's reset is seen.
asio::awaitable<void> TlsStream::ignore_rest() {
  if (!session_.writes()) co_return;
  const asio::error_code error = co_await peer_.ignore_rest();
  const bool closed_here = error == asio::error::operation_aborted;
  if (error != asio::error::eof && !closed_here) throw Interruption(Cause::peer_lost);
}

asio::awaitable<size_t> TlsStream::write_some(Bytes content) {
  Bytes rest = content;
  auto records = encrypt_head(rest);
  co_await send(std::move(records));
  check_not_failed();
  if (!session_.reads() && peer_.peer_is_deaf()) throw Interruption(Cause::peer_lost);
  co_return content.size() - rest.size();
}

/// Both TLS and TCP learn that nothing more will come; but a client keeps its TCP connection whole,
/// since servers take its FIN for the loss of a client that no answer can reach.
asio::awaitable<void> TlsStream::close() {
  if (!session_.writes()) co_return;
  auto close_notify = session_.close();
  co_await send(std::move(close_notify));
  check_not_failed();
  if (role_ == Role::server) peer_.shut_down();
  if (!session_.reads()) peer_.cancel();  // ignore_rest()
}

void TlsStream::close_now() {
  if (!session_.writes()) return;
  const std::vector<uint8_t> close_notify = session_.close();
  peer_.write_now(close_notify);
}

asio::awaitable<std::vector<uint8_t>> TlsStream::next_record() {
  std::optional<RecordError> bad;
  try {
    asio::error_code error;
    auto record = co_await peer_.read(error);
    if (record) co_return std::move(*record);
    const bool truncated = error == asio::error::eof && !peer_.peer_is_deaf();
    throw Interruption(truncated ? Cause::truncated : Cause::peer_lost);
  } catch (const RecordError& error) {
    bad = error;
  }
  auto alert = show_to_card(bad->header());
  for (Pause pause = kFirstPause; session_.is_busy(); alert = show_to_card(bad->header())) {
    co_await wait_for_card(pause);
  }
  co_await send(std::move(alert));
  throw *bad;
}

/// The node can't write an alert, the card can: for a header that begins no record it does.
std::vector<uint8_t> TlsStream::show_to_card(Bytes header) {
  if (session_.state() == CardSession::State::handshake) return session_.handshake(header);
  return session_.decrypt(header).records;
}

/// Another of the card's sessions is in its handshake. The connection's deadline is that of waiting
/// too.
asio::awaitable<void> TlsStream::wait_for_card(Pause& pause) {
  asio::error_code woken;
  asio::steady_timer timer(executor(), pause);
  pause = std::min(2 * pause, kLongestPause);
  co_await timer.async_wait(into(woken));
  if (peer_.peer_is_deaf()) throw Interruption(Cause::peer_lost);
}

/// A peer that takes no more may have said why: reading goes on, and ends soon.
asio::awaitable<void> TlsStream::send(std::vector<uint8_t> records) {
  if (!records.empty()) co_await peer_.write(std::move(records));
}

/// As much of the content as the card takes at once; it is cut off. A card that doesn't tell its
/// limit refuses what is longer, and it is found by halving.
std::vector<uint8_t> TlsStream::encrypt_head(Bytes& content) {
  for (;; max_content_ /= 2) {
    const Bytes head = content.first(std::min(content.size(), max_content_));
    try {
      auto records = session_.encrypt(head, ContentType::application_data);
      content = content.subspan(head.size());
      sent_ += head.size();
      return records;
    } catch (const ContentTooLong&) {
      if (head.size() == 1) throw;
      max_content_ = head.size();
    }
  }
}

void TlsStream::check_not_failed() const {
  if (session_.state() == CardSession::State::failed) throw Interruption(Cause::failed);
}

}  // namespace tls_se

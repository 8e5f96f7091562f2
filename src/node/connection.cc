#include "node/connection.h"

#include <spdlog/spdlog.h>

#include <asio/post.hpp>

#include "node/card_watch.h"
#include "node/fragment_size.h"
#include "node/watchdog.h"
#include "reader/channel_reader.h"
#include "reader/names.h"
#include "reader/peer_words.h"

namespace tls_se {
namespace {

/// A server with certificate beside mutual also takes clients that have none.
std::string authentication(const SessionParameters& parameters) {
  if (!parameters.no_client_certificate) return mode_name(parameters.mode);
  return "certificate of the server, the client has shown none";
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket peer, std::unique_ptr<PlainSide> plain,
                       const ConnectionOptions& options, std::string name)
    : peer_(std::move(peer)), plain_(std::move(plain)), options_(options), name_(std::move(name)) {
  end_.is_client = options_.server.has_value();
  if (end_.is_client) end_.server = to_string(options_.server->address);
}

void Connection::stop() {
  asio::post(executor(), [self = shared_from_this()] { self->interrupt(Cause::stopped); });
}

asio::awaitable<ConnectionEnd> Connection::run(CardReader& card) {
  if (ended()) co_return end_;  // stopped before it began
  TlsStream tls(peer_, card, end_.is_client ? Role::client : Role::server, options_.tls);
  Watchdog watchdog(executor(), [this] { interrupt(Cause::timed_out); });
  watchdog.allow(options_.handshake_timeout);
  co_await watchdog.watch(attempt(begin(card, tls)));
  CardWatch watch(executor(), card, options_.card_interval,
                  [this](const std::string& why) { interrupt(Cause::failed, why); });
  if (!ended()) co_await watch.watch(attempt(relay(tls)));
  say_goodbye(tls);
  ask_for_alert(tls.session());
  release_card(card, tls.session());
  co_return end_;
}

/// A client's card is reset when there is a server to hear its ClientHello.
asio::awaitable<void> Connection::begin(CardReader& card, TlsStream& tls) {
  if (options_.server) co_await peer_.dial(options_.server->address);
  if (!options_.tls.session.fragment_size) find_fragment_size(card);
  end_.server_name = tell_circumstances(card);
  co_await tls.handshake();
  if (!ended()) note_open(card);
}

asio::awaitable<void> Connection::relay(TlsStream& tls) {
  Relay relay(tls, *plain_, options_.relay);
  co_await relay.run();
}

/// What a part of the connection throws is how the connection ends: a card in this process can run
/// out of memory, too.
asio::awaitable<void> Connection::attempt(asio::awaitable<void> part) {
  try {
    co_await std::move(part);
  } catch (const Interruption& interruption) {
    interrupt(interruption.cause(), interruption.what());
  } catch (const DialError& error) {
    interrupt(Cause::unreachable, error.what());
  } catch (const std::exception& error) {
    interrupt(Cause::failed, error.what());
  }
}

/// The first cause counts. Everything that waits wakes with an error.
void Connection::interrupt(Cause cause, const std::string& detail) {
  if (ended()) return;
  end_.cause = cause;
  end_.detail = detail;
  peer_.cancel();
  plain_->cancel();
}

/// Returns which server name counts, for the log.
std::string Connection::tell_circumstances(CardReader& card) const {
  const bool listens = tell_time(card, std::chrono::system_clock::now());
  if (!listens || !options_.server) return "";
  return tell_server(card, options_.server->circumstances);
}

void Connection::note_open(CardReader& card) {
  end_.was_open = true;
  const auto parameters = read_session_parameters(card);
  if (!parameters) return spdlog::info("{}: open", name_);
  const auto group = read_named_group(card);
  const auto peer = read_peer(card);
  if (peer) end_.peer = peer_words(*peer);
  spdlog::info("{}: open, {}, {}{}{}{}", name_, authentication(*parameters),
               cipher_suite_name(parameters->cipher_suite),
               group ? ", " + named_group_name(*group) : "",
               end_.server_name.empty() ? "" : ", " + end_.server_name,
               end_.peer.empty() ? "" : ", the peer is " + end_.peer);
  if (parameters->validity_unchecked) {
    spdlog::warn(
        "{}: whether the peer's certificates have expired is NOT checked: the card does not know "
        "the time",
        name_);
  }
}

/// close_notify without waiting, if it can still be said and would be true. A plain side that broke
/// off is no orderly end, and the peer is to see that.
void Connection::say_goodbye(TlsStream& tls) {
  end_.received = tls.received();
  end_.sent = tls.sent();
  const bool orderly =
      end_.in_order() || end_.cause == Cause::timed_out || end_.cause == Cause::truncated;
  if (!orderly) return;
  try {
    tls.close_now();
  } catch (const std::exception& error) {
    spdlog::warn("{}: {}", name_, error.what());
  }
}

void Connection::ask_for_alert(CardSession& session) {
  if (end_.cause != Cause::failed || session.state() != CardSession::State::failed) return;
  try {
    end_.alert = session.ending_alert();
  } catch (const std::exception& error) {
    lose_card(error);
  }
}

/// A card that refuses RESET would fail whoever gets it next, and may still hold the keys. Its
/// channel may have gone, and then another one will do.
void Connection::release_card(CardReader& card, CardSession& session) {
  if (session.is_over()) return;
  try {
    if (refusal_of_reset(card, session).empty()) return;
    card.reset();
    const std::string why = refusal_of_reset(card, session);
    if (!why.empty()) end_.card_loss = {.words = "can't be reset: " + why};
  } catch (const ChannelLost& error) {
    end_.card_loss = {.words = std::string("can't be reset: ") + error.what()};
  } catch (const std::exception& error) {
    lose_card(error);
  }
}

/// A client's card has begun a handshake then, and other sessions of the card may wait for one:
/// what is put ends it.
std::string Connection::refusal_of_reset(CardReader& card, CardSession& session) const {
  try {
    (void)session.reset();
    if (session.state() != CardSession::State::handshake) return to_string(session.ending_alert());
    if (end_.is_client) (void)tell_time(card, std::chrono::system_clock::now());
    return "";
  } catch (const CardError& error) {
    return error.what();
  }
}

void Connection::lose_card(const std::exception& error) {
  end_.card_loss = {.words = std::string("can't be reached any more: ") + error.what(),
                    .is_of_card = true};
}

asio::awaitable<void> Connection::linger() {
  plain_->close();
  if (end_.cause == Cause::plain_lost || end_.cause == Cause::unreachable) peer_.abort();
  // What a peer that has closed was still told is on its way: nothing unread will take it back.
  const bool was_told = end_.was_open || end_.alert.has_value();
  const bool peer_has_left =
      end_.cause == Cause::none || end_.cause == Cause::peer_done || end_.cause == Cause::peer_lost;
  if (was_told && !peer_has_left && end_.cause != Cause::stopped) co_await peer_.linger();
  peer_.close();
}

}  // namespace tls_se

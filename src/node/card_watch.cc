#include "node/card_watch.h"

#include <asio/experimental/awaitable_operators.hpp>

#include "node/asio.h"

namespace tls_se {
namespace {

using asio::experimental::awaitable_operators::operator&&;

}  // namespace

asio::awaitable<void> CardWatch::watch(asio::awaitable<void> work) {
  co_await (finish(std::move(work)) && look());
}

asio::awaitable<void> CardWatch::finish(asio::awaitable<void> work) {
  co_await std::move(work);
  done_ = true;
  timer_.cancel();
}

/// Until the work is done, or the card has left.
asio::awaitable<void> CardWatch::look() {
  while (!done_) {
    asio::error_code woken;
    timer_.expires_after(interval_);
    co_await timer_.async_wait(into(woken));
    if (done_) break;
    try {
      card_.check();
    } catch (const std::exception& error) {
      at_loss_(error.what());
      break;
    }
  }
}

}  // namespace tls_se

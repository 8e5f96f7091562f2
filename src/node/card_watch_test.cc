#include "node/card_watch.h"

#include <gtest/gtest.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>

#include "node/asio.h"
#include "support/scripted_card.h"

namespace tls_se {
namespace {

class CardWatchTest : public testing::Test {
 protected:
  /// Work that ends when its timer does.
  asio::awaitable<void> work() {
    asio::error_code woken;
    co_await end_.async_wait(into(woken));
  }
  void watch() {
    asio::co_spawn(io_, watch_.watch(work()), asio::detached);
    io_.run();
  }

  asio::io_context io_;
  asio::steady_timer end_{io_, asio::steady_timer::time_point::max()};
  ScriptedCard card_;
  std::vector<std::string> losses_;
  CardWatch watch_{io_.get_executor(), card_, std::chrono::milliseconds(1),
                   [this](const std::string& why) {
                     losses_.push_back(why);
                     end_.cancel();
                   }};
};

TEST_F(CardWatchTest, LooksUntilTheWorkIsDone) {
  card_.at_check = [&] {
    if (card_.checks == 3) end_.cancel();
  };
  watch();
  EXPECT_EQ(card_.checks, 3);
  EXPECT_TRUE(losses_.empty());
}

TEST_F(CardWatchTest, TellsALossOnce) {
  card_.at_check = [&] {
    if (card_.checks == 2) throw CardUnreachable("the reader has lost its card");
  };
  watch();
  EXPECT_EQ(card_.checks, 2);
  EXPECT_EQ(losses_, std::vector<std::string>{"the reader has lost its card"});
}

}  // namespace
}  // namespace tls_se

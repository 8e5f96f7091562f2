#include "reader/pcsc/deadline_thread.h"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

namespace tls_se {
namespace {

constexpr std::chrono::seconds kLong(30);
constexpr std::chrono::milliseconds kShort(1);

TEST(DeadlineThreadTest, CallsOneAfterTheOther) {
  DeadlineThread thread;
  std::vector<std::thread::id> ids;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(thread.call([&] { ids.push_back(std::this_thread::get_id()); }, kLong));
  }
  ASSERT_EQ(ids.size(), 3u);
  EXPECT_EQ(ids[0], ids[2]);
  EXPECT_NE(ids[0], std::this_thread::get_id());
}

TEST(DeadlineThreadTest, HandsOnWhatIsThrown) {
  DeadlineThread thread;
  const auto fail = [] { throw std::runtime_error("no card"); };
  EXPECT_THROW((void)thread.call(fail, kLong), std::runtime_error);
  EXPECT_TRUE(thread.call([] {}, kLong));
}

/// A hang that a test can end. `work` owns it.
struct Hang {
  std::promise<void> end;
  std::promise<void> gone;
  std::function<void()> work() {
    struct Owned {
      std::shared_future<void> end;
      std::promise<void>& gone;
      ~Owned() { gone.set_value(); }
    };
    auto owned = std::make_shared<Owned>(end.get_future().share(), gone);
    return [owned = std::move(owned)] { owned->end.wait(); };
  }
};

TEST(DeadlineThreadTest, GivesUpWhatHangs) {
  Hang hang;
  DeadlineThread thread;
  EXPECT_FALSE(thread.call(hang.work(), kShort));
  bool was_called = false;
  EXPECT_FALSE(thread.call([&] { was_called = true; }, kLong));  // at once
  EXPECT_FALSE(was_called);
  hang.end.set_value();
  hang.gone.get_future().wait();
  while (!thread.call([&] { was_called = true; }, kLong)) std::this_thread::yield();
  EXPECT_TRUE(was_called);
}

TEST(DeadlineThreadTest, IsNotWaitedForIfItHangs) {
  Hang hang;
  {
    DeadlineThread thread;
    EXPECT_FALSE(thread.call(hang.work(), kShort));
  }
  hang.end.set_value();
  hang.gone.get_future().wait();  // what the work owned goes with it
}

TEST(DeadlineThreadTest, WhatIsThrownTooLateIsNotTheNextOnes) {
  std::promise<void> end;
  DeadlineThread thread;
  EXPECT_FALSE(thread.call(
      [later = end.get_future().share()] {
        later.wait();
        throw std::runtime_error("too late");
      },
      kShort));
  end.set_value();
  while (!thread.call([] {}, kLong)) std::this_thread::yield();
}

}  // namespace
}  // namespace tls_se

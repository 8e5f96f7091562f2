// Cards that are lost and come back, in a pool without threads and time.
#include "node/lost_cards.h"

#include <gtest/gtest.h>

#include <set>

#include "support/glass_card.h"
#include "support/log_capture.h"
#include "support/pool_without_time.h"

namespace tls_se {
namespace {

using std::chrono::seconds;

const CardLoss kPulledOut = {.words = "can't be reached any more: pulled out", .is_of_card = true};

/// Readers of these are counted.
class CountedReader final : public CardReader {
 public:
  explicit CountedReader(int& count) : count_(count) { ++count_; }
  CountedReader(const CountedReader&) = delete;
  CountedReader& operator=(const CountedReader&) = delete;
  ~CountedReader() override { --count_; }
  CardResponse transmit(Bytes) override { return {}; }
  void reset() override {}
  [[nodiscard]] std::string name() const override { return "counted card"; }

 private:
  int& count_;
};

class LostCardsTest : public testing::Test {
 protected:
  /// So many cards, of so many channels each.
  CardSupply supply(size_t cards, size_t channels = 1) {
    const auto make = [this, channels](size_t number) {
      made_.push_back(number);
      if (missing_.contains(number)) throw std::runtime_error(why_);
      CardSupply::Channels card;
      while (card.size() < channels) card.push_back(std::make_unique<CountedReader>(readers_));
      return card;
    };
    return {.make = make, .at_first = cards, .at_most = cards, .comes_back = true};
  }
  static void lose(PoolWithoutTime& pool) { pool.leave_out(*pool.take(), kPulledOut); }
  /// A session that goes well.
  static void serve(PoolWithoutTime& pool) { pool.give_back(*pool.take()); }

  LogCapture log_{spdlog::level::debug};
  int readers_ = 0;  // that there are
  std::set<size_t> missing_;
  std::string why_ = "no card in the reader";
  std::vector<size_t> made_;
};

TEST_F(LostCardsTest, AreTriedAgainWhenNobodyUsesTheirReaders) {
  PoolWithoutTime pool(supply(1, 3));
  CardReader* const first = pool.take();
  CardReader* const second = pool.take();
  pool.leave_out(*first, kPulledOut);
  pool.errands.let_time_pass();
  EXPECT_EQ(readers_, 3);
  EXPECT_EQ(pool.take(), nullptr);
  pool.give_back(*second);
  EXPECT_EQ(readers_, 3);  // they may take their time, and go elsewhere
  pool.errands.at_pause = [this] { EXPECT_EQ(readers_, 0); };
  pool.errands.finish_runs();
  EXPECT_EQ(readers_, 0);
  EXPECT_EQ(made_.size(), 1u);
  EXPECT_FALSE(pool.has_free());
  pool.errands.let_time_pass();
  EXPECT_EQ(made_, (std::vector<size_t>{1, 1}));
  EXPECT_EQ(pool.returns, 1);
  EXPECT_EQ(pool.size(), 3u);
  for (int i = 0; i < 3; ++i) EXPECT_NE(pool.take(), nullptr);
  EXPECT_EQ(pool.take(), nullptr);
  EXPECT_TRUE(pool.errands.idle());
}

TEST_F(LostCardsTest, WhenItsLastChannelIsLostACardIs) {
  PoolWithoutTime pool(supply(1, 2));
  const CardLoss of_channel = {.words = "can't be reset: it does not open again"};
  CardReader* const first = pool.take();
  CardReader* const second = pool.take();
  pool.leave_out(*first, of_channel);
  EXPECT_TRUE(pool.errands.idle());
  pool.leave_out(*second, of_channel);
  pool.errands.let_time_pass();
  EXPECT_EQ(pool.returns, 1);
  EXPECT_EQ(readers_, 2);
}

TEST_F(LostCardsTest, ThePausesGrowUntilASessionHasGoneWell) {
  PoolWithoutTime pool(supply(1));
  missing_ = {1};
  lose(pool);
  for (int i = 0; i < 8; ++i) pool.errands.let_time_pass();
  missing_.clear();
  pool.errands.let_time_pass();
  EXPECT_EQ(pool.returns, 1);
  lose(pool);  // at once
  pool.errands.let_time_pass();
  EXPECT_EQ(pool.returns, 2);
  serve(pool);
  lose(pool);
  pool.errands.let_time_pass();
  EXPECT_EQ(pool.returns, 3);
  EXPECT_EQ(pool.errands.pauses,
            (std::vector<std::chrono::milliseconds>{
                seconds(1), seconds(2), seconds(4), seconds(8), seconds(16), seconds(32),
                seconds(60), seconds(60), seconds(60), seconds(60), seconds(1)}));
}

TEST_F(LostCardsTest, EachHasItsOwnPauses) {
  PoolWithoutTime pool(supply(2));
  missing_ = {1};
  lose(pool);
  for (int i = 0; i < 3; ++i) pool.errands.let_time_pass();
  serve(pool);  // on the other
  lose(pool);
  pool.errands.finish_runs();
  EXPECT_EQ(pool.errands.pauses, (std::vector<std::chrono::milliseconds>{
                                     seconds(1), seconds(2), seconds(4), seconds(8), seconds(1)}));
  EXPECT_FALSE(pool.is_spent());
  missing_.clear();
  pool.errands.let_time_pass();
  EXPECT_EQ(pool.returns, 2);
}

TEST_F(LostCardsTest, LossAndReturnAreToldOnce) {
  PoolWithoutTime pool(supply(3));
  missing_ = {1};
  why_ = "pulled out";  // as it was told
  lose(pool);
  for (int i = 0; i < 5; ++i) pool.errands.let_time_pass();
  missing_.clear();
  pool.errands.let_time_pass();
  EXPECT_EQ(log_->count("[error] card 1 (counted card) can't be reached any more: pulled out. It "
                        "is tried again until it is back, 2 of 3 cards are left: look after it"),
            1u)
      << log_->str();
  EXPECT_EQ(log_->count("[debug] card 1 is still lost: pulled out"), 5u) << log_->str();
  EXPECT_EQ(log_->count("[info] card 1 (counted card) is back"), 1u) << log_->str();
  EXPECT_EQ(log_->count("card 1"), 7u) << log_->str();
}

TEST_F(LostCardsTest, AnotherReasonIsTold) {
  PoolWithoutTime pool(supply(1));
  missing_ = {1};
  lose(pool);
  for (const char* why : {"no card in the reader", "the reader is gone", "no card in the reader"}) {
    why_ = why;
    for (int i = 0; i < 3; ++i) pool.errands.let_time_pass();
  }
  EXPECT_EQ(log_->count("[warning] card 1 is still lost: no card in the reader. It is tried again"),
            1u)
      << log_->str();
  EXPECT_EQ(log_->count("[warning] card 1 is still lost: the reader is gone"), 1u) << log_->str();
  EXPECT_EQ(log_->count("[warning]"), 2u) << log_->str();
}

TEST_F(LostCardsTest, ReasonsThatDifferEachTimeAreNoFlood) {
  PoolWithoutTime pool(supply(1));
  missing_ = {1};
  lose(pool);
  for (int i = 0; i < 30; ++i) {
    why_ = "error number " + std::to_string(i) + "!";
    pool.errands.let_time_pass();
  }
  EXPECT_LT(log_->count("[warning]"), 10u) << log_->str();
}

TEST_F(LostCardsTest, OneThatFlapsIsToldOnce) {
  PoolWithoutTime pool(supply(1));
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 5; ++i) {
      lose(pool);
      pool.errands.let_time_pass();
    }
    EXPECT_EQ(log_->count("[error]"), round + 1u) << log_->str();
    EXPECT_EQ(log_->count("[info] card 1 (counted card) is back"), round + 1u) << log_->str();
    serve(pool);  // from then on it is news again
  }
  EXPECT_EQ(pool.returns, 10);
}

TEST_F(LostCardsTest, OneThatWasBackForLongIsNews) {
  PoolWithoutTime pool(supply(1));
  const auto lose_after = [&](std::chrono::milliseconds time) {
    pool.errands.let_time_pass();
    pool.errands.time += time;
    lose(pool);
  };
  lose(pool);
  lose_after(seconds(59));
  lose_after(seconds(59));  // from its last return on
  EXPECT_EQ(log_->count("[error]"), 1u) << log_->str();
  lose_after(seconds(60));
  pool.errands.let_time_pass();
  EXPECT_EQ(log_->count("[error]"), 2u) << log_->str();
  EXPECT_EQ(log_->count("[info] card 1 (counted card) is back"), 2u) << log_->str();
  EXPECT_EQ(pool.errands.pauses, (std::vector<std::chrono::milliseconds>{seconds(1), seconds(2),
                                                                         seconds(4), seconds(1)}));
}

/// Only what it was there counts.
TEST_F(LostCardsTest, OneThatWasAwayForLongIsNoNews) {
  PoolWithoutTime pool(supply(1));
  lose(pool);
  pool.errands.let_time_pass();
  lose(pool);
  missing_ = {1};
  pool.errands.let_time_pass();
  pool.errands.time += seconds(600);
  missing_.clear();
  pool.errands.let_time_pass();
  lose(pool);
  EXPECT_EQ(log_->count("[error]"), 1u) << log_->str();
}

/// What a person is told last is so.
TEST_F(LostCardsTest, AReturnIsToldAgainWhenThereWasMoreToTell) {
  PoolWithoutTime pool(supply(1));
  lose(pool);
  pool.errands.let_time_pass();
  missing_ = {1};
  lose(pool);
  pool.errands.let_time_pass();
  missing_.clear();
  pool.errands.let_time_pass();
  EXPECT_EQ(log_->count("[error]"), 1u) << log_->str();
  EXPECT_EQ(log_->count("[warning]"), 1u) << log_->str();
  EXPECT_EQ(log_->count("[info] card 1 (counted card) is back"), 2u) << log_->str();
}

TEST_F(LostCardsTest, WhatIsNotThereAtFirstIsTriedAgain) {
  missing_ = {1, 3};
  PoolWithoutTime pool(supply(3));
  EXPECT_EQ(log_->count("[warning] card 1 can't be had: no card in the reader. It is tried again"),
            1u)
      << log_->str();
  EXPECT_EQ(log_->count("[warning] card 3 can't be had"), 1u) << log_->str();
  CardReader* const second = pool.take();
  EXPECT_NE(second, nullptr);
  EXPECT_EQ(pool.take(), nullptr);
  EXPECT_EQ(pool.size(), 3u);
  EXPECT_TRUE(pool.shortage().contains("2 of 3 cards are lost")) << pool.shortage();
  pool.errands.let_time_pass();
  EXPECT_EQ(pool.take(), nullptr);
  missing_ = {1};
  pool.errands.let_time_pass();
  EXPECT_NE(pool.take(), nullptr);
  EXPECT_EQ(pool.take(), nullptr);
  EXPECT_EQ(log_->count("[info] card 3 (counted card) is back"), 1u) << log_->str();
  EXPECT_EQ(log_->count("[warning]"), 2u) << log_->str();
}

TEST_F(LostCardsTest, ThrowsIfNoneIsThereAtFirst) {
  missing_ = {1, 2};
  try {
    PoolWithoutTime pool(supply(2));
    ADD_FAILURE() << "of no card";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "no card in the reader");
  }
  EXPECT_THROW(PoolWithoutTime(supply(1)), std::runtime_error);
  EXPECT_EQ(log_->str(), "");
}

TEST_F(LostCardsTest, WhateverMakingACardThrowsItIsTriedAgain) {
  struct Unheard {};
  CardSupply unheard = supply(1);
  bool works = true;
  unheard.make = [&, make = unheard.make](size_t number) {
    return works ? make(number) : throw Unheard();
  };
  PoolWithoutTime pool(std::move(unheard));
  works = false;
  lose(pool);
  pool.errands.let_time_pass();
  works = true;
  pool.errands.let_time_pass();
  EXPECT_EQ(pool.returns, 1);
}

TEST_F(LostCardsTest, TheShortageSaysSo) {
  PoolWithoutTime pool(supply(3));
  lose(pool);
  EXPECT_TRUE(
      pool.shortage().starts_with("all 2 cards are in use, 1 of 3 cards is lost and tried "
                                  "again (--cards N"))
      << pool.shortage();
  lose(pool);
  EXPECT_TRUE(
      pool.shortage().starts_with("the only card that is left is in use, 2 of 3 cards are "
                                  "lost and tried again ("))
      << pool.shortage();
  lose(pool);
  EXPECT_EQ(pool.shortage(),
            "all 3 cards are lost and tried again (look after them and their readers)");
  EXPECT_FALSE(pool.is_spent());
  pool.errands.let_time_pass();
  EXPECT_TRUE(pool.shortage().starts_with("all 3 cards are in use (")) << pool.shortage();
  PoolWithoutTime one(supply(1));
  lose(one);
  EXPECT_EQ(one.shortage(), "the only card is lost and tried again (look after it and its reader)");
}

}  // namespace
}  // namespace tls_se

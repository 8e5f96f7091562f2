#include "node/card_pool.h"

#include <gtest/gtest.h>

#include <set>

#include "support/card_supply.h"
#include "support/glass_card.h"
#include "support/pool_without_time.h"

namespace tls_se {
namespace {

const CardLoss kGone = {.words = "is gone", .is_of_card = true};

/// Of so many at most.
CardSupply glass_supply(size_t at_first, size_t at_most) {
  std::vector<std::unique_ptr<CardReader>> cards;
  while (cards.size() < at_most) cards.push_back(std::make_unique<GlassCard>());
  return supply_of(std::move(cards), at_first);
}

TEST(CardPoolTest, MakesNoMoreThanItNeeds) {
  PoolWithoutTime pool(glass_supply(1, 3));
  EXPECT_EQ(pool.size(), 1);
  for (int i = 0; i < 5; ++i) pool.give_back(*pool.take());
  EXPECT_EQ(pool.size(), 1);
  CardReader* const first = pool.take();
  CardReader* const second = pool.take();
  EXPECT_NE(first, second);
  EXPECT_EQ(pool.size(), 2);
  pool.give_back(*first);
  EXPECT_EQ(pool.take(), first);
  EXPECT_NE(pool.take(), nullptr);
  EXPECT_EQ(pool.take(), nullptr);
  EXPECT_EQ(pool.size(), 3);
}

TEST(CardPoolTest, HasAsManyAsItIsToldFromTheBeginning) {
  PoolWithoutTime pool(glass_supply(2, 2));
  EXPECT_EQ(pool.size(), 2);
  EXPECT_NE(pool.take(), pool.take());
  EXPECT_EQ(pool.take(), nullptr);
}

TEST(CardPoolTest, WhatCouldNotBeMadeIsNotTriedAgain) {
  CardSupply supply = glass_supply(1, 3);
  int attempts = 0;
  supply.make = [&, make = supply.make](size_t number) {
    if (number == 1) return make(number);
    ++attempts;
    throw std::runtime_error("no silicon");
  };
  PoolWithoutTime pool(std::move(supply));
  CardReader* const card = pool.take();
  EXPECT_EQ(pool.take(), nullptr);
  EXPECT_EQ(pool.take(), nullptr);
  EXPECT_EQ(attempts, 1);
  EXPECT_FALSE(pool.is_spent());
  pool.leave_out(*card, kGone);
  EXPECT_TRUE(pool.is_spent());
}

TEST(CardPoolTest, ThrowsIfThereIsNoneAtFirst) {
  CardSupply supply = glass_supply(1, 3);
  supply.make = [](size_t) -> CardSupply::Channels { throw std::runtime_error("no silicon"); };
  EXPECT_THROW(PoolWithoutTime(std::move(supply)), std::runtime_error);
}

TEST(CardPoolTest, IsSpentWhenAllAreLostAndNoOtherMayBeMade) {
  PoolWithoutTime pool(glass_supply(1, 2));
  pool.leave_out(*pool.take(), kGone);
  EXPECT_FALSE(pool.is_spent());
  pool.leave_out(*pool.take(), kGone);
  EXPECT_TRUE(pool.is_spent());
  EXPECT_EQ(pool.take(), nullptr);
}

/// Cards of so many channels each.
CardSupply supply_of_channels(size_t cards, size_t channels) {
  std::vector<CardSupply::Channels> all(cards);
  for (CardSupply::Channels& card : all) {
    while (card.size() < channels) card.push_back(std::make_unique<GlassCard>());
  }
  return supply_of(std::move(all), 1);
}

TEST(CardPoolTest, ACardServesOnEachOfItsChannelsBeforeThereIsAnother) {
  PoolWithoutTime pool(supply_of_channels(2, 3));
  EXPECT_EQ(pool.size(), 3u);
  std::set<CardReader*> taken;
  for (int i = 0; i < 3; ++i) taken.insert(pool.take());
  EXPECT_EQ(pool.size(), 3u);
  for (int i = 0; i < 3; ++i) taken.insert(pool.take());
  EXPECT_EQ(pool.size(), 6u);
  EXPECT_EQ(taken.size(), 6u);
  EXPECT_FALSE(taken.contains(nullptr));
  EXPECT_EQ(pool.take(), nullptr);
}

TEST(CardPoolTest, AChannelThatIsLostLeavesTheOthers) {
  PoolWithoutTime pool(supply_of_channels(1, 3));
  const CardLoss loss = {.words = "is gone"};
  CardReader* const first = pool.take();
  pool.leave_out(*first, loss);
  EXPECT_FALSE(pool.is_spent());
  CardReader* const second = pool.take();
  pool.leave_out(*second, loss);
  EXPECT_FALSE(pool.is_spent());
  EXPECT_TRUE(pool.shortage().starts_with("the only channel that is left of the only card is"))
      << pool.shortage();
  CardReader* const third = pool.take();
  pool.give_back(*third);
  EXPECT_EQ(pool.take(), third);
  EXPECT_EQ(pool.take(), nullptr);
  pool.leave_out(*third, loss);
  EXPECT_TRUE(pool.is_spent());
}

/// One that comes back is made anew when nobody uses it.
TEST(CardPoolTest, AChannelThatIsLostIsTriedAgainWithItsCard) {
  size_t made = 0;
  const auto make = [&](size_t) {
    ++made;
    CardSupply::Channels channels;
    while (channels.size() < 3) channels.push_back(std::make_unique<GlassCard>());
    return channels;
  };
  PoolWithoutTime pool({.make = make, .comes_back = true});
  CardReader* const first = pool.take();
  CardReader* const second = pool.take();
  pool.leave_out(*first, {.words = "is closed"});
  EXPECT_TRUE(pool.errands.idle());  // the second one is in use
  EXPECT_TRUE(pool.has_free());
  pool.give_back(*second);
  EXPECT_FALSE(pool.has_free());
  EXPECT_FALSE(pool.is_spent());
  pool.errands.let_time_pass();
  EXPECT_EQ(made, 2u);
  EXPECT_EQ(pool.returns, 1);
  for (int i = 0; i < 3; ++i) EXPECT_NE(pool.take(), nullptr);
  EXPECT_EQ(pool.take(), nullptr);
}

TEST(CardPoolTest, TheOnlyOneInUseThatLosesItsChannelRenewsTheCard) {
  size_t made = 0;
  const auto make = [&](size_t) {
    ++made;
    CardSupply::Channels channels;
    while (channels.size() < 2) channels.push_back(std::make_unique<GlassCard>());
    return channels;
  };
  PoolWithoutTime pool({.make = make, .comes_back = true});
  pool.leave_out(*pool.take(), {.words = "is closed"});
  EXPECT_FALSE(pool.has_free());
  pool.errands.let_time_pass();
  EXPECT_EQ(made, 2u);
  EXPECT_NE(pool.take(), nullptr);
  EXPECT_NE(pool.take(), nullptr);
}

TEST(CardPoolTest, ACardThatIsLostTakesAllItsChannels) {
  PoolWithoutTime pool(supply_of_channels(2, 3));
  CardReader* const one = pool.take();
  CardReader* const in_use = pool.take();  // and the third is free
  pool.leave_out(*one, kGone);
  EXPECT_FALSE(pool.has_free());
  EXPECT_FALSE(pool.is_spent());  // there can be another
  pool.give_back(*in_use);
  EXPECT_FALSE(pool.has_free());
  CardReader* const of_the_other = pool.take();
  EXPECT_NE(of_the_other, nullptr);
  pool.leave_out(*in_use, kGone);  // which is no news
  EXPECT_FALSE(pool.is_spent());
  pool.leave_out(*of_the_other, kGone);
  EXPECT_TRUE(pool.is_spent());
  EXPECT_EQ(pool.take(), nullptr);
}

TEST(CardPoolTest, WhatIsLostForGoodIsNotTriedAgain) {
  PoolWithoutTime pool(glass_supply(2, 2));
  pool.leave_out(*pool.take(), kGone);
  pool.leave_out(*pool.take(), kGone);
  EXPECT_TRUE(pool.errands.idle());
  EXPECT_TRUE(pool.is_spent());
}

TEST(CardPoolTest, SaysWhatHelps) {
  EXPECT_TRUE(PoolWithoutTime(glass_supply(1, 1))
                  .shortage()
                  .starts_with("the only card is in use (--cards N gives more"));
  EXPECT_TRUE(PoolWithoutTime(glass_supply(3, 3))
                  .shortage()
                  .starts_with("all 3 cards are in use (--cards N gives more"));
  PoolWithoutTime two(glass_supply(2, 2));
  two.leave_out(*two.take(), kGone);
  EXPECT_TRUE(two.shortage().starts_with("the only card that is left is in use (--cards"));
  PoolWithoutTime grown(glass_supply(1, 2));
  for (int i = 0; i < 2; ++i) ASSERT_NE(grown.take(), nullptr);
  EXPECT_TRUE(grown.shortage().starts_with("all 2 cards are in use (there will be no more: "));
  CardSupply unique = supply_of_channels(1, 4);
  unique.is_unique = true;
  EXPECT_EQ(PoolWithoutTime(std::move(unique)).shortage(),
            "all 4 channels of the only card are in use (there will be no more: a shorter "
            "--idle-timeout frees some of them sooner)");
}

}  // namespace
}  // namespace tls_se

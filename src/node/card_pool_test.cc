#include "node/card_pool.h"

#include <gtest/gtest.h>

#include "support/card_supply.h"
#include "support/glass_card.h"

namespace tls_se {
namespace {

/// Of so many at most.
CardSupply glass_supply(size_t at_first, size_t at_most) {
  std::vector<std::unique_ptr<CardReader>> cards;
  while (cards.size() < at_most) cards.push_back(std::make_unique<GlassCard>());
  return supply_of(std::move(cards), at_first);
}

TEST(CardPoolTest, MakesNoMoreThanItNeeds) {
  CardPool pool(glass_supply(1, 3));
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
  CardPool pool(glass_supply(2, 2));
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
  CardPool pool(std::move(supply));
  CardReader* const card = pool.take();
  EXPECT_EQ(pool.take(), nullptr);
  EXPECT_EQ(pool.take(), nullptr);
  EXPECT_EQ(attempts, 1);
  EXPECT_FALSE(pool.is_spent());
  pool.leave_out(*card, "is gone");
  EXPECT_TRUE(pool.is_spent());
}

TEST(CardPoolTest, ThrowsIfThereIsNoneAtFirst) {
  CardSupply supply = glass_supply(1, 3);
  supply.make = [](size_t) -> std::unique_ptr<CardReader> {
    throw std::runtime_error("no silicon");
  };
  EXPECT_THROW(CardPool(std::move(supply)), std::runtime_error);
}

TEST(CardPoolTest, IsSpentWhenAllAreLostAndNoOtherMayBeMade) {
  CardPool pool(glass_supply(1, 2));
  pool.leave_out(*pool.take(), "is gone");
  EXPECT_FALSE(pool.is_spent());
  pool.leave_out(*pool.take(), "is gone");
  EXPECT_TRUE(pool.is_spent());
  EXPECT_EQ(pool.take(), nullptr);
}

TEST(CardPoolTest, SaysWhatHelps) {
  EXPECT_TRUE(CardPool(glass_supply(1, 1))
                  .shortage()
                  .starts_with("the only card is in use (--cards N gives more"));
  EXPECT_TRUE(CardPool(glass_supply(3, 3))
                  .shortage()
                  .starts_with("all 3 cards are in use (--cards N gives more"));
  CardPool two(glass_supply(2, 2));
  two.leave_out(*two.take(), "is gone");
  EXPECT_TRUE(two.shortage().starts_with("the only card that is left is in use (--cards"));
  CardPool grown(glass_supply(1, 2));
  for (int i = 0; i < 2; ++i) ASSERT_NE(grown.take(), nullptr);
  EXPECT_TRUE(grown.shortage().starts_with("all 2 cards are in use (there will be no more: "));
}

}  // namespace
}  // namespace tls_se

// What a store refuses; and flash that fails or has been damaged.
#include <gtest/gtest.h>

#include <iostream>

#include "stored_model.h"

namespace tls_se::test {
namespace {

constexpr auto kOpen = ObjectStore::Kind::open;
constexpr auto kSecret = ObjectStore::Kind::secret;

/// A sequence with everything in it; returns false at the first that the store does not do.
bool fill(ObjectStore& store, Model& model, State* before = nullptr) {
  using What = Change::What;
  std::mt19937 random(7);
  const auto value = [&](size_t size) { return random_value(random, size); };
  const Change changes[] = {
      {What::put_now, 1, kOpen, value(9)},   {What::put_now, 2, kSecret, value(24)},
      {What::put, 3, kOpen, value(12)},      {What::put_now, 4, kOpen, value(1)},
      {What::put, 2, kSecret, value(20)},    {What::commit, 0, kOpen, {}},
      {What::put, 5, kSecret, value(16)},    {What::abort, 0, kOpen, {}},
      {What::put_now, 1, kOpen, value(31)},  {What::put_now, 4, kOpen, value(2)},
      {What::put_now, 6, kOpen, value(100)}, {What::put_now, 4, kOpen, value(3)},
      {What::put_now, 4, kOpen, value(4)},
  };
  for (const Change& change : changes) {
    if (before != nullptr) *before = model.committed();
    model.apply(change);
    if (apply(store, change) != StoreStatus::done) return false;
  }
  return true;
}

TEST(StoreRefuses, TooLongAValue) {
  const Shape shape{2, 8, 2048};
  TornFlash flash = shape.flash(1);
  ObjectStore store = shape.store(flash);
  ASSERT_EQ(store.recover(), StoreStatus::done);
  const Value longest(ObjectStore::kMaxValue, 7);
  EXPECT_EQ(store.put_now(1, kOpen, longest), StoreStatus::done);
  EXPECT_EQ(store.find(1).size(), longest.size());
  const size_t steps = flash.steps();
  EXPECT_EQ(store.put_now(1, kOpen, longest, Value{1}), StoreStatus::no_room);
  EXPECT_EQ(store.put(1, kOpen, longest, Value{1}), StoreStatus::no_room);
  EXPECT_EQ(flash.steps(), steps);
  EXPECT_EQ(store.find(1).size(), longest.size());
}

TEST(StoreRefuses, MoreThanThereIsRoomFor) {
  const Shape shape{2, 4, 256};
  TornFlash flash = shape.flash(1);
  ObjectStore store = shape.store(flash);
  ASSERT_EQ(store.recover(), StoreStatus::done);
  const Value value(60, 7);
  ObjectStore::Id id = 1;
  while (store.put(id, kOpen, value) == StoreStatus::done) ++id;
  ASSERT_GT(id, 4U);
  const State pending = state_of(store, ObjectStore::View::pending);
  EXPECT_EQ(pending.size(), id - 1);  // it has changed nothing
  EXPECT_TRUE(store.in_transaction());
  EXPECT_LT(store.free(), value.size() + 32);
  // The reserve is for what has to be put meanwhile.
  for (uint8_t i = 0; i < 200; ++i) {
    ASSERT_EQ(store.put_now(0x100, kOpen, Value{i}), StoreStatus::done) << int{i};
  }
  EXPECT_EQ(store.commit(), StoreStatus::done);
  EXPECT_EQ(state_of(store).size(), id);
  EXPECT_EQ(store.put_now(0x101, kOpen, Value(300, 1)), StoreStatus::no_room);
  // What is removed gives its room back.
  EXPECT_EQ(store.put_now(1, kOpen, {}), StoreStatus::done);
  EXPECT_EQ(store.put_now(2, kOpen, {}), StoreStatus::done);
  EXPECT_EQ(store.put(id, kOpen, value), StoreStatus::done);
  EXPECT_EQ(store.commit(), StoreStatus::done);
}

TEST(StoreRefuses, AnythingBeforeRecover) {
  const Shape shape;
  TornFlash flash = shape.flash(1);
  ObjectStore store = shape.store(flash);
  EXPECT_EQ(store.put_now(1, kOpen, Value{1}), StoreStatus::failed);
  EXPECT_EQ(flash.steps(), 0U);
}

/// Once or for good, at each step: what was there stays.
TEST(FailingFlash, LosesNothing) {
  size_t failures = 0;
  for (const bool for_good : {false, true}) {
    for (size_t step = 0;; ++step) {
      SCOPED_TRACE(testing::Message() << "step " << step << (for_good ? ", for good" : ", once"));
      const Shape shape{2, 4, 128};
      TornFlash flash = shape.flash(static_cast<uint32_t>(step + 1));
      ObjectStore store = shape.store(flash);
      ASSERT_EQ(store.recover(), StoreStatus::done);
      flash.fail_after(step, for_good);
      Model model;
      State before;
      if (fill(store, model, &before)) break;
      ++failures;
      const State while_failing = state_of(store);
      EXPECT_TRUE(while_failing == before || while_failing == model.committed());
      flash.mend();
      flash.power_up();
      ObjectStore later = shape.store(flash);
      ASSERT_EQ(later.recover(), StoreStatus::done);
      EXPECT_TRUE(state_of(later) == before || state_of(later) == model.committed());
      EXPECT_EQ(later.put_now(7, kOpen, Value{1}), StoreStatus::done);
      ASSERT_FALSE(testing::Test::HasFailure());
    }
  }
  std::cout << failures << " failures\n";
  EXPECT_GT(failures, 100U);
}

/// A bit that no loss of power has changed: the same values, or none, but never others.
TEST(DamagedFlash, TellsNothingWrong) {
  const Shape shape{2, 4, 128};
  TornFlash flash = shape.flash(1);
  Model model;
  State before_last;
  {
    ObjectStore store = shape.store(flash);
    ASSERT_EQ(store.recover(), StoreStatus::done);
    ASSERT_TRUE(fill(store, model, &before_last));
  }
  size_t harmless = 0;
  size_t lost_the_last = 0;
  const size_t bits = flash.mapped().size() * 8;
  for (size_t bit = 0; bit < bits; ++bit) {
    SCOPED_TRACE(testing::Message() << "bit " << bit);
    TornFlash damaged = flash;
    damaged.flip(bit);
    ObjectStore store = shape.store(damaged);
    const StoreStatus status = store.recover();
    const State found = state_of(store);
    if (status == StoreStatus::done) {
      // Of the last record, which has nothing behind it, damage is as if it had not been written.
      ASSERT_TRUE(found == model.committed() || found == before_last);
      ++(found == model.committed() ? harmless : lost_the_last);
    } else {
      ASSERT_EQ(status, StoreStatus::failed);
      ASSERT_TRUE(found.empty());
      ASSERT_EQ(store.put_now(7, kOpen, Value{1}), StoreStatus::failed);
    }
  }
  std::cout << bits << " bits: " << harmless << " harmless, " << lost_the_last
            << " lost the last change\n";
  EXPECT_GT(harmless, 0U);
  EXPECT_LT(harmless + lost_the_last, bits);
  EXPECT_LT(lost_the_last, 40U * 8);
}

}  // namespace
}  // namespace tls_se::test

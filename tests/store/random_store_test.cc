// Long random histories of stores of several shapes, with power that goes at random moments,
// against a model. TLS_SE_LONG=n in the environment: so many times more of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "stored_model.h"

namespace tls_se::test {
namespace {

Change random_change(std::mt19937& random) {
  using What = Change::What;
  constexpr What kWhats[] = {What::put_now, What::put_now, What::put_now,   What::put,
                             What::put,     What::put,     What::put,       What::commit,
                             What::commit,  What::abort,   What::put_alone, What::recover};
  Change change;
  change.what = kWhats[random() % std::size(kWhats)];
  if (change.what == What::put_alone && random() % 8 != 0) change.what = What::put_now;
  change.id = static_cast<ObjectStore::Id>(1 + random() % 6 * 0x10203);
  change.kind = random() % 2 == 0 ? ObjectStore::Kind::secret : ObjectStore::Kind::open;
  // An open value may have few bytes: what is looked for are windows of secrets.
  const size_t size = random() % 5 == 0 ? 0 : 8 + random() % 33;
  change.value = random_value(random, size);
  if (change.what == What::put_alone && size == 0) change.value = {1};
  return change;
}

struct Played {
  size_t changes = 0;
  size_t cuts = 0;
};

void play(const Shape& shape, uint32_t seed, Played& played) {
  SCOPED_TRACE(testing::Message() << shape.areas << " areas of " << shape.pages << " pages of "
                                  << shape.page_size << " bytes, seed " << seed);
  std::mt19937 random(seed);
  TornFlash flash = shape.flash(seed);
  Model model;
  SecretWatch watch;
  std::vector<State> possible = {{}};
  for (int power = 0; power < 20; ++power) {
    flash.power_up();
    ObjectStore store = shape.store(flash);
    flash.cut_after(random() % 400, TornFlash::kTears[random() % TornFlash::kTears.size()]);
    try {
      ASSERT_EQ(store.recover(), StoreStatus::done);
      const State found = state_of(store);
      ASSERT_TRUE(std::ranges::find(possible, found) != possible.end());
      model = Model();
      for (const auto& [id, value] : found) {
        model.apply({Change::What::put_now, id, ObjectStore::Kind::open, value});
      }
      possible = {found};
      ASSERT_FALSE(watch.finds_dead(flash, found));
      for (int i = 0; i < 100; ++i) {
        const Change change = random_change(random);
        watch.add(change);
        Model next = model;
        next.apply(change);
        possible = {model.committed(), next.committed()};
        const StoreStatus status = apply(store, change);
        ASSERT_NE(status, StoreStatus::failed);
        if (status == StoreStatus::done) model = next;
        possible = {model.committed()};
        ++played.changes;
        ASSERT_EQ(state_of(store), model.committed());
        ASSERT_EQ(state_of(store, ObjectStore::View::pending), model.pending());
        ASSERT_EQ(store.in_transaction(), model.in_transaction());
        if (!model.in_transaction()) {
          ASSERT_FALSE(watch.finds_dead(flash, model.committed()));
        }
      }
    } catch (const PowerCut&) {
      ++played.cuts;
    }
  }
}

TEST(RandomStore, IsItsModel) {
  const char* const more = std::getenv("TLS_SE_LONG");
  const int rounds = 5 * (more != nullptr ? std::max(1, std::atoi(more)) : 1);
  constexpr Shape kShapes[] = {{2, 4, 128}, {2, 1, 512}, {3, 3, 256}, {4, 2, 512}, {2, 2, 2048}};
  Played played;
  for (int round = 0; round < rounds && !testing::Test::HasFailure(); ++round) {
    for (const Shape& shape : kShapes) play(shape, static_cast<uint32_t>(round + 1), played);
  }
  std::cout << played.changes << " changes, " << played.cuts << " cuts\n";
  EXPECT_GT(played.cuts, 100U);
}

/// Areas take turns.
TEST(RandomStore, WearsLevel) {
  for (const size_t areas : {2, 3, 4}) {
    const Shape shape{areas, 2, 256};
    TornFlash flash = shape.flash(1);
    ObjectStore store = shape.store(flash);
    ASSERT_EQ(store.recover(), StoreStatus::done);
    for (uint8_t i = 0; i < 200; ++i) {
      const Value value = {i, 1, 2, 3, 4, 5, 6, 7, 8};
      ASSERT_EQ(store.put_now(1, ObjectStore::Kind::secret, value), StoreStatus::done);
    }
    const auto [least, most] = std::ranges::minmax(flash.erasures());
    EXPECT_LE(most - least, 2U) << areas;
    EXPECT_GT(least, 200U / areas / 2) << areas;
    EXPECT_GE(store.wear(), most);
  }
}

}  // namespace
}  // namespace tls_se::test

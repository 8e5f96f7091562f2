// Power goes at every step of each change of a store, in every way that a step can be torn; and
// again at every step of the recovery, and at some of the recovery from that. There is always the
// old state or the new one, and no secret that is neither. TLS_SE_LONG=1 in the environment: the
// third cut at every step too.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <optional>

#include "stored_model.h"

namespace tls_se::test {
namespace {

using Kind = ObjectStore::Kind;
using Tear = TornFlash::Tear;

class TornStore : public testing::Test {
 protected:
  Change now(ObjectStore::Id id, size_t size, Kind kind = Kind::open) {
    return {Change::What::put_now, id, kind, random_value(random_, size)};
  }
  Change put(ObjectStore::Id id, size_t size, Kind kind = Kind::open) {
    return {Change::What::put, id, kind, random_value(random_, size)};
  }
  Change alone(ObjectStore::Id id, size_t size, Kind kind = Kind::open) {
    return {Change::What::put_alone, id, kind, random_value(random_, size)};
  }
  static Change commit() { return {Change::What::commit, 0, Kind::open, {}}; }
  static Change abort() { return {Change::What::abort, 0, Kind::open, {}}; }

  /// Some of everything.
  std::vector<Change> usual() {
    return {now(1, 5), now(2, 24, Kind::secret), now(3, 1), now(3, 1), now(4, 40)};
  }

  /// `torn` is done after `whole`, and cut everywhere.
  void cut(const std::vector<Change>& whole, const std::vector<Change>& torn) {
    for (const Change& change : whole) watch_.add(change);
    for (const Change& change : torn) watch_.add(change);
    for (const Tear tear : TornFlash::kTears) {
      for (size_t step = 0; !HasFailure(); ++step) {
        SCOPED_TRACE(testing::Message() << "step " << step << ", tear " << int(tear));
        TornFlash flash = shape_.flash(static_cast<uint32_t>(step + 1));
        const std::optional<std::vector<State>> possible = run(flash, whole, torn, step, tear);
        if (!possible) break;
        ++cuts_;
        expect_recovery(flash, *possible, 1);
      }
    }
    std::cout << cuts_ << " cuts\n";
    RecordProperty("cuts", std::to_string(cuts_));
    EXPECT_GT(cuts_, TornFlash::kTears.size());
  }

  Shape shape_;
  std::mt19937 random_{1};

 private:
  /// What may be there after the cut; nothing if the end came before it.
  std::optional<std::vector<State>> run(TornFlash& flash, const std::vector<Change>& whole,
                                        const std::vector<Change>& torn, size_t step, Tear tear) {
    ObjectStore store = shape_.store(flash);
    Model model;
    if (!whole.empty()) {
      EXPECT_EQ(store.recover(), StoreStatus::done);
    }
    for (const Change& change : whole) {
      EXPECT_EQ(apply(store, change), StoreStatus::done);
      model.apply(change);
    }
    flash.cut_after(step, tear);
    State before = model.committed();
    try {
      if (whole.empty()) {
        EXPECT_EQ(store.recover(), StoreStatus::done);
      }
      for (const Change& change : torn) {
        before = model.committed();
        model.apply(change);
        EXPECT_EQ(apply(store, change), StoreStatus::done);
        // What it says is done, and there are no secrets of before, while power is on too.
        EXPECT_EQ(state_of(store), model.committed());
        EXPECT_EQ(state_of(store, ObjectStore::View::pending), model.pending());
        if (!model.in_transaction()) {
          EXPECT_FALSE(watch_.finds_dead(flash, model.committed()));
        }
      }
    } catch (const PowerCut&) {
      return std::vector<State>{before, model.committed()};
    }
    return std::nullopt;
  }

  void expect_recovery(const TornFlash& without_power, const std::vector<State>& possible,
                       int cuts) {
    size_t steps = 0;
    {
      TornFlash flash = without_power;
      flash.power_up();
      const size_t before = flash.steps();
      ObjectStore store = shape_.store(flash);
      ASSERT_EQ(store.recover(), StoreStatus::done);
      steps = flash.steps() - before;
      expect_good(flash, store, possible);
    }
    const bool is_sampled = cuts >= 2 && std::getenv("TLS_SE_LONG") == nullptr;
    if (cuts > 2) return;
    for (size_t step = 0; step < steps; ++step) {
      for (const Tear tear : TornFlash::kTears) {
        if (is_sampled && random_() % 1000 != 0) continue;
        TornFlash flash = without_power;
        flash.power_up();
        flash.cut_after(step, tear);
        ObjectStore store = shape_.store(flash);
        ASSERT_THROW(static_cast<void>(store.recover()), PowerCut);
        ++cuts_;
        SCOPED_TRACE(testing::Message() << "recovery's step " << step << ", tear " << int(tear));
        ASSERT_NO_FATAL_FAILURE(expect_recovery(flash, possible, cuts + 1));
      }
    }
  }

  void expect_good(TornFlash& flash, ObjectStore& store, const std::vector<State>& possible) {
    const State state = state_of(store);
    ASSERT_TRUE(std::ranges::find(possible, state) != possible.end());
    ASSERT_FALSE(store.in_transaction());
    ASSERT_FALSE(watch_.finds_dead(flash, state));
    for (const auto& [id, value] : state) {
      const Bytes found = store.find(id);
      ASSERT_EQ(Value(found.begin(), found.end()), value);
    }
    // That one for good, whatever else is put.
    State next = state;
    next[9] = {1, 2, 3};
    ASSERT_EQ(store.put_now(9, Kind::open, next[9]), StoreStatus::done);
    ASSERT_EQ(state_of(store), next);
    flash.power_up();
    ObjectStore later = shape_.store(flash);
    ASSERT_EQ(later.recover(), StoreStatus::done);
    ASSERT_EQ(state_of(later), next);
    ASSERT_EQ(later.put(9, Kind::open, {}), StoreStatus::done);
    ASSERT_EQ(later.commit(), StoreStatus::done);
    ASSERT_EQ(state_of(later), [&] {
      next.erase(9);
      return next;
    }());
  }

  SecretWatch watch_;
  size_t cuts_ = 0;
};

TEST_F(TornStore, IsMade) { cut({}, {now(1, 10)}); }
TEST_F(TornStore, PutNow) { cut(usual(), {now(5, 20)}); }
TEST_F(TornStore, PutAnother) { cut(usual(), {now(1, 30)}); }
TEST_F(TornStore, PutAnotherSecret) { cut(usual(), {now(2, 24, Kind::secret)}); }
TEST_F(TornStore, SecretBecomesOpen) { cut(usual(), {now(2, 9)}); }
TEST_F(TornStore, Remove) { cut(usual(), {now(4, 0)}); }
TEST_F(TornStore, RemoveSecret) { cut(usual(), {now(2, 0)}); }
TEST_F(TornStore, RemoveWhatIsNotThere) { cut(usual(), {now(7, 0)}); }
TEST_F(TornStore, Transaction) { cut(usual(), {put(1, 12), commit()}); }
TEST_F(TornStore, TransactionOfSeveral) {
  cut(usual(), {put(1, 12), put(6, 16, Kind::secret), put(2, 24, Kind::secret), put(4, 0),
                put(1, 14), commit()});
}
TEST_F(TornStore, TransactionWithPutNowBetween) {
  cut(usual(), {put(1, 12), now(3, 1), put(6, 16, Kind::secret), now(1, 8), commit()});
}
TEST_F(TornStore, Abort) {
  cut(usual(), {put(1, 12), put(6, 16, Kind::secret), now(3, 1), abort(), now(3, 1)});
}
TEST_F(TornStore, PutAlone) { cut(usual(), {alone(1, 1)}); }
TEST_F(TornStore, PutAloneInATransaction) {
  cut(usual(), {put(6, 16, Kind::secret), alone(2, 16, Kind::secret), now(3, 1)});
}
TEST_F(TornStore, CompactionWhenFull) {
  std::vector<Change> changes;
  for (int i = 0; i < 26; ++i) changes.push_back(now(3, 4));
  cut(usual(), changes);
}
TEST_F(TornStore, CompactionInATransaction) {
  std::vector<Change> changes = {put(1, 12), put(5, 16, Kind::secret)};
  for (int i = 0; i < 20; ++i) changes.push_back(now(3, 4));
  changes.push_back(put(4, 0));
  changes.push_back(commit());
  cut(usual(), changes);
}
TEST_F(TornStore, ThreeAreas) {
  shape_ = {.areas = 3, .pages = 2, .page_size = 256};
  cut(usual(), {now(2, 24, Kind::secret), now(2, 24, Kind::secret), now(2, 24, Kind::secret)});
}
TEST_F(TornStore, FourAreasOfOnePage) {
  shape_ = {.areas = 4, .pages = 1, .page_size = 512};
  cut(usual(), {now(2, 24, Kind::secret), put(2, 8, Kind::secret), commit(),
                alone(3, 9, Kind::secret), now(3, 9, Kind::secret)});
}

}  // namespace
}  // namespace tls_se::test

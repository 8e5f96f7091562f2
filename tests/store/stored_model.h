// What a store has to hold, kept in the plainest way, beside the store and its flash.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <vector>

#include "se/store/object_store.h"
#include "support/torn_flash.h"

namespace tls_se::test {

using Value = std::vector<uint8_t>;
using State = std::map<ObjectStore::Id, Value>;

struct Change {
  enum class What : uint8_t { put_now, put, commit, abort, put_alone, recover };
  What what = What::put_now;
  ObjectStore::Id id = 0;
  ObjectStore::Kind kind = ObjectStore::Kind::open;
  Value value;
};

/// Flash of areas of so many pages each. The one place where tests make a store.
struct Shape {
  size_t areas = 2;
  size_t pages = 6;  // of an area
  size_t page_size = 128;

  [[nodiscard]] size_t area_size() const { return pages * page_size; }
  [[nodiscard]] TornFlash flash(uint32_t seed) const { return {page_size, areas * pages, seed}; }
  [[nodiscard]] ObjectStore store(TornFlash& flash) const { return {flash, areas, area_size()}; }
};

[[nodiscard]] StoreStatus apply(ObjectStore& store, const Change& change);
[[nodiscard]] State state_of(const ObjectStore& store,
                             ObjectStore::View view = ObjectStore::View::committed);

class Model {
 public:
  /// What is valid when it is done.
  void apply(const Change& change);
  [[nodiscard]] const State& committed() const { return committed_; }
  [[nodiscard]] State pending() const;
  [[nodiscard]] bool in_transaction() const { return in_transaction_; }

 private:
  State committed_;
  State put_;  // in the transaction; empty values remove
  bool in_transaction_ = false;
};

/// All secrets that a store was ever given, to be looked for where they should not be any more.
class SecretWatch {
 public:
  void add(const Change& change);
  /// Whether flash has eight bytes in a row of one that is no value of this state.
  [[nodiscard]] bool finds_dead(const TornFlash& flash, const State& valid) const;

 private:
  std::vector<Value> secrets_;
};

[[nodiscard]] Value random_value(std::mt19937& random, size_t size);

}  // namespace tls_se::test

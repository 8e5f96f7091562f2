#include "stored_model.h"

#include <algorithm>
#include <cstring>
#include <unordered_set>

namespace tls_se::test {

StoreStatus apply(ObjectStore& store, const Change& change) {
  // In two parts, as callers give it.
  const Bytes head = Bytes(change.value).first(change.value.size() / 3);
  const Bytes body = Bytes(change.value).subspan(head.size());
  using What = Change::What;
  switch (change.what) {
    case What::put_now:
      return store.put_now(change.id, change.kind, head, body);
    case What::put:
      return store.put(change.id, change.kind, head, body);
    case What::commit:
      return store.commit();
    case What::abort:
      return store.abort();
    case What::put_alone:
      return store.put_alone(change.id, change.kind, change.value);
    case What::recover:
      return store.recover();
  }
  return StoreStatus::failed;
}

State state_of(const ObjectStore& store, ObjectStore::View view) {
  State state;
  ObjectStore::Walk walk = store.walk(view);
  for (ObjectStore::Object object; walk.next(object);) {
    state[object.id].assign(object.value.begin(), object.value.end());
  }
  std::erase_if(state, [](const auto& object) { return object.second.empty(); });
  return state;
}

void Model::apply(const Change& change) {
  using What = Change::What;
  switch (change.what) {
    case What::put_now:
      committed_[change.id] = change.value;
      put_.erase(change.id);
      break;
    case What::put:
      in_transaction_ = true;
      put_[change.id] = change.value;
      return;
    case What::commit:
      committed_ = pending();
      [[fallthrough]];
    case What::abort:
    case What::recover:
      put_.clear();
      in_transaction_ = false;
      break;
    case What::put_alone:
      committed_ = {{change.id, change.value}};
      put_.clear();
      in_transaction_ = false;
      break;
  }
  std::erase_if(committed_, [](const auto& object) { return object.second.empty(); });
}

State Model::pending() const {
  State state = committed_;
  for (const auto& [id, value] : put_) state[id] = value;
  std::erase_if(state, [](const auto& object) { return object.second.empty(); });
  return state;
}

void SecretWatch::add(const Change& change) {
  if (change.kind == ObjectStore::Kind::secret) secrets_.push_back(change.value);
}

bool SecretWatch::finds_dead(const TornFlash& flash, const State& valid) const {
  constexpr size_t kWindow = 8;
  const auto window_at = [](const uint8_t* at) {
    uint64_t window = 0;
    std::memcpy(&window, at, kWindow);
    return window;
  };
  std::unordered_set<uint64_t> dead;
  std::vector<bool> begins(0x10000);  // so that nearly no place takes a look into the set
  for (const Value& secret : secrets_) {
    const auto is_it = [&](const auto& object) { return object.second == secret; };
    if (std::ranges::any_of(valid, is_it)) continue;
    for (size_t i = 0; i + kWindow <= secret.size(); ++i) {
      const uint64_t window = window_at(&secret[i]);
      dead.insert(window);
      begins[window & 0xffff] = true;
    }
  }
  const Bytes memory = flash.mapped();
  if (dead.empty()) return false;
  for (const uint8_t* at = memory.data(); at + kWindow <= memory.data() + memory.size(); ++at) {
    const uint64_t window = window_at(at);
    if (begins[window & 0xffff] && dead.contains(window)) return true;
  }
  return false;
}

Value random_value(std::mt19937& random, size_t size) {
  Value value(size);
  for (uint8_t& byte : value) byte = static_cast<uint8_t>(random() >> 8);
  return value;
}

}  // namespace tls_se::test

#include "card_model.h"

namespace tls_se::test {
namespace {

constexpr std::array<int, 2> kMostTries = {3, 10};
constexpr ModelCard::Object kPinObjects[] = {ModelCard::user_pin, ModelCard::administrator_pin};

/// Without the FF that may stand behind it.
std::string stripped(std::string pin) {
  while (!pin.empty() && pin.back() == '\xff') pin.pop_back();
  return pin;
}

}  // namespace

int ModelCard::in_any_life(int channel, int status) const {
  return open_[at(channel)] ? status : 0x6881;
}

int ModelCard::gate(int channel) const {
  if (!open_[at(channel)]) return 0x6881;
  return life_ == Life::terminated ? 0x6985 : 0x9000;
}

int ModelCard::administrator_gate(int channel) const {
  if (const int status = gate(channel); status != 0x9000) return status;
  return shown_[at(channel)][administrator] ? 0x9000 : 0x6982;
}

int ModelCard::alone(int channel, int gated) const {
  return gated == 0x9000 && owner_ >= 0 && owner_ != channel ? 0x6985 : gated;
}

int ModelCard::otherwise(int channel, int status) const {
  const int gated = gate(channel);
  return gated == 0x9000 ? status : gated;
}

void ModelCard::forget_everywhere(PinName pin) {
  for (auto& shown : shown_) shown[pin] = false;
}

int ModelCard::ask(int channel, PinName pin) const {
  if (const int status = gate(channel); status != 0x9000) return status;
  if (shown_[at(channel)][pin]) return 0x9000;
  if (!has(kPinObjects[pin])) return 0x6a88;
  return tries_[pin] == 0 ? 0x6983 : 0x63c0 + tries_[pin];
}

int ModelCard::verify(int channel, PinName pin, const std::string& given) {
  if (const int status = gate(channel); status != 0x9000) return status;
  shown_[at(channel)][pin] = false;
  if (!has(kPinObjects[pin])) return 0x6a88;
  if (tries_[pin] == 0) {
    forget_everywhere(pin);
    return 0x6983;
  }
  if (stripped(given) == stripped(objects_[kPinObjects[pin]])) {
    tries_[pin] = kMostTries[pin];
    shown_[at(channel)][pin] = true;
    return 0x9000;
  }
  if (--tries_[pin] > 0) return 0x63c0 + tries_[pin];
  forget_everywhere(pin);
  return 0x6983;
}

int ModelCard::forget(int channel, PinName pin) {
  const int status = gate(channel);
  if (status == 0x9000) shown_[at(channel)][pin] = false;
  return status;
}

void ModelCard::give_up_transaction() { owner_ = -1; }

int ModelCard::change(int channel, PinName pin, const std::string& old, const std::string& fresh) {
  int status = alone(channel, gate(channel));
  if (status == 0x9000) status = verify(channel, pin, old);
  if (status != 0x9000) return status;
  give_up_transaction();
  objects_[kPinObjects[pin]] = fresh;
  forget_everywhere(pin);
  return 0x9000;
}

int ModelCard::reset_retry_counter(int channel, const std::string& fresh) {
  const int status = alone(channel, administrator_gate(channel));
  if (status != 0x9000) return status;
  if (!has(user_pin)) return 0x6a88;
  tries_[user] = kMostTries[user];
  if (fresh.empty()) return 0x9000;
  give_up_transaction();
  objects_[user_pin] = fresh;
  forget_everywhere(user);
  return 0x9000;
}

int ModelCard::judge(const Objects& objects) {
  if (!objects[pin_for_tls].empty() && objects[user_pin].empty()) return 0x64cb;
  if (!objects[role].empty() && objects[psk].empty()) return 0x64d4;
  return 0x9000;
}

int ModelCard::put(int channel, Object object, const std::string& value) {
  if (const int status = gate(channel); status != 0x9000) return status;
  if (life_ == Life::operational) {
    if (object == role || object == user_pin || object == administrator_pin) return 0x6985;
    if (!shown_[at(channel)][administrator]) return 0x6982;
  }
  if (owner_ >= 0 && owner_ != channel) return 0x6985;
  Objects objects = owner_ >= 0 ? pending_ : objects_;
  objects[object] = value;
  const bool is_pin = object == user_pin || object == administrator_pin;
  const PinName pin = object == user_pin ? user : administrator;
  if (owner_ >= 0) {
    pending_ = objects;
    if (is_pin) is_new_[pin] = true;
    return 0x9000;
  }
  if (const int status = judge(objects); status != 0x9000) return status;
  objects_ = objects;
  if (is_pin) {
    tries_[pin] = value.empty() ? 0 : kMostTries[pin];
    forget_everywhere(pin);
  }
  return 0x9000;
}

int ModelCard::get(int channel, Object object) const {
  if (!open_[at(channel)]) return 0x6881;
  if (object == user_pin || object == administrator_pin) return 0x6982;
  return has(object) ? 0x9000 : 0x6a88;
}

int ModelCard::begin(int channel) {
  const int status = life_ == Life::operational ? administrator_gate(channel) : gate(channel);
  if (status != 0x9000) return status;
  if (owner_ >= 0 && owner_ != channel) return 0x6985;
  owner_ = channel;
  pending_ = objects_;
  is_new_ = {};
  return 0x9000;
}

int ModelCard::commit(int channel) {
  int status = life_ == Life::operational ? administrator_gate(channel) : gate(channel);
  if (status != 0x9000) return status;
  if (owner_ != channel) return 0x6985;
  status = judge(pending_);
  if (status != 0x9000) return status;
  objects_ = pending_;
  for (const PinName pin : {user, administrator}) {
    if (!is_new_[pin]) continue;
    tries_[pin] = has(kPinObjects[pin]) ? kMostTries[pin] : 0;
    forget_everywhere(pin);
  }
  give_up_transaction();
  return 0x9000;
}

int ModelCard::roll_back(int channel) {
  const int status = life_ == Life::operational ? administrator_gate(channel) : gate(channel);
  if (status != 0x9000) return status;
  if (owner_ != channel) return 0x6985;
  give_up_transaction();
  return 0x9000;
}

int ModelCard::activate(int channel) {
  if (const int status = alone(channel, gate(channel)); status != 0x9000) return status;
  if (life_ != Life::initial) return 0x6985;
  give_up_transaction();
  if (!has(administrator_pin)) return 0x64d0;
  if (!has(role)) return 0x64c4;
  life_ = Life::operational;
  return 0x9000;
}

int ModelCard::erase(int channel) {
  if (const int status = alone(channel, gate(channel)); status != 0x9000) return status;
  if (life_ != Life::initial) return 0x6985;
  objects_ = {};
  tries_ = {};
  shown_ = {};
  give_up_transaction();
  return 0x9000;
}

int ModelCard::terminate(int channel) {
  const int status = alone(channel, administrator_gate(channel));
  if (status != 0x9000) return status;
  life_ = Life::terminated;
  objects_ = {};
  tries_ = {};
  shown_ = {};
  give_up_transaction();
  return 0x9000;
}

int ModelCard::open_channel(int channel) {
  if (const int status = gate(channel); status != 0x9000) return status;
  for (bool& open : open_) {
    if (open) continue;
    open = true;
    return 0x9000;
  }
  return 0x6a81;
}

int ModelCard::close_channel(int channel, int closed) {
  if (const int status = gate(channel); status != 0x9000) return status;
  if (!open_[at(closed)]) return 0x6881;
  open_[at(closed)] = false;
  shown_[at(closed)] = {};
  if (owner_ == closed) give_up_transaction();
  return 0x9000;
}

int ModelCard::reset_session(int channel) const {
  if (const int status = gate(channel); status != 0x9000) return status;
  if (has(pin_for_tls) && !shown_[at(channel)][user]) return 0x6982;
  return has(role) ? 0x9000 : 0x6a81;
}

void ModelCard::power_off() {
  open_ = {true, false};
  shown_ = {};
  give_up_transaction();
}

}  // namespace tls_se::test

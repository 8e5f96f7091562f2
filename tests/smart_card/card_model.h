// What a card does, said a second time, from docs/apdu.md and without a line of the card's own: for
// tests that compare the two. Of objects it knows some of each sort.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace tls_se::test {

class ModelCard {
 public:
  enum class Life { initial, operational, terminated };
  enum Object { role, psk, limit, pin_for_tls, user_pin, administrator_pin };
  enum PinName { user, administrator };
  static constexpr int kChannels = 2;

  // Each gives the status word; the channel is the first argument.
  int verify(int channel, PinName pin, const std::string& given);
  int ask(int channel, PinName pin) const;
  int forget(int channel, PinName pin);
  int change(int channel, PinName pin, const std::string& old, const std::string& fresh);
  /// With no new one: empty.
  int reset_retry_counter(int channel, const std::string& fresh);
  /// An empty value removes.
  int put(int channel, Object object, const std::string& value);
  int get(int channel, Object object) const;
  int begin(int channel);
  int commit(int channel);
  int roll_back(int channel);
  int activate(int channel);
  int erase(int channel);
  int terminate(int channel);
  /// Opens the lowest one that is not.
  int open_channel(int channel);
  int close_channel(int channel, int closed);
  int reset_session(int channel) const;
  /// Of what everybody may at any time, until the card is terminated, and of what is wrong so far.
  int otherwise(int channel, int status) const;
  int in_any_life(int channel, int status) const;
  void power_off();

  [[nodiscard]] Life life() const { return life_; }
  [[nodiscard]] bool is_open(int channel) const { return open_[at(channel)]; }
  [[nodiscard]] int tries(PinName pin) const { return tries_[pin]; }
  bool operator==(const ModelCard&) const = default;

 private:
  using Objects = std::array<std::string, 6>;  // empty: not there

  static constexpr size_t at(int channel) { return static_cast<size_t>(channel); }
  [[nodiscard]] bool has(Object object) const { return !objects_[object].empty(); }
  /// 9000, or what stands before any look at the command's own matter.
  [[nodiscard]] int gate(int channel) const;
  [[nodiscard]] int administrator_gate(int channel) const;
  /// The same of a command that gives up the channel's transaction: not while another's is open.
  [[nodiscard]] int alone(int channel, int gated) const;
  void forget_everywhere(PinName pin);
  [[nodiscard]] static int judge(const Objects& objects);
  void give_up_transaction();

  Life life_ = Life::initial;
  Objects objects_;
  std::array<int, 2> tries_ = {};
  std::array<bool, kChannels> open_ = {true, false};
  std::array<std::array<bool, 2>, kChannels> shown_ = {};
  int owner_ = -1;  // the channel whose transaction there is
  Objects pending_;
  std::array<bool, 2> is_new_ = {};  // of the PINs in `pending_`
};

}  // namespace tls_se::test

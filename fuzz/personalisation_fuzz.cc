// The commands that personalise a card, on a whole one whose power goes where the input says,
// against a model that knows docs/apdu.md and nothing of the card. Each step is a byte, what in its
// lower half, and what belongs to it (fuzz/personalisation_seeds.sh). What the card tells of its
// objects, of its life cycle and of the tries of its PINs has to be what the model says; of a
// command that power went in, as before or as after. Behind any other command, of whatever bytes,
// there is no model any more: the card answers as a card does, and a loss of power changes nothing.
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "card/card_body.h"
#include "fuzz/stand_in_identity.h"
#include "support/torn_flash.h"

namespace {

using namespace tls_se;
using tls_se::fuzz::Buffer;
using tls_se::fuzz::require;
using tls_se::fuzz::StandInIdentity;
using tls_se::fuzz::StandInPlatform;
using tls_se::test::PowerCut;
using tls_se::test::TornFlash;

constexpr uint8_t kRole = 0x20;
constexpr uint8_t kSwMore = 0x24;
constexpr uint8_t kUserPinForTls = 0x27;
constexpr uint8_t kName = 0x28;
constexpr uint8_t kAddress = 0x29;
constexpr uint8_t kPin = 0x2b;  // and the administrator's behind it
constexpr uint8_t kChain = 0x30;
constexpr uint8_t kAnchor = 0x38;
constexpr uint8_t kPrivateKey = 0x40;
constexpr uint8_t kPsk = 0x50;
constexpr std::array<uint8_t, 14> kTags = {
    kRole, kSwMore,  kUserPinForTls, kName,  kAddress, kPin,        kPin + 1,
    kPsk,  kPsk + 1, kPsk + 2,       kChain, kAnchor,  kPrivateKey, kPrivateKey + 1};
constexpr std::array<int, 2> kTries = {3, 10};

const Buffer kUnknown = {'?'};

bool is_private_key(uint8_t tag) { return tag == kPrivateKey || tag == kPrivateKey + 1; }

/// What a stand-in platform makes of a private key.
Buffer point_of(const Buffer& private_key) {
  Buffer point = {4};
  point.insert(point.end(), private_key.begin(), private_key.end());
  for (const uint8_t byte : private_key) point.push_back(static_cast<uint8_t>(~byte));
  return point;
}

/// What stays without power.
struct Kept {
  int life_cycle = 3;
  /// As they were put, by the second byte of their tags. What was generated is kUnknown until the
  /// card has told of it.
  std::map<uint8_t, Buffer> objects;
  std::array<int, 2> tries{};

  bool operator==(const Kept&) const = default;

  void put(uint8_t tag, const Buffer& value) {
    if (value.empty()) objects.erase(tag);
    if (!value.empty()) objects[tag] = value;
    if (tag == kPin || tag == kPin + 1) tries[tag - kPin] = value.empty() ? 0 : kTries[tag - kPin];
  }
  /// Whether one of the private keys is the chain's. Of other certificates there is none.
  [[nodiscard]] bool has_key_of_chain() const {
    const Bytes leaf = StandInIdentity::get().private_key;
    if (objects.at(kChain) != StandInIdentity::get().leaf) return false;
    for (const uint8_t tag : {kPrivateKey, uint8_t{kPrivateKey + 1}}) {
      const auto key = objects.find(tag);
      if (key != objects.end() && std::ranges::equal(key->second, leaf)) return true;
    }
    return false;
  }
  /// Whether they fit together.
  [[nodiscard]] bool is_right() const {
    const auto role = objects.find(kRole);
    const Buffer none = {0, 0};
    const Buffer& role_and_modes = role == objects.end() ? none : role->second;
    const bool is_client = role_and_modes[0] != 0;
    const uint8_t modes = role_and_modes[1];
    const bool shows = (modes & 4) != 0 || (!is_client && (modes & 2) != 0);
    const bool checks = (modes & 4) != 0 || (is_client && (modes & 2) != 0);
    if (shows && !objects.contains(kChain)) return false;
    if (objects.contains(kChain) && !has_key_of_chain()) return false;
    if (checks && !objects.contains(kAnchor)) return false;
    size_t keys = 0;
    for (const auto& [tag, value] : objects) {
      if (tag < kPsk) continue;
      ++keys;
      for (const auto& [other, of_other] : objects) {
        if (other > tag && of_other[2] == value[2]) return false;  // one identity
      }
    }
    if ((modes & 1) != 0 && keys == 0) return false;
    if (objects.contains(kName) && objects.contains(kAddress)) return false;
    return !objects.contains(kUserPinForTls) || objects.contains(kPin);
  }
};

Buffer hmac(const Buffer& key, const Buffer& data) {
  Buffer mac(32);
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data.data(), data.size(), mac.data(),
       nullptr);
  return mac;
}

/// The key check value and the identity, which is of one byte.
Buffer told_of_psk(const Buffer& value) {
  constexpr std::string_view kText = "TLS-SE key check value";
  const Buffer early_secret = hmac(Buffer(32), Buffer(value.begin() + 3, value.end()));
  Buffer told = hmac(early_secret, Buffer(kText.begin(), kText.end()));
  told.resize(3);
  told.push_back(value[2]);
  return told;
}

class Game {
 public:
  explicit Game(const Bytes& input) : input_(input) {}

  void play() {
    for (bool is_over = false; !is_over;) {
      is_over = input_.empty();
      flash_.power_up();
      try {
        CardBody body(platform().crypto, &platform().signatures, &platform().key_maker, flash_,
                      build());
        platform().start_again(1, &body.keys());
        body_ = &body;
        begin();
        while (!input_.empty()) step();
      } catch (const PowerCut&) {
      }
    }
  }

 private:
  static StandInPlatform& platform() {
    static auto* const platform = new StandInPlatform;
    return *platform;
  }
  static CardBuild build() {
    CardBuild build;
    build.record_buffer = 1024;
    build.psks = 3;
    build.certificates = 1;
    build.trust_anchors = 1;
    build.allowed_peers = 1;
    return build;
  }

  uint8_t byte() {
    if (input_.empty()) return 0;
    const uint8_t first = input_[0];
    input_ = input_.subspan(1);
    return first;
  }

  StatusWord transmit(const Buffer& command) {
    answer_.resize(0x400);
    const Response result = body_->process(command, answer_);
    require(result.size <= answer_.size());
    answer_.resize(result.size);
    return result.status;
  }

  void begin() {
    body_->power_up();
    flash_.mend();
    is_open_ = false;
    shown_ = {};
    if (has_model_) {
      require(std::ranges::any_of(possible_, [&](const Kept& kept) { return tells(kept, true); }));
      kept_ = *std::ranges::find_if(possible_, [&](const Kept& kept) { return tells(kept, true); });
      learn_keys();
    } else {
      // Power comes again, and all is the same.
      const Buffer before = all_told();
      body_->power_up();
      require(all_told() == before);
    }
  }

  /// The private key that the card signs with; none if it has none.
  Buffer signing_key(uint8_t tag) const {
    const Bytes key = body_->keys().find(private_key_handle(tag - kPrivateKey));
    return {key.begin(), key.end()};
  }
  void learn_keys() {
    for (auto& [tag, value] : kept_.objects) {
      if (value == kUnknown) value = signing_key(tag);
    }
    possible_ = {kept_};
  }

  StatusWord get(uint8_t tag) { return transmit({0, 0xca, 0xdf, tag, 0, 0, 0}); }

  Buffer all_told() {
    Buffer all;
    const auto ask = [&](const Buffer& command) {
      const StatusWord status = transmit(command);
      all.insert(all.end(), answer_.begin(), answer_.end());
      all.push_back(static_cast<uint8_t>(status >> 8));
      all.push_back(static_cast<uint8_t>(status));
    };
    for (const uint8_t tag : kTags) ask({0, 0xca, 0xdf, tag, 0});
    ask({0, 0xca, 1, 0x10, 0});
    ask({0, 0x20, 0, 0});
    ask({0, 0x20, 0, 1});
    return all;
  }

  /// Whether this is what the card says; of tries only after power has come, since who has shown a
  /// PIN is told something else.
  bool tells(const Kept& kept, bool with_tries) {
    if (transmit({0, 0xca, 1, 0x10, 0}) != sw::kOk || answer_ != Buffer{uint8_t(kept.life_cycle)}) {
      return false;
    }
    if (kept.life_cycle == 0x0c) return transmit({0, 0x20, 0, 1}) == sw::kConditionsNotSatisfied;
    for (const uint8_t tag : kTags) {
      const StatusWord status = get(tag);
      const auto object = kept.objects.find(tag);
      const bool is_pin = tag == kPin || tag == kPin + 1;
      if (is_pin) {
        if (status == sw::kOk) return false;
      } else if (object == kept.objects.end()) {
        if (status != sw::kDataObjectNotFound) return false;
      } else if (is_private_key(tag)) {
        const Buffer key = signing_key(tag);
        if (status != sw::kOk || answer_ != point_of(key)) return false;
        if (object->second != kUnknown && object->second != key) return false;
      } else {
        const Buffer told = tag >= kPsk ? told_of_psk(object->second) : object->second;
        if (status != sw::kOk || answer_ != told) return false;
      }
    }
    for (uint8_t pin = 0; with_tries && pin < 2; ++pin) {
      const int tries = kept.tries[pin];
      StatusWord wanted = static_cast<StatusWord>(0x63c0 | tries);
      if (tries == 0) wanted = sw::kBlocked;
      if (!kept.objects.contains(kPin + pin)) wanted = sw::kDataObjectNotFound;
      if (transmit({0, 0x20, 0, pin}) != wanted) return false;
      if (sw::sw1(wanted) == 0x63 && !takes_pin(pin, kept.objects.at(kPin + pin))) return false;
    }
    return true;
  }

  /// Asked of another card with the same memory, since a wrong one costs a try.
  bool takes_pin(uint8_t pin, const Buffer& value) {
    TornFlash copy = flash_;
    Buffer command = {0, 0x20, 0, pin, static_cast<uint8_t>(value.size())};
    command.insert(command.end(), value.begin(), value.end());
    StatusWord status = 0;
    {
      CardBody other(platform().crypto, &platform().signatures, &platform().key_maker, copy,
                     build());
      platform().start_again(1, &other.keys());
      other.power_up();
      Buffer answer(0x100);
      status = other.process(command, answer).status;
    }
    platform().start_again(1, &body_->keys());
    return status == sw::kOk;
  }

  /// A command that changes what is kept, or fails and doesn't.
  StatusWord change(const Buffer& command, const Kept& after, bool fits,
                    const std::optional<Kept>& between = {}) {
    possible_ = {kept_, after};
    if (between) possible_.push_back(*between);
    const StatusWord status = transmit(command);
    if (has_model_) {
      require((status == sw::kOk) == fits);
      if (fits) kept_ = after;
      possible_ = {kept_};
      if (!is_open_) require(tells(kept_, false));
    }
    return status;
  }

  [[nodiscard]] bool may_change() const {
    return kept_.life_cycle == 3 || (kept_.life_cycle == 5 && shown_[1]);
  }

  static Buffer pin_value(uint8_t choice) { return Buffer(4U + choice % 2, 'a' + choice % 4); }

  Buffer value_of(uint8_t tag, uint8_t choice) {
    if (choice % 8 == 7) return {};
    switch (tag) {
      case kRole: {
        constexpr uint8_t kRoles[][2] = {{0, 1}, {0, 2}, {1, 2}, {0, 4}, {0, 7}, {1, 3}, {1, 4}};
        const auto& role = kRoles[choice % 8];
        return {role[0], role[1]};
      }
      case kChain:
      case kAnchor: {
        const StandInIdentity& identity = StandInIdentity::get();
        const Buffer wrong = {0x30, 0x01, choice};
        return choice % 4 == 0   ? identity.leaf
               : choice % 4 == 1 ? identity.root
               : choice % 4 == 2 ? identity.intermediate
                                 : wrong;
      }
      case kPrivateKey:
      case kPrivateKey + 1: {
        const Bytes leaf = StandInIdentity::get().private_key;
        return choice % 2 == 0 ? Buffer(leaf.begin(), leaf.end()) : Buffer(32, choice);
      }
      case kSwMore:
        return {static_cast<uint8_t>(choice % 4)};  // 3 is wrong
      case kUserPinForTls:
        return {1};
      case kName:
        return {'a', static_cast<uint8_t>('a' + choice % 8)};
      case kAddress:
        return {10, 0, 0, choice};
      case kPin:
      case kPin + 1:
        return pin_value(choice);
      default: {
        Buffer value = {0, 1, static_cast<uint8_t>('a' + choice % 4)};
        value.resize(19, choice);
        return value;
      }
    }
  }

  void put() {
    const uint8_t tag = kTags[byte() % kTags.size()];
    const Buffer value = value_of(tag, byte());
    const auto size = static_cast<uint16_t>(value.size());
    Buffer command = {0, 0xda, 0xdf, tag, 0, uint8_t(size >> 8), uint8_t(size)};
    if (value.empty()) command.resize(4);
    command.insert(command.end(), value.begin(), value.end());
    const bool is_pin = tag == kPin || tag == kPin + 1;
    const bool is_frozen = kept_.life_cycle == 5 && (is_pin || tag == kRole || is_private_key(tag));
    const bool is_certificate = tag == kChain || tag == kAnchor;
    const bool is_wrong =
        (tag == kSwMore && value == Buffer{3}) || (is_certificate && value.size() == 3);
    const bool is_allowed = may_change() && !is_frozen && !is_wrong;
    if (is_open_) {
      const StatusWord status = change(command, kept_, is_allowed);
      if (status == sw::kOk) pending_.put(tag, value);
      if (status == sw::kOk && is_pin) pin_put_[tag - kPin] = true;
      return;
    }
    Kept after = kept_;
    after.put(tag, value);
    if (change(command, after, is_allowed && after.is_right()) == sw::kOk && is_pin) {
      forget(tag - kPin);
    }
  }

  /// A key pair of the card's own: with its public half in the answer, or without.
  void generate(uint8_t tag, bool is_told) {
    Kept after = kept_;
    after.objects[tag] = kUnknown;
    Buffer command = {0, 0x46, 0, static_cast<uint8_t>(tag - kPrivateKey), 0};
    if (!is_told) command.pop_back();
    const StatusWord status = is_open_ ? change(command, kept_, may_change())
                                       : change(command, after, may_change() && after.is_right());
    if (!has_model_ || status != sw::kOk) return;
    if (!is_open_) return learn_keys();
    transmit({0, 0x46, 1, command[3], 0});
    require(answer_.size() == 5 + kP256PointSize);
    const Buffer key(answer_.begin() + 6, answer_.begin() + 6 + kP256ScalarSize);
    require(std::ranges::equal(point_of(key), Bytes(answer_).subspan(5)));
    pending_.put(tag, key);
  }

  void forget(uint8_t pin) {
    transmit({0, 0x20, 0xff, pin});
    shown_[pin] = false;
  }

  void end_transaction(uint8_t p2) {
    if (!is_open_) return;
    if (p2 == 0x82) {
      if (!may_change()) return;
      is_open_ = false;
      change({0, 0x12, 0, p2}, kept_, true);
      return;
    }
    Kept after = pending_;
    for (size_t pin = 0; pin < 2; ++pin) {
      // What was spent meanwhile, unless the PIN is a new one.
      if (!pin_put_[pin]) after.tries[pin] = kept_.tries[pin];
    }
    if (change({0, 0x12, 0, p2}, after, may_change() && after.is_right()) != sw::kOk) return;
    is_open_ = false;
    for (uint8_t pin = 0; pin < 2; ++pin) {
      if (pin_put_[pin]) forget(pin);
    }
  }

  void verify(uint8_t pin, uint8_t choice, bool changes) {
    const auto known = kept_.objects.find(kPin + pin);
    const Buffer given =
        choice < 0x80 && known != kept_.objects.end() ? known->second : pin_value(choice);
    Buffer padded = given;
    padded.resize(changes ? 5 : given.size(), 0xff);
    Buffer fresh = pin_value(choice / 4);
    fresh.resize(5, 0xff);
    Buffer command = {0, static_cast<uint8_t>(changes ? 0x24 : 0x20), 0, pin,
                      static_cast<uint8_t>(changes ? 10 : padded.size())};
    command.insert(command.end(), padded.begin(), padded.end());
    if (changes) command.insert(command.end(), fresh.begin(), fresh.end());
    const bool is_alive = kept_.life_cycle != 0x0c && known != kept_.objects.end();
    const bool can_try = is_alive && kept_.tries[pin] > 0;
    const bool is_right = can_try && given == known->second;
    Kept spent = kept_;
    if (can_try) --spent.tries[pin];
    Kept after = spent;
    if (is_right) after.tries[pin] = kTries[pin];
    const Kept restored = after;
    if (is_right && changes) after.put(kPin + pin, pin_value(choice / 4));
    possible_ = {kept_, spent, restored, after};
    const StatusWord status = transmit(command);
    if (!has_model_) return;
    require((status == sw::kOk) == is_right);
    kept_ = after;
    possible_ = {kept_};
    if (is_alive) shown_[pin] = is_right && !changes;
  }

  void step() {
    const uint8_t what = byte();
    if (kept_.life_cycle == 0x0c && what % 16 != 13) return;
    switch (what % 16) {
      case 3:
        return generate(static_cast<uint8_t>(kPrivateKey + what / 16 % 2), what < 0x80);
      case 4:
        if (is_open_ || !may_change()) return;
        change({0, 0x12, 0, 0x80}, kept_, true);
        is_open_ = true;
        pending_ = kept_;
        pin_put_ = {};
        return;
      case 5:
        return end_transaction(0x81);
      case 6:
        return end_transaction(0x82);
      case 7:
      case 8:
        return verify(what / 16 % 2, byte(), false);
      case 9:
        if (!is_open_) verify(what / 16 % 2, byte(), true);
        return;
      case 10: {
        if (is_open_) return;
        Kept after = kept_;
        after.tries[0] = kTries[0];
        change({0, 0x2c, 3, 0}, after, shown_[1] && kept_.objects.contains(kPin));
        return;
      }
      case 11: {
        if (is_open_) return;
        Kept after = kept_;
        after.life_cycle = 5;
        change({0, 0x44, 0, 0}, after,
               kept_.life_cycle == 3 && kept_.objects.contains(kRole) &&
                   kept_.objects.contains(kPin + 1));
        return;
      }
      case 12: {
        if (is_open_) return;
        Kept after;
        if (what >= 0x80) {
          if (change({0, 0xe4, 0, 0}, after, kept_.life_cycle == 3) == sw::kOk) shown_ = {};
          return;
        }
        after.life_cycle = 0x0c;
        change({0, 0xfe, 0, 0}, after, shown_[1]);
        return;
      }
      case 13:
        throw PowerCut();  // between two commands
      case 14:
        return flash_.cut_after(byte(), TornFlash::kTears[what / 16 % TornFlash::kTears.size()]);
      case 15: {
        Buffer command(std::min<size_t>(byte(), input_.size()));
        for (uint8_t& one : command) one = byte();
        has_model_ = false;
        transmit(command);
        return;
      }
      default:
        return put();
    }
  }

  Bytes input_;
  TornFlash flash_{512, 16};
  CardBody* body_ = nullptr;
  Buffer answer_;
  Kept kept_;
  Kept pending_;
  std::vector<Kept> possible_ = {{}};
  bool is_open_ = false;  // a transaction
  bool has_model_ = true;
  std::array<bool, 2> shown_{};
  std::array<bool, 2> pin_put_{};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size <= 512) Game({data, size}).play();
  return 0;
}

// Whoever does not know a PIN has so many tries and no more, whatever else happens: other commands,
// other channels, transactions, and power that goes at any write to the memory.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <utility>

#include "card_with_flash.h"
#include "live_session.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

/// Power goes at one of its writes, of which some words are there: nothing is written from then on,
/// and whatever the card still says nobody hears.
class FlashUntilCut final : public MemoryFlash {
 public:
  FlashUntilCut() : MemoryFlash(1024, 4) {}
  bool program(size_t at, const Bytes& words) override {
    if (is_cut_) return false;
    tried_.push_back({at, {words.begin(), words.end()}});
    if (!cuts()) return MemoryFlash::program(at, words);
    const size_t some = words.size() / kWordSize / 2 * kWordSize;
    static_cast<void>(MemoryFlash::program(at, words.first(some)));
    return false;
  }
  bool erase(size_t page) override { return !is_cut_ && !cuts() && MemoryFlash::erase(page); }

  void cut_at(size_t step) { steps_left_ = step; }
  [[nodiscard]] bool is_cut() const { return is_cut_; }
  /// What was to be programmed, and where, since tries began to be noted.
  using Writes = std::vector<std::pair<size_t, std::vector<uint8_t>>>;
  [[nodiscard]] Writes take_tried() { return std::exchange(tried_, {}); }
  void power_up() {
    is_cut_ = false;
    steps_left_ = SIZE_MAX;
  }

 private:
  bool cuts() {
    is_cut_ = steps_left_-- == 0;
    return is_cut_;
  }
  Writes tried_;
  size_t steps_left_ = SIZE_MAX;
  bool is_cut_ = false;
};

struct PinUnderAttack {
  uint8_t number;
  int most_tries;
  std::string tag;
  std::vector<std::string> values;
};
const PinUnderAttack kBothPins[] = {
    {0, 3, "DADF2B", {"30313233", "3031323334353637", "393939393939"}},
    {1, 10, "DADF2C", {"41424344", "4142434445464748", "5A5A5A5A5A5A"}}};

/// What is known of a PIN from outside.
struct Known {
  std::vector<std::string> can_be;  // its value, one of these; a loss of power may leave two
  int tries = 0;
  int wrong = 0;  // comparisons since all tries were there
};

class RandomPins {
 public:
  explicit RandomPins(unsigned seed) : random_(seed), card_(flash_) {
    make_psk_server(card_);
    for (const PinUnderAttack& pin : kBothPins) {
      EXPECT_EQ(card_.status(put_of(pin, pin.values[0])), sw::kOk);
      known_[pin.number] = {{pin.values[0]}, pin.most_tries, 0};
    }
    open_channels();
  }

  void act() {
    const bool cuts = below(4) == 0;
    if (cuts) flash_.cut_at(below(12));
    const Known before[] = {known_[0], known_[1]};
    may_rise_[0] = may_rise_[1] = false;
    guessed_[0] = guessed_[1] = false;
    run(below(14));
    if (flash_.is_cut()) ++cuts_;
    if (flash_.is_cut() || below(30) == 0) power_off_and_on();
    flash_.power_up();
    for (const PinUnderAttack& pin : kBothPins) judge(pin, before[pin.number]);
  }
  [[nodiscard]] int cuts() const { return cuts_; }
  [[nodiscard]] int blocked() const { return blocked_; }
  [[nodiscard]] int restored() const { return restored_; }

 private:
  // The last one only asks.
  static constexpr size_t kActive = 3;
  static constexpr const char* kAsks = "0320";

  size_t below(size_t end) { return random_() % end; }
  std::string put_of(const PinUnderAttack& pin, const std::string& value) {
    return "00" + pin.tag + size_of(value) + value;
  }
  static std::string size_of(const std::string& hex) {
    return to_hex(std::vector<uint8_t>{static_cast<uint8_t>(hex.size() / 2)});
  }
  static std::string padded(std::string hex) { return hex.append(32 - hex.size(), 'F'); }
  StatusWord ask(const PinUnderAttack& pin) {
    return card_.status(kAsks + std::string(pin.number == 0 ? "0000" : "0001"));
  }

  void open_channels() {
    for (int i = 0; i < 3; ++i)
      ASSERT_EQ(card_.answer("0070000001"), '0' + std::to_string(i + 1) + " 9000");
  }
  void power_off_and_on() {
    flash_.power_up();
    card_.reset();
    pending_[0].clear();
    pending_[1].clear();
    open_channels();
  }

  /// A command that compares; `rest` is what follows the guess.
  void compare(const std::string& cla, const PinUnderAttack& pin, const std::string& guess,
               const std::string& command) {
    const StatusWord status = judge_guess(pin, guess, cla + command);
    if (status == sw::kOk) known_[pin.number].can_be = {guess};
  }
  /// The status word of a command with this guess; what it tells of it is taken note of.
  StatusWord judge_guess(const PinUnderAttack& pin, const std::string& guess,
                         const std::string& command) {
    Known& known = known_[pin.number];
    const bool can_be_right = std::ranges::count(known.can_be, guess) != 0;
    may_rise_[pin.number] = can_be_right;
    const StatusWord status = card_.status(command);
    const bool was_wrong =
        sw::sw1(status) == sw::kTriesLeft || (status == sw::kBlocked && known.tries > 0);
    EXPECT_TRUE(can_be_right || status != sw::kOk) << command;
    guessed_[pin.number] = was_wrong;
    if (!was_wrong) return status;
    ++known.wrong;
    std::erase(known.can_be, guess);
    return status;
  }

  void run(size_t what) {
    const PinUnderAttack& pin = kBothPins[below(2)];
    Known& known = known_[pin.number];
    const std::string cla = '0' + std::to_string(below(kActive));
    const std::string p2 = pin.number == 0 ? "00" : "01";
    const std::string& guess = pin.values[below(3)];
    const std::string& fresh = pin.values[below(3)];
    if (what < 5) {
      compare(cla, pin, guess, "2000" + p2 + size_of(guess) + guess);
    } else if (what == 5) {
      change(cla, pin, guess, fresh);
    } else if (what == 6) {
      reset_retry_counter(cla, below(2) == 0 ? "" : kBothPins[0].values[below(3)]);
    } else if (what == 7) {
      put(cla, pin, fresh);
    } else if (what == 8) {
      if (card_.status(cla + "120080") == sw::kOk) pending_[0] = pending_[1] = "";
    } else if (what == 9) {
      end(cla);
    } else if (what == 10) {
      card_.status(cla + "120082");
    } else if (what == 11) {
      card_.status(cla + "20FF" + p2);
    } else if (what == 12) {
      card_.status("0070800" + std::to_string(1 + below(2)));
      card_.status("0070000001");
    } else if (known.tries > 0) {
      card_.status(cla + (below(40) == 0 ? "440000" : "DADF23020040"));
    }
  }

  /// It may be one of these now, or what it was.
  static void add(Known& known, const std::string& value) {
    if (std::ranges::count(known.can_be, value) == 0) known.can_be.push_back(value);
  }

  void change(const std::string& cla, const PinUnderAttack& pin, const std::string& guess,
              const std::string& fresh) {
    const std::string head = cla + "2400" + (pin.number == 0 ? "00" : "01") + "20";
    const StatusWord status = judge_guess(pin, guess, head + padded(guess) + padded(fresh));
    if (may_rise_[pin.number] && !guessed_[pin.number]) settle(known_[pin.number], fresh, status);
  }

  void settle(Known& known, const std::string& value, StatusWord status) {
    if (status == sw::kOk && !flash_.is_cut()) {
      known.can_be = {value};
    } else {
      add(known, value);
    }
  }

  void reset_retry_counter(const std::string& cla, const std::string& fresh) {
    const bool is_administrator = card_.status(cla + "200001") == sw::kOk;
    const StatusWord status =
        card_.status(fresh.empty() ? cla + "2C0300" : cla + "2C0200" + size_of(fresh) + fresh);
    EXPECT_TRUE(is_administrator || status != sw::kOk);
    if (!is_administrator) return;
    may_rise_[0] = true;
    if (!fresh.empty()) settle(known_[0], fresh, status);
  }

  void put(const std::string& cla, const PinUnderAttack& pin, const std::string& value) {
    const bool is_initial = card_.answer("03CA011000") == "03 9000";
    const StatusWord status = card_.status(cla + pin.tag + size_of(value) + value);
    EXPECT_TRUE(is_initial || status != sw::kOk);
    if (!is_initial) return;
    if (status != sw::kOk && !flash_.is_cut()) return;
    may_rise_[pin.number] = true;
    pending_[pin.number] = value;
    add(known_[pin.number], value);
  }

  void end(const std::string& cla) {
    const StatusWord status = card_.status(cla + "120081");
    const bool is_mine =
        status != sw::kConditionsNotSatisfied && status != sw::kSecurityStatusNotSatisfied;
    for (const PinUnderAttack& pin : kBothPins) {
      if (!is_mine || pending_[pin.number].empty()) continue;
      may_rise_[pin.number] = true;
      add(known_[pin.number], pending_[pin.number]);
    }
  }

  void judge(const PinUnderAttack& pin, const Known& before) {
    Known& known = known_[pin.number];
    const StatusWord status = ask(pin);
    known.tries = status == sw::kBlocked ? 0 : sw::sw2(status) & 0x0f;
    ASSERT_TRUE(status == sw::kBlocked || sw::sw1(status) == sw::kTriesLeft) << status;
    if (known.tries > before.tries) {
      EXPECT_TRUE(may_rise_[pin.number]) << "tries came from nowhere";
      ++restored_;
    }
    // Of a wrong guess that was compared, the card knows, even if power went while it answered.
    EXPECT_TRUE(!guessed_[pin.number] || known.tries < before.tries);
    if (may_rise_[pin.number] && known.tries == pin.most_tries) known.wrong = 0;
    EXPECT_LE(known.wrong, pin.most_tries - known.tries);
    if (known.tries == 0 && before.tries > 0) ++blocked_;
  }

  std::minstd_rand random_;
  FlashUntilCut flash_;
  CardWithFlash card_;
  Known known_[2];
  std::string pending_[2];  // what has been put and may be in a transaction
  bool may_rise_[2] = {};
  bool guessed_[2] = {};
  int cuts_ = 0;
  int blocked_ = 0;
  int restored_ = 0;
};

TEST(PinRandom, TriesComeBackByARightPinOrANewOneAlone) {
  int cuts = 0;
  int blocked = 0;
  int restored = 0;
  const unsigned seeds = std::getenv("TLS_SE_LONG_TESTS") != nullptr ? 30'000 : 300;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE(seed);
    RandomPins pins(seed);
    for (int i = 0; i < 100; ++i) pins.act();
    cuts += pins.cuts();
    blocked += pins.blocked();
    restored += pins.restored();
    if (HasFailure()) return;
  }
  EXPECT_GT(cuts, 1000);
  EXPECT_GT(blocked, 100);
  EXPECT_GT(restored, 500);
}

/// What one guess writes before power goes at this step, and the tries that are left then.
struct Cut {
  FlashUntilCut::Writes tried;
  StatusWord left;
};
Cut cut_guess(size_t step, const std::string& guess) {
  FlashUntilCut flash;
  CardWithFlash card(flash);
  card.status("00DADF2B0430313233");
  card.status("002000000430303030");  // so that a right one has tries to restore
  static_cast<void>(flash.take_tried());
  flash.cut_at(step);
  card.status("0020000004" + guess);
  Cut cut{flash.take_tried(), 0};
  flash.power_up();
  card.reset();
  cut.left = card.status("00200000");
  return cut;
}

/// So that power can be cut when the memory is seen to be written, and nothing has been learnt.
TEST(PinPower, ARightGuessLooksLikeAWrongOneUntilTheCounterHasFallen) {
  constexpr StatusWord kBefore = 0x63c2;
  bool has_fallen = false;
  for (size_t step = 0; step < 6; ++step) {
    const Cut wrong = cut_guess(step, "39393939");
    const Cut right = cut_guess(step, "30313233");
    has_fallen = has_fallen || wrong.left < kBefore;
    if (wrong.left != kBefore) continue;
    EXPECT_EQ(wrong.tried, right.tried) << step;
    EXPECT_EQ(right.left, kBefore) << step;
  }
  EXPECT_TRUE(has_fallen);
}

}  // namespace
}  // namespace tls_se::test

// Flash in memory whose power can go at any step, and that can fail: what docs/store.md says of the
// flash of chips, taken at its word. May be copied, contents, doubts and all.
#pragma once

#include <array>
#include <map>
#include <random>
#include <vector>

#include "se/store/flash.h"

namespace tls_se::test {

/// Power has gone: nothing behind is executed.
struct PowerCut {};

class TornFlash final : public Flash {
 public:
  /// What a step comes to that is the last one before power goes, until it goes again: from then on
  /// what was begun reads in any of these ways.
  enum class Tear : uint8_t {
    before,      // not begun
    looks_old,   // begun, and nothing can be seen of it
    half,        // any mixture of what was there and what would be
    looks_done,  // not to be told from a complete one
    after,       // complete
  };
  static constexpr std::array kTears = {Tear::before, Tear::looks_old, Tear::half, Tear::looks_done,
                                        Tear::after};

  TornFlash(size_t page_size, size_t pages, uint32_t seed = 1);

  [[nodiscard]] Bytes mapped() const override { return bytes_; }
  [[nodiscard]] size_t page_size() const override { return page_size_; }
  // A step is a word that is programmed or a page that is erased. They throw std::logic_error if a
  // word is not certain to be erased, and is not to become zeros; or without power.
  [[nodiscard]] bool program(size_t at, const Bytes& words) override;
  [[nodiscard]] bool erase(size_t at) override;

  /// After so many more steps comes the one that is torn.
  void cut_after(size_t steps, Tear tear);
  /// After so many more steps comes one that answers false, and so do all behind it, or none.
  void fail_after(size_t steps, bool for_good);
  /// All works, and goes on doing so.
  void mend();
  /// What is in doubt reads in another way. The first time after a cut it is as the tear says.
  void power_up();

  [[nodiscard]] size_t steps() const { return steps_; }
  /// How often each page has been erased.
  [[nodiscard]] const std::vector<uint32_t>& erasures() const { return erasures_; }
  void flip(size_t bit) { bytes_[bit / 8] ^= static_cast<uint8_t>(1U << bit % 8); }

 private:
  using Word = std::array<uint8_t, kWordSize>;
  /// Of a word that is neither what it was nor what it was to be.
  struct Doubt {
    Word old;
    Word now;
    bool is_of_page;  // half-erased: any bits
  };

  [[nodiscard]] bool program_word(size_t at, const Word& word);
  [[nodiscard]] Word word_at(size_t at) const;
  void set_word(size_t at, const Word& word);
  void doubt(size_t at, const Word& now, bool is_of_page);
  void show(Tear tear);
  /// Whether this step goes on to its end; throws PowerCut if it is not even begun.
  enum class Step : uint8_t { whole, torn, failing };
  [[nodiscard]] Step begin_step();
  void end_step(Step step);

  static constexpr size_t kNever = ~size_t{0};

  size_t page_size_;
  std::vector<uint8_t> bytes_;
  std::vector<uint32_t> erasures_;
  std::map<size_t, Doubt> doubts_;
  std::minstd_rand random_;
  size_t steps_ = 0;
  size_t cut_at_ = kNever;
  size_t fail_at_ = kNever;
  bool fails_for_good_ = false;
  bool has_power_ = true;
  bool is_fresh_cut_ = false;
  Tear tear_ = Tear::before;
};

}  // namespace tls_se::test

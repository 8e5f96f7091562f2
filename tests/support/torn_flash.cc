#include "support/torn_flash.h"

#include <algorithm>
#include <stdexcept>

namespace tls_se::test {

TornFlash::TornFlash(size_t page_size, size_t pages, uint32_t seed)
    : page_size_(page_size), bytes_(page_size * pages, kErased), erasures_(pages), random_(seed) {}

void TornFlash::cut_after(size_t steps, Tear tear) {
  cut_at_ = steps_ + steps;
  tear_ = tear;
}

void TornFlash::fail_after(size_t steps, bool for_good) {
  fail_at_ = steps_ + steps;
  fails_for_good_ = for_good;
}

void TornFlash::mend() { cut_at_ = fail_at_ = kNever; }

void TornFlash::power_up() {
  has_power_ = true;
  cut_at_ = kNever;
  show(is_fresh_cut_ ? tear_ : kTears[1 + random_() % 3]);
  is_fresh_cut_ = false;
}

TornFlash::Word TornFlash::word_at(size_t at) const {
  Word word;
  std::copy_n(bytes_.begin() + static_cast<ptrdiff_t>(at), word.size(), word.begin());
  return word;
}

void TornFlash::set_word(size_t at, const Word& word) {
  std::ranges::copy(word, bytes_.begin() + static_cast<ptrdiff_t>(at));
}

/// A bit that is certain stays if it would be the same; and zeros stay zeros, whatever is begun.
void TornFlash::doubt(size_t at, const Word& now, bool is_of_page) {
  const auto known = doubts_.find(at);
  if (known == doubts_.end()) {
    const Word old = word_at(at);
    if (old != now) doubts_[at] = {old, now, is_of_page};
  } else {
    known->second.now = now;
    known->second.is_of_page = true;
  }
}

void TornFlash::show(Tear tear) {
  for (const auto& [at, doubt] : doubts_) {
    Word word = tear == Tear::looks_old ? doubt.old : doubt.now;
    for (size_t i = 0; tear == Tear::half && i < word.size(); ++i) {
      const auto noise = static_cast<uint8_t>(random_() >> 8);
      word[i] = doubt.is_of_page
                    ? noise
                    : static_cast<uint8_t>((doubt.old[i] & noise) | (doubt.now[i] & ~noise));
    }
    set_word(at, word);
  }
}

TornFlash::Step TornFlash::begin_step() {
  if (!has_power_) throw std::logic_error("flash is used without power");
  const size_t step = steps_++;
  if (step == cut_at_) {
    has_power_ = false;
    if (tear_ == Tear::before) throw PowerCut();
    is_fresh_cut_ = tear_ != Tear::after;
    return tear_ == Tear::after ? Step::whole : Step::torn;
  }
  const bool fails = step == fail_at_ || (fails_for_good_ && step > fail_at_);
  return fails ? Step::failing : Step::whole;
}

void TornFlash::end_step(Step step) {
  if (!has_power_) throw PowerCut();
  if (step == Step::failing) show(Tear::half);
}

bool TornFlash::program_word(size_t at, const Word& word) {
  const bool is_zeros = word == Word{};
  Word erased;
  erased.fill(kErased);
  if (!is_zeros && (word_at(at) != erased || doubts_.contains(at))) {
    throw std::logic_error("a word of flash is programmed once, or becomes zeros");
  }
  const Step step = begin_step();
  if (step != Step::whole) {
    doubt(at, word, false);
  } else {
    doubts_.erase(at);
    set_word(at, word);
  }
  end_step(step);
  return step == Step::whole;
}

bool TornFlash::program(size_t at, const Bytes& words) {
  if (at % kWordSize != 0 || words.size() % kWordSize != 0 || at > bytes_.size() ||
      words.size() > bytes_.size() - at) {
    throw std::logic_error("flash is programmed in whole words that it has");
  }
  for (size_t done = 0; done != words.size(); done += kWordSize) {
    Word word;
    std::copy_n(words.begin() + static_cast<ptrdiff_t>(done), word.size(), word.begin());
    if (!program_word(at + done, word)) return false;
  }
  return true;
}

bool TornFlash::erase(size_t at) {
  if (at % page_size_ != 0 || at >= bytes_.size()) {
    throw std::logic_error("no page of flash begins there");
  }
  const Step step = begin_step();
  if (step == Step::whole) ++erasures_[at / page_size_];
  Word erased;
  erased.fill(kErased);
  for (size_t word = at; word != at + page_size_; word += kWordSize) {
    if (step != Step::whole) {
      // A word that was erased is in doubt with all of its page.
      if (!doubts_.contains(word)) doubts_[word] = {word_at(word), erased, true};
      doubts_[word].now = erased;
      doubts_[word].is_of_page = true;
    } else {
      doubts_.erase(word);
      set_word(word, erased);
    }
  }
  end_step(step);
  return step == Step::whole;
}

}  // namespace tls_se::test

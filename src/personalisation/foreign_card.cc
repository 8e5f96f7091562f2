#include "personalisation/foreign_card.h"

#include <algorithm>

#include "reader/card_data.h"
#include "reader/names.h"
#include "reader/whole_response.h"
#include "se/data_exchange/apdu.h"

namespace tls_se {
namespace {

constexpr uint8_t kSelect[] = {0x00, ins::kSelect, 0x04, 0x00, 6, 1, 2, 3, 4, 5, 0};

class SelectedCard final : public CardReader {
 public:
  explicit SelectedCard(std::unique_ptr<CardReader> card) : card_(std::move(card)) {}

  CardResponse transmit(Bytes command) override { return card_->transmit(command); }
  void reset() override {
    card_->reset();
    select();
  }
  bool occupy() override {
    if (!card_->occupy()) return false;
    try {
      select();
    } catch (...) {
      card_->release();
      throw;
    }
    return true;
  }
  void release() noexcept override { card_->release(); }
  void check() override { card_->check(); }
  [[nodiscard]] std::string name() const override { return card_->name(); }

 private:
  void select() {
    const StatusWord status = select_foreign_applet(*card_);
    if (status == sw::kOk) return;
    throw std::runtime_error("the card does not select its application again: " +
                             status_word_name(status));
  }

  const std::unique_ptr<CardReader> card_;
};

}  // namespace

StatusWord select_foreign_applet(CardReader& card) { return transmit_whole(card, kSelect).status; }

/// A card of ours has that name too, and may not have been selected before.
bool is_foreign_card(CardReader& card) {
  return !is_own_card(card) && select_foreign_applet(card) == sw::kOk && !is_own_card(card);
}

std::unique_ptr<CardReader> with_foreign_applet(std::unique_ptr<CardReader> card) {
  return std::make_unique<SelectedCard>(std::move(card));
}

SecretBytes foreign_pin(const SecretBytes& pin) {
  if (pin.bytes().size() > kForeignPin) {
    throw std::runtime_error("has 8 bytes at most on a card of this kind: nothing was shown to it");
  }
  SecretBytes padded(kForeignPin);
  std::ranges::fill(padded.bytes(), uint8_t{0xff});
  copy_bytes(padded.bytes(), pin.bytes());
  return padded;
}

}  // namespace tls_se

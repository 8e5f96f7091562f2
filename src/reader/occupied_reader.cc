#include "reader/occupied_reader.h"

#include <utility>

namespace tls_se {
namespace {

class OccupiedReader final : public CardReader {
 public:
  explicit OccupiedReader(std::unique_ptr<CardReader> card)
      : card_(std::move(card)), occupation_(*card_) {}

  CardResponse transmit(Bytes command) override { return card_->transmit(command); }
  void reset() override { card_->reset(); }
  void check() override { card_->check(); }
  [[nodiscard]] std::string name() const override { return card_->name(); }

 private:
  const std::unique_ptr<CardReader> card_;
  const CardOccupation occupation_;
};

}  // namespace

std::unique_ptr<CardReader> occupied(std::unique_ptr<CardReader> card) {
  return std::make_unique<OccupiedReader>(std::move(card));
}

}  // namespace tls_se

#include "node/fragment_size.h"

#include <algorithm>

#include "reader/card_data.h"
#include "reader/recv_command.h"
#include "reader/whole_response.h"

namespace tls_se {
namespace {

constexpr size_t kSizes[] = {kMaxShortData, 240, 128, 64, 32};

// Of a ClientHello that is longer than any of them.
constexpr uint8_t kRecordHead[] = {22, 3, 1, 2, 0};

void reset(CardReader& card) {
  static_cast<void>(transmit_whole(card, recv_command(p1::kHandshake, p2::kFirst, {})));
}

/// Of a record of which no more comes.
bool takes_first_fragment(CardReader& card, size_t size) {
  std::vector<uint8_t> fragment(size);
  copy_bytes(fragment, kRecordHead);
  return transmit_whole(card, recv_command(p1::kHandshake, p2::kFirst, fragment)).status == sw::kOk;
}

/// A refusal may have ended what RESET has begun.
bool takes(CardReader& card, size_t size) {
  reset(card);
  return takes_first_fragment(card, size);
}

}  // namespace

void find_fragment_size(CardReader& card) {
  if (card.fragment_size()) return;
  if (is_own_card(card)) return card.remember_fragment_size(kMaxShortData);
  const auto* const size =
      std::ranges::find_if(kSizes, [&](size_t each) { return takes(card, each); });
  reset(card);
  if (size != std::end(kSizes)) card.remember_fragment_size(*size);
}

}  // namespace tls_se

#include "card/atr.h"

#include <array>
#include <bit>
#include <stdexcept>

#include "card/historical_bytes.h"
#include "personalisation/card_commands.h"
#include "se/data_exchange/object_tags.h"

namespace tls_se {
namespace {

// TS: the convention of the bits. A reader shows the bytes decoded, whichever it is.
constexpr uint8_t kDirectConvention = 0x3b;
constexpr uint8_t kInverseConvention = 0x3f;

// TS, and up to 32 bytes behind it.
constexpr size_t kMaxAtr = 33;

// The upper half of T0 and of each TD: which interface bytes follow.
constexpr uint8_t kHasTa = 0x10;
constexpr uint8_t kHasTb = 0x20;
constexpr uint8_t kHasTd = 0x80;
constexpr uint8_t kTaTbTc = 0x7;
constexpr uint8_t kLowerHalf = 0x0f;  // of T0: the number of historical bytes; of TD: T

constexpr uint8_t kTa1 = 0x96;  // F = 512, D = 32: 16 clock cycles a bit, up to 5 MHz
// Of T=1, whose check byte is an LRC, as it is without TC3.
constexpr uint8_t kTa3 = 0xfe;  // IFSC: 254
constexpr uint8_t kTb3 = 0x45;  // BWI 4, CWI 5

constexpr uint8_t kT0 = 0;
constexpr uint8_t kT1 = 1;

uint8_t check_byte(const Bytes& from_t0_on) {
  uint8_t check = 0;
  for (const uint8_t byte : from_t0_on) check ^= byte;
  return check;
}

/// Of which there is a bit for each T.
class OfferedProtocols {
 public:
  void add(uint8_t td) { bits_ |= 1U << (td & kLowerHalf); }
  /// No TD at all is T=0.
  [[nodiscard]] bool is_t0_alone() const { return bits_ == 0 || bits_ == 1U << kT0; }
  [[nodiscard]] std::optional<CardProtocols> known() const {
    const bool has_t1 = (bits_ >> kT1 & 1) != 0;
    if (is_t0_alone()) return CardProtocols::t0;
    if ((bits_ >> kT0 & 1) != 0) return has_t1 ? CardProtocols::both : CardProtocols::t0;
    return has_t1 ? std::optional(CardProtocols::t1) : std::nullopt;
  }

 private:
  unsigned bits_ = 0;
};

std::vector<uint8_t> told_by(CardReader& card) {
  try {
    return CardCommands(card).read(ObjectKind::historical_bytes).value_or(std::vector<uint8_t>());
  } catch (const CardRefusal&) {  // it is terminated, or its memory fails
    return {};
  }
}

}  // namespace

std::vector<uint8_t> make_atr(CardProtocols protocols, const Bytes& historical_bytes) {
  if (historical_bytes.size() > kMaxHistoricalBytes) {
    throw std::length_error("an ATR has room for 15 historical bytes");
  }
  const auto count = static_cast<uint8_t>(historical_bytes.size());
  const bool is_t0_alone = protocols == CardProtocols::t0;
  std::array<uint8_t, kMaxAtr> atr;
  Writer writer(atr);
  writer.u8(kDirectConvention);
  writer.u8(static_cast<uint8_t>(kHasTa | (is_t0_alone ? 0 : kHasTd) | count));
  writer.u8(kTa1);
  if (!is_t0_alone) {
    writer.u8(kHasTd | (protocols == CardProtocols::both ? kT0 : kT1));
    writer.u8(kHasTa | kHasTb | kT1);
    writer.u8(kTa3);
    writer.u8(kTb3);
  }
  writer.bytes(historical_bytes);
  if (!is_t0_alone) writer.u8(check_byte(writer.written().subspan(1)));
  return {writer.written().begin(), writer.written().end()};
}

std::optional<Atr> parse_atr(const Bytes& atr) {
  if (atr.size() > kMaxAtr) return {};
  Reader reader(atr);
  const uint8_t ts = reader.u8();
  if (ts != kDirectConvention && ts != kInverseConvention) return {};
  const uint8_t t0 = reader.u8();
  OfferedProtocols offered;
  uint8_t follows = t0;
  for (;;) {
    static_cast<void>(reader.bytes(std::popcount(static_cast<uint8_t>(follows >> 4 & kTaTbTc))));
    if ((follows & kHasTd) == 0) break;
    follows = reader.u8();  // 00 beyond the end
    offered.add(follows);
  }
  const Bytes historical = reader.bytes(t0 & kLowerHalf);
  const bool has_check_byte = !offered.is_t0_alone();
  if (has_check_byte) static_cast<void>(reader.u8());
  if (!reader.done() || !offered.known()) return {};
  if (has_check_byte && check_byte(atr.subspan(1)) != 0) return {};
  return Atr{.protocols = *offered.known(),
             .historical_bytes = {historical.begin(), historical.end()}};
}

std::vector<uint8_t> atr_of(CardReader& card, size_t channels, CardProtocols protocols) {
  const std::vector<uint8_t> told = told_by(card);
  const bool is_right = !told.empty() && told.size() <= kMaxHistoricalBytes;
  return make_atr(protocols, is_right ? told : default_historical_bytes(channels));
}

}  // namespace tls_se

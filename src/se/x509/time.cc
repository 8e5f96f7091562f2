#include "se/x509/time.h"

namespace tls_se {
namespace {

constexpr UtcTime kLatest = {{0x99, 0x99, 0x12, 0x31, 0x23, 0x59, 0x59}};
constexpr uint8_t kFebruary = 0x02;
constexpr uint32_t kShortMonths = 1 << 0x04 | 1 << 0x06 | 1 << 0x09 | 1 << 0x11;

/// In BCD; ten has the same remainder as two.
constexpr bool is_divisible_by_4(uint8_t bcd) { return ((bcd >> 4) * 2 + bcd) % 4 == 0; }

/// Of the Gregorian calendar, in BCD.
uint8_t days_of_month(const UtcTime& time) {
  const auto [century, year, month, day, hour, minute, second] = time.digits;
  if (month == kFebruary) return is_divisible_by_4(year != 0 ? year : century) ? 0x29 : 0x28;
  return (kShortMonths >> month & 1) != 0 ? 0x30 : 0x31;
}

}  // namespace

bool read_time(DerReader& reader, UtcTime& time) {
  const bool is_utc_time = reader.tag() == der::kUtcTime;
  Bytes text = reader.read(is_utc_time ? der::kUtcTime : der::kGeneralizedTime);
  size_t position = 0;
  if (is_utc_time && !text.empty()) {
    // "Where YY is greater than or equal to 50, the year SHALL be interpreted as 19YY", and
    // "Where YY is less than 50, the year SHALL be interpreted as 20YY."
    time.digits[position++] = text[0] >= '5' ? 0x19 : 0x20;
  }
  if (text.size() != 2 * (time.digits.size() - position) + 1 || text.back() != 'Z') return false;
  for (; position < time.digits.size(); ++position) {
    const unsigned high = text[0] - '0';
    const unsigned low = text[1] - '0';
    if (high > 9 || low > 9) return false;
    time.digits[position] = static_cast<uint8_t>(high << 4 | low);
    text = text.subspan(2);
  }
  return is_valid(time);
}

bool is_valid(const UtcTime& time) {
  for (size_t i = 0; i < time.digits.size(); ++i)
    if ((time.digits[i] & 0xf) > 9 || time.digits[i] > kLatest.digits[i]) return false;
  const uint8_t month = time.digits[2];
  const uint8_t day = time.digits[3];
  return month > 0 && day > 0 && day <= days_of_month(time);
}

}  // namespace tls_se

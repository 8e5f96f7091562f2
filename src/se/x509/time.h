// A moment in UTC, as certificates give it to the second (RFC 5280 section 4.1.2.5).
#pragma once

#include <array>
#include <compare>

#include "se/x509/der.h"

namespace tls_se {

/// Fourteen digits YYYYMMDDhhmmss, two to a byte (BCD, as ISO 7816-6 writes dates), so that earlier
/// moments compare less and no calendar arithmetic is needed. 2024-03-01 00:00:05 is
/// 20 24 03 01 00 00 05.
struct UtcTime {
  std::array<uint8_t, 7> digits;

  friend constexpr auto operator<=>(const UtcTime&, const UtcTime&) = default;
};

/// Reads a Time of RFC 5280 section 4.1.2.5: a UTCTime, YYMMDDHHMMSSZ, or a GeneralizedTime,
/// YYYYMMDDHHMMSSZ. False if one digit is wrong. That CAs "MUST always encode certificate validity
/// dates through the year 2049 as UTCTime" is theirs to keep, and some don't: "Conforming
/// applications MUST be able to process validity dates that are encoded in either UTCTime or
/// GeneralizedTime."
[[nodiscard]] bool read_time(DerReader& reader, UtcTime& time);

/// A moment that exists, fit for PathQuestion::now: there is no 13th month, and no 29 February in
/// 2023. Leap seconds, which RFC 5280 has no use for, are none.
[[nodiscard]] bool is_valid(const UtcTime& time);

}  // namespace tls_se

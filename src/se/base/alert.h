// AlertDescription, RFC 8446 section 6. An operation that can fail returns the alert that goes on
// the wire if it did, and Alert::none if it did not. Beside it stands the Reason, for who has to
// mend what was wrong; the wire does not see it.
#pragma once

#include <cstdint>

#include "se/base/reason.h"

namespace tls_se {

enum class [[nodiscard]] Alert : uint16_t{
    close_notify = 0,
    unexpected_message = 10,
    bad_record_mac = 20,
    record_overflow = 22,
    handshake_failure = 40,
    bad_certificate = 42,
    unsupported_certificate = 43,
    certificate_revoked = 44,
    certificate_expired = 45,
    certificate_unknown = 46,
    illegal_parameter = 47,
    unknown_ca = 48,
    access_denied = 49,
    decode_error = 50,
    decrypt_error = 51,
    protocol_version = 70,
    insufficient_security = 71,
    internal_error = 80,
    inappropriate_fallback = 86,
    user_canceled = 90,
    missing_extension = 109,
    unsupported_extension = 110,
    unrecognized_name = 112,
    bad_certificate_status_response = 113,
    unknown_psk_identity = 115,
    certificate_required = 116,
    no_application_protocol = 120,
    none = 255,  // success; never on the wire
};

/// The alert, and why.
[[nodiscard]] constexpr Alert refuse(Alert alert, Reason reason) {
  if (!TLS_SE_REASONS) return alert;
  return static_cast<Alert>(static_cast<unsigned>(alert) | static_cast<unsigned>(reason) << 8);
}
[[nodiscard]] constexpr Reason reason_of(Alert alert) {
  return static_cast<Reason>(static_cast<unsigned>(alert) >> 8);
}
/// The alert alone: what is compared, and what goes on the wire.
[[nodiscard]] constexpr Alert description_of(Alert alert) {
  return TLS_SE_REASONS ? static_cast<Alert>(static_cast<unsigned>(alert) & 0xff) : alert;
}

}  // namespace tls_se

/// Leaves the calling function with the alert if `expression` failed.
#define TLS_SE_TRY(expression)                                                        \
  do {                                                                                \
    if (const ::tls_se::Alert alert_ = (expression); alert_ != ::tls_se::Alert::none) \
      return alert_;                                                                  \
  } while (false)

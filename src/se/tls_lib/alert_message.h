// The Alert struct, RFC 8446 section 6.
#pragma once

#include "se/base/alert.h"
#include "se/base/bytes.h"

namespace tls_se {

inline constexpr size_t kAlertSize = 2;  // AlertLevel, AlertDescription

void make_alert(Alert alert, std::span<uint8_t, kAlertSize> body);
/// A received alert that is not two bytes long is a decode_error, and an empty one an
/// unexpected_message (section 5.4).
Alert check_alert(const Bytes& fragment);
/// The description in one that is good. The level "can safely be ignored" in TLS 1.3.
[[nodiscard]] inline Alert description_in(const Bytes& fragment) {
  return static_cast<Alert>(fragment[1]);
}

/// "All the alerts listed in Section 6.2 MUST be sent with AlertLevel=fatal and MUST be treated as
/// error alerts when received [...] Unknown Alert types MUST be treated as error alerts."
[[nodiscard]] constexpr bool is_error(Alert alert) {
  return alert != Alert::close_notify && alert != Alert::user_canceled;
}

/// AlertLevel: warning is for close_notify and user_canceled alone.
[[nodiscard]] constexpr uint8_t level_of(Alert alert) { return is_error(alert) ? 2 : 1; }

}  // namespace tls_se

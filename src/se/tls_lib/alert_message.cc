#include "se/tls_lib/alert_message.h"

namespace tls_se {
void make_alert(Alert alert, std::span<uint8_t, kAlertSize> body) {
  body[0] = level_of(alert);
  body[1] = static_cast<uint8_t>(alert);
}

Alert check_alert(const Bytes& fragment) {
  if (fragment.empty()) return refuse(Alert::unexpected_message, Reason::empty_fragment);
  if (fragment.size() != kAlertSize) return refuse(Alert::decode_error, Reason::malformed);
  return Alert::none;
}

}  // namespace tls_se

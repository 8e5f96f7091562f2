#include "se/tls_lib/alert_message.h"

namespace tls_se {
namespace {

constexpr uint8_t kWarning = 1;
constexpr uint8_t kFatal = 2;

}  // namespace

void make_alert(Alert alert, Writer& body) {
  body.u8(is_error(alert) ? kFatal : kWarning);
  body.u8(static_cast<uint8_t>(alert));
}

Alert check_alert(Bytes fragment, Alert& received) {
  if (fragment.size() != kAlertSize) return Alert::decode_error;
  // The level "can safely be ignored" in TLS 1.3: the description alone decides.
  received = static_cast<Alert>(fragment[1]);
  return Alert::none;
}

}  // namespace tls_se

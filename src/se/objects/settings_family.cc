// Settings: small values that every card has, and the PINs.
#include "se/objects/object_families.h"
#include "se/objects/pin_value.h"

namespace tls_se {
namespace {

/// role (00 server, 01 client), modes (a bit each: 01 psk, 02 certificate, 04 mutual).
bool is_role_and_modes(const CardModel& model, const Bytes& value) {
  const Program* const program = value[0] == 0 ? model.server : model.client;
  const Modes modes = Modes::from_bits(value[1]);
  return value[0] <= 1 && program != nullptr && !modes.empty() && modes.within(program->modes);
}

Alert take_setting(Taking& taking, ObjectKind kind, const Bytes& value) {
  const CardModel& model = taking.model;
  bool is_right = false;
  Reason reason = Reason::malformed;
  switch (kind) {
    case ObjectKind::role_and_modes:
      is_right = is_role_and_modes(model, value);
      reason = Reason::program_incomplete;
      break;
    case ObjectKind::record_size_limit: {
      // RFC 8449 section 4: at least 64, and for TLS 1.3 at most 2^14 + 1.
      const uint16_t limit = load_u16(value.data());
      is_right = limit >= kMinRecordSizeLimit && limit <= kMaxPlaintext + 1;
      reason = Reason::record_limit_too_small;
      break;
    }
    case ObjectKind::sw_more:
      is_right = value[0] <= static_cast<uint8_t>(SwMore::mixed);
      break;
    case ObjectKind::user_pin:
    case ObjectKind::administrator_pin: {
      // Stored as it is compared.
      const auto padded = taking.head_memory.bytes().first<kMaxPin>();
      pad_pin(value, padded);
      taking.head_size = kMaxPin;
      taking.body = {};
      for (const uint8_t byte : padded.subspan<kMinPin - 1>()) {
        is_right = is_right || byte != kPinPadding;
      }
      break;
    }
    default:  // flags
      is_right = value[0] <= 1;
  }
  return is_right ? Alert::none : refuse(Alert::decode_error, reason);
}

ObjectKind settle_settings(CardViews& views, const StoredObjects& stored) {
  const CardModel& model = views.model;
  CardSettings& settings = views.settings;
  TlsSettings& tls = settings.tls;
  const Bytes role = stored.find(ObjectKind::role_and_modes);
  settings.program = model.server;
  tls.modes = Modes();
  if (!role.empty()) {
    if (role[0] != 0) settings.program = model.client;
    tls.modes = Modes::from_bits(role[1]);
  }
  if (settings.program == nullptr) settings.program = model.client;
  settings.sw_more = static_cast<SwMore>(stored.byte(ObjectKind::sw_more));
  const Bytes limit = stored.find(ObjectKind::record_size_limit);
  tls.record_size_limit = limit.empty() ? uint16_t{0} : load_u16(limit.data());
  tls.key_share_on_request = stored.byte(ObjectKind::key_share) != 0;
  tls.silent_alerts = stored.byte(ObjectKind::alerts) != 0;
  views.user_pin_for_tls = stored.byte(ObjectKind::user_pin_for_tls) != 0;
  const bool lacks_pin = views.user_pin_for_tls && !stored.has(ObjectKind::user_pin);
  return lacks_pin ? ObjectKind::user_pin_for_tls : ObjectKind::none;
}

}  // namespace

void pad_pin(const Bytes& pin, std::span<uint8_t, kMaxPin> padded) {
  for (size_t i = 0; i < kMaxPin; ++i) padded[i] = i < pin.size() ? pin[i] : kPinPadding;
}

namespace families {
constinit const ObjectFamily kSettings = {take_setting, nullptr, settle_settings};
}  // namespace families

}  // namespace tls_se

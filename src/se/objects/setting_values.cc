// Settings: small values that every card has.
#include "se/objects/object_values.h"
#include "se/objects/pin_value.h"
#include "se/tls_lib/protocol_name.h"

namespace tls_se::values {
namespace {

constexpr Alert kMalformed = refuse(Alert::decode_error, Reason::malformed);

Alert taken_if(bool right) { return right ? Alert::none : kMalformed; }

template <class Row>
const Row* row_of(const std::span<const Row* const>& rows, uint16_t id) {
  for (const Row* row : rows) {
    if (row->id == id) return row;
  }
  return nullptr;
}

/// Numbers of two bytes, each of a row that the card has, and each once.
template <class Row>
bool are_rows(const std::span<const Row* const>& rows, const Bytes& value) {
  Reader reader(value);
  while (reader.more()) {
    const uint16_t id = reader.u16();
    if (row_of(rows, id) == nullptr) return false;
    for (Reader others(reader.rest()); others.more();) {
      if (others.u16() == id) return false;
    }
  }
  return reader.done();
}

template <class Row>
std::span<const Row* const> show_rows(const std::span<const Row* const>& rows,
                                      const std::span<const Row*>& room, const Bytes& stored) {
  size_t count = 0;
  for (Reader reader(stored); reader.more() && count < room.size();) {
    const Row* const row = row_of(rows, reader.u16());
    if (row != nullptr) room[count++] = row;
  }
  return count == 0 ? rows : std::span<const Row* const>(room.first(count));
}

bool is_set(const Bytes& stored) { return !stored.empty() && stored[0] != 0; }

}  // namespace

/// role (00 server, 01 client), modes (a bit each: 01 psk, 02 certificate, 04 mutual).
Alert take_role_and_modes(Taking& taking, const Bytes& value) {
  const CardModel& model = taking.model;
  const Program* const program = value[0] == 0 ? model.server : model.client;
  const Modes modes = Modes::from_bits(value[1]);
  if (value[0] > 1 || program == nullptr || modes.empty() || !modes.within(program->modes)) {
    return refuse(Alert::decode_error, Reason::program_incomplete);
  }
  return Alert::none;
}

void show_role_and_modes(CardViews& views, size_t, const Bytes& stored) {
  views.has_role = !stored.empty();
  views.role = is_set(stored) ? Role::client : Role::server;
  views.tls.modes = views.has_role ? Modes::from_bits(stored[1]) : Modes();
}

Alert take_cipher_suites(Taking& taking, const Bytes& value) {
  return are_rows(taking.model.cipher_suites, value)
             ? Alert::none
             : refuse(Alert::decode_error, Reason::no_common_cipher_suite);
}
void show_cipher_suites(CardViews& views, size_t, const Bytes& stored) {
  views.tls.cipher_suites = show_rows(views.model.cipher_suites, views.room.cipher_suites, stored);
}

Alert take_groups(Taking& taking, const Bytes& value) {
  return are_rows(taking.model.groups, value)
             ? Alert::none
             : refuse(Alert::decode_error, Reason::no_common_group);
}
void show_groups(CardViews& views, size_t, const Bytes& stored) {
  views.tls.groups = show_rows(views.model.groups, views.room.groups, stored);
}

/// RFC 8449 section 4: at least 64, and for TLS 1.3 at most 2^14 + 1.
Alert take_record_size_limit(Taking&, const Bytes& value) {
  const uint16_t limit = load_u16(value.data());
  return limit >= kMinRecordSizeLimit && limit <= kMaxPlaintext + 1
             ? Alert::none
             : refuse(Alert::decode_error, Reason::record_limit_too_small);
}
void show_record_size_limit(CardViews& views, size_t, const Bytes& stored) {
  views.tls.record_size_limit = stored.empty() ? uint16_t{0} : load_u16(stored.data());
}

Alert take_sw_more(Taking&, const Bytes& value) {
  return taken_if(value[0] <= static_cast<uint8_t>(SwMore::mixed));
}
void show_sw_more(CardViews& views, size_t, const Bytes& stored) {
  views.sw_more = stored.empty() ? SwMore::always_9f : static_cast<SwMore>(stored[0]);
}

Alert take_flag(Taking&, const Bytes& value) { return taken_if(value[0] <= 1); }
void show_alerts(CardViews& views, size_t, const Bytes& stored) {
  views.tls.silent_alerts = is_set(stored);
}
void show_key_share(CardViews& views, size_t, const Bytes& stored) {
  views.tls.key_share_on_request = is_set(stored);
}
void show_user_pin_for_tls(CardViews& views, size_t, const Bytes& stored) {
  views.user_pin_for_tls = is_set(stored);
}
bool user_pin_rule(const CardViews& views) { return !views.user_pin_for_tls || views.has_user_pin; }

Alert take_server_name(Taking&, const Bytes& value) { return taken_if(is_host_name(value)); }
void show_server_name(CardViews& views, size_t, const Bytes& stored) { views.server_name = stored; }
Alert take_server_address(Taking&, const Bytes& value) {
  return taken_if(value.size() == kIpv4AddressSize || value.size() == kIpv6AddressSize);
}
void show_server_address(CardViews& views, size_t, const Bytes& stored) {
  views.server_address = stored;
}
/// One of the two, and of a client alone.
bool server_rule(const CardViews& views) {
  return views.server_name.empty() || views.server_address.empty();
}
void settle_server(CardViews& views) {
  if (!views.server_name.empty()) {
    views.pinned.server_name = {ReferenceName::Kind::dns_name, views.server_name};
  } else if (!views.server_address.empty()) {
    views.pinned.server_name = {ReferenceName::Kind::ip_address, views.server_address};
  }
}

Alert take_protocols(Taking&, const Bytes& value) { return taken_if(is_protocol_name_list(value)); }
void show_protocols(CardViews& views, size_t, const Bytes& stored) {
  views.pinned.protocols = stored;
}

/// Stored as it is compared, padded to one length.
Alert take_pin(Taking& taking, const Bytes& value) {
  const auto padded = taking.head_memory.bytes().first<kMaxPin>();
  pad_pin(value, padded);
  taking.head_size = kMaxPin;
  taking.body = {};
  return taken_if(padded[kMinPin - 1] != kPinPadding);
}
void show_user_pin(CardViews& views, size_t, const Bytes& stored) {
  views.has_user_pin = !stored.empty();
}
void show_administrator_pin(CardViews& views, size_t, const Bytes& stored) {
  views.has_administrator_pin = !stored.empty();
}

void tell_stored(Crypto&, const Bytes& stored, Told& told) { told.body = stored; }

}  // namespace tls_se::values

#include "se/tls_lib/extensions.h"

#include <iterator>

namespace tls_se {
namespace {

struct ExtensionRow {
  uint8_t type;      // all types of the table are below 256
  uint8_t contexts;  // ExtensionContext values, added up
};

constexpr uint8_t CH = 1, SH = 2, EE = 4, CT = 8, CR = 16, NST = 32, HRR = 64;

constexpr uint8_t code(ExtensionType type) { return static_cast<uint8_t>(type); }

// The table at the end of section 4.2, and record_size_limit from RFC 8449 section 4.
constexpr ExtensionRow kRows[] = {
    {code(ExtensionType::server_name), CH | EE},
    {code(ExtensionType::max_fragment_length), CH | EE},
    {code(ExtensionType::status_request), CH | CR | CT},
    {code(ExtensionType::supported_groups), CH | EE},
    {code(ExtensionType::signature_algorithms), CH | CR},
    {code(ExtensionType::use_srtp), CH | EE},
    {code(ExtensionType::heartbeat), CH | EE},
    {code(ExtensionType::application_layer_protocol_negotiation), CH | EE},
    {code(ExtensionType::signed_certificate_timestamp), CH | CR | CT},
    {code(ExtensionType::client_certificate_type), CH | EE},
    {code(ExtensionType::server_certificate_type), CH | EE},
    {code(ExtensionType::padding), CH},
    {code(ExtensionType::record_size_limit), CH | EE},
    {code(ExtensionType::pre_shared_key), CH | SH},
    {code(ExtensionType::early_data), CH | EE | NST},
    {code(ExtensionType::supported_versions), CH | SH | HRR},
    {code(ExtensionType::cookie), CH | HRR},
    {code(ExtensionType::psk_key_exchange_modes), CH},
    {code(ExtensionType::certificate_authorities), CH | CR},
    {code(ExtensionType::oid_filters), CR},
    {code(ExtensionType::post_handshake_auth), CH},
    {code(ExtensionType::signature_algorithms_cert), CH | CR},
    {code(ExtensionType::key_share), CH | SH | HRR},
};

static_assert(std::size(kRows) <= 32);

struct Extension {
  ExtensionType type;
  Bytes data;
};

Extension next(Reader& reader) {
  const auto type = static_cast<ExtensionType>(reader.u16());
  return {type, reader.vector16()};
}

/// The number of its row, or that of all rows.
size_t row_of(ExtensionType type) {
  size_t row = 0;
  while (row < std::size(kRows) && kRows[row].type != static_cast<uint16_t>(type)) ++row;
  return row;
}

}  // namespace

Alert Extensions::parse(const Bytes& block, ExtensionContext context) {
  ExtensionSet seen = 0;
  Alert alert = Alert::none;
  block_ = block;
  for (Reader reader(block); reader.more();) {
    const ExtensionType type = next(reader).type;
    if (!reader.ok()) return refuse(Alert::decode_error, Reason::malformed);
    const size_t row = row_of(type);
    if (row == std::size(kRows)) continue;
    // "If an implementation receives an extension which it recognizes and which is not specified
    // for the message in which it appears, it MUST abort the handshake with an "illegal_parameter"
    // alert."
    if ((kRows[row].contexts & static_cast<uint8_t>(context)) == 0) {
      alert = refuse(Alert::illegal_parameter, Reason::extension_out_of_place);
    }
    // "There MUST NOT be more than one extension of the same type in a given extension block."
    if ((seen >> row & 1) != 0) alert = refuse(Alert::illegal_parameter, Reason::extension_twice);
    seen |= ExtensionSet{1} << row;
    // "The "pre_shared_key" extension MUST be the last extension in the ClientHello (this
    // facilitates implementation as described below). Servers MUST check that it is the last
    // extension and otherwise fail the handshake with an "illegal_parameter" alert." (section
    // 4.2.11)
    if (type == ExtensionType::pre_shared_key && context == ExtensionContext::client_hello &&
        reader.more()) {
      alert = refuse(Alert::illegal_parameter, Reason::psk_not_last);
    }
  }
  return alert;
}

/// "Implementations MUST NOT send extension responses if the remote endpoint did not send the
/// corresponding extension requests, with the exception of the "cookie" extension in the
/// HelloRetryRequest. Upon receiving such an extension, an endpoint MUST abort the handshake with
/// an "unsupported_extension" alert."
Alert Extensions::parse_answers(const Bytes& block, ExtensionContext context, ExtensionSet sent) {
  TLS_SE_TRY(parse(block, context));
  sent |= row_bit(ExtensionType::cookie);  // which stands in no other answer
  for (Reader reader(block); reader.more();) {
    const size_t row = row_of(next(reader).type);
    if (row == std::size(kRows) || (sent >> row & 1) == 0) {
      return refuse(Alert::unsupported_extension, Reason::extension_unsolicited);
    }
  }
  return Alert::none;
}

Bytes Extensions::find(ExtensionType type) const {
  for (Reader reader(block_); reader.more();) {
    const Extension extension = next(reader);
    if (extension.type == type) return extension.data;
  }
  return {};
}

bool has_row(ExtensionType type) { return row_of(type) < std::size(kRows); }

ExtensionSet row_bit(ExtensionType type) { return ExtensionSet{1} << row_of(type); }

void write_number_extension(Writer& extensions, ExtensionType type, uint32_t value, size_t size) {
  extensions.u16(static_cast<uint16_t>(type));
  extensions.u16(static_cast<uint16_t>(size));
  extensions.number(value, size);
}

Bytes sole_vector(const Bytes& data, size_t length_size) {
  Reader reader(data);
  Bytes content = reader.vector(length_size);
  if (!reader.done()) content = {};
  return content;
}

bool list_has(const Bytes& list, size_t size, uint32_t value) {
  for (Reader reader(list); reader.more();) {
    if (reader.number(size) == value && reader.ok()) return true;
  }
  return false;
}

Bytes sole_u16_list(const Bytes& data, size_t length_size) {
  const Bytes list = sole_vector(data, length_size);
  return list.first(list.size() % 2 == 0 ? list.size() : 0);
}

}  // namespace tls_se

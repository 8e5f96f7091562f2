#include "se/tls_lib/extensions.h"

#include <iterator>

namespace tls_se {
namespace {

struct Placement {
  uint8_t type;      // all types of the table are below 256
  uint8_t contexts;  // ExtensionContext values, added up
};

constexpr uint8_t CH = 1, SH = 2, EE = 4, CT = 8, CR = 16, NST = 32, HRR = 64;

constexpr uint8_t code(ExtensionType type) { return static_cast<uint8_t>(type); }

// The table at the end of section 4.2, and record_size_limit from RFC 8449 section 4.
constexpr Placement kPlacements[] = {
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

struct Extension {
  ExtensionType type;
  Bytes data;
};

Extension next(Reader& reader) {
  const auto type = static_cast<ExtensionType>(reader.u16());
  return {type, reader.vector16()};
}

}  // namespace

Alert Extensions::parse(const Bytes& block, ExtensionContext context) {
  uint32_t seen = 0;  // bits by the order of kPlacements
  static_assert(std::size(kPlacements) <= 32);
  block_ = block;
  for (Reader reader(block); reader.more();) {
    const Extension extension = next(reader);
    if (!reader.ok()) return Alert::decode_error;
    uint32_t bit = 1;
    for (const Placement& known : kPlacements) {
      if (known.type == static_cast<uint16_t>(extension.type)) {
        // "If an implementation receives an extension which it recognizes and which is not
        // specified for the message in which it appears, it MUST abort the handshake with an
        // "illegal_parameter" alert." "There MUST NOT be more than one extension of the same type".
        if ((known.contexts & static_cast<uint8_t>(context)) == 0 || (seen & bit) != 0) {
          return Alert::illegal_parameter;
        }
        seen |= bit;
      }
      bit <<= 1;
    }
    // "The "pre_shared_key" extension MUST be the last extension in the ClientHello [...]. Servers
    // MUST check that it is the last extension and otherwise fail the handshake with an
    // "illegal_parameter" alert." (section 4.2.11)
    if (extension.type == ExtensionType::pre_shared_key &&
        context == ExtensionContext::client_hello && reader.more()) {
      return Alert::illegal_parameter;
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

Alert Extensions::check_solicited(std::span<const ExtensionType> solicited) const {
  for (Reader reader(block_); reader.more();) {
    const Extension extension = next(reader);
    bool found = false;
    for (const ExtensionType type : solicited) found = found || type == extension.type;
    if (!found) return Alert::unsupported_extension;
  }
  return Alert::none;
}

void write_extension_header(Writer& extensions, ExtensionType type, size_t data_size) {
  extensions.u16(static_cast<uint16_t>(type));
  extensions.u16(static_cast<uint16_t>(data_size));
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

}  // namespace tls_se

#include "se/tls_lib/protocol_name.h"

namespace tls_se {
namespace {

/// The ProtocolName of `names` that stands in `wanted` as well, with its length; the first of
/// `wanted`. data() is null if there is none.
Bytes first_in_common(const Bytes& wanted, const Bytes& names) {
  for (Reader ours(wanted); ours.more();) {
    const Bytes head = ours.rest();
    const Bytes name = ours.vector8();
    for (Reader theirs(names); theirs.more();) {
      if (same_bytes(theirs.vector8(), name)) return head.first(1 + name.size());
    }
  }
  return {};
}

/// "ProtocolName protocol_name_list<2..2^16-1>", each of 1 to 255 bytes.
Alert parse(const Bytes& extension, Bytes& names) {
  names = sole_vector(extension, 2);
  Reader reader(names);
  while (reader.more()) {
    if (reader.vector8().empty()) return Alert::decode_error;
  }
  return names.empty() || !reader.done() ? Alert::decode_error : Alert::none;
}

}  // namespace

Alert choose_protocol(Session& session, const Extensions& extensions) {
  const Bytes extension = extensions.find(ExtensionType::application_layer_protocol_negotiation);
  const Bytes& own = session.settings.circumstances->protocols;
  session.values.protocol = {};  // of a first ClientHello nothing is left
  if (extension.data() == nullptr || own.empty()) return Alert::none;
  Bytes names;
  TLS_SE_TRY(parse(extension, names));
  session.values.protocol = first_in_common(own, names);
  return session.values.protocol.empty() ? Alert::no_application_protocol : Alert::none;
}

Alert check_protocol(Session& session, const Extensions& extensions) {
  const Bytes extension = extensions.find(ExtensionType::application_layer_protocol_negotiation);
  if (extension.data() == nullptr) return Alert::none;
  Bytes names;
  TLS_SE_TRY(parse(extension, names));
  // "the "ProtocolNameList" MUST contain exactly one "ProtocolName"" (RFC 7301 section 3.1), one
  // that was offered.
  session.values.protocol = first_in_common(session.settings.circumstances->protocols, names);
  return session.values.protocol.size() == names.size() ? Alert::none : Alert::illegal_parameter;
}

void write_protocols(const Bytes& names, Writer& extensions) {
  if (names.empty()) return;
  write_extension_header(extensions, ExtensionType::application_layer_protocol_negotiation,
                         2 + names.size());
  extensions.u16(static_cast<uint16_t>(names.size()));
  extensions.bytes(names);
}

}  // namespace tls_se

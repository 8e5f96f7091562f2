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
  if (names.empty() || !is_protocol_name_list(names)) {
    return refuse(Alert::decode_error, Reason::malformed);
  }
  return Alert::none;
}

}  // namespace

bool is_protocol_name_list(const Bytes& names) {
  Reader reader(names);
  while (reader.more()) {
    if (reader.vector8().empty()) return false;
  }
  return reader.done();
}

Alert choose_protocol(Session& session, const Extensions& extensions) {
  const Bytes extension = extensions.find(ExtensionType::application_layer_protocol_negotiation);
  const Bytes& own = session.settings.circumstances->protocols;
  session.handshake.state.protocol = {};  // of a first ClientHello nothing is left
  if (extension.data() == nullptr || own.empty()) return Alert::none;
  Bytes names;
  TLS_SE_TRY(parse(extension, names));
  session.handshake.state.protocol = first_in_common(own, names);
  if (!session.handshake.state.protocol.empty()) return Alert::none;
  return refuse(Alert::no_application_protocol, Reason::no_common_protocol);
}

Alert check_protocol(Session& session, const Extensions& extensions) {
  const Bytes extension = extensions.find(ExtensionType::application_layer_protocol_negotiation);
  if (extension.data() == nullptr) return Alert::none;
  Bytes names;
  TLS_SE_TRY(parse(extension, names));
  // "the "ProtocolNameList" MUST contain exactly one "ProtocolName"" (RFC 7301 section 3.1), one
  // that was offered.
  session.handshake.state.protocol =
      first_in_common(session.settings.circumstances->protocols, names);
  if (session.handshake.state.protocol.size() == names.size()) return Alert::none;
  return refuse(Alert::illegal_parameter, Reason::protocol_not_offered);
}

void write_protocols(Session& session, const Bytes& names, Writer& extensions) {
  if (names.empty()) return;
  const ExtensionWriter alpn(extensions, ExtensionType::application_layer_protocol_negotiation,
                             session.handshake.state.extensions_sent);
  const Vector list(extensions, 2);
  extensions.bytes(names);
}

}  // namespace tls_se

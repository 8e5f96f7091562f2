#include "se/tls_lib/encrypted_extensions.h"

#include "se/tls_lib/protocol_name.h"
#include "se/tls_lib/record_limits.h"

namespace tls_se {

Alert make_encrypted_extensions(Session& session, Writer& body) {
  const Bytes& protocol = session.values.protocol;
  size_t size = record_limits_size_of_server(session);
  if (!protocol.empty()) size += 4 + 2 + protocol.size();
  body.u16(static_cast<uint16_t>(size));
  write_record_limits_of_server(session, body);
  write_protocols(protocol, body);
  return Alert::none;
}

Alert make_encrypted_extensions_without_protocol(Session& session, Writer& body) {
  body.u16(static_cast<uint16_t>(record_limits_size_of_server(session)));
  write_record_limits_of_server(session, body);
  return Alert::none;
}

Alert check_encrypted_extensions(Session& session, const Bytes& message) {
  const Circumstances& circumstances = *session.settings.circumstances;
  Reader reader(message.subspan(kHandshakeHeaderSize));
  const Bytes block = reader.vector16();
  if (!reader.done()) return Alert::decode_error;
  Extensions extensions;
  TLS_SE_TRY(extensions.parse(block, ExtensionContext::encrypted_extensions));
  constexpr ExtensionType kSolicited[] = {
      ExtensionType::supported_groups,  // for connections to come (section 4.2.7)
      ExtensionType::record_size_limit, ExtensionType::max_fragment_length,
      ExtensionType::server_name,       ExtensionType::application_layer_protocol_negotiation,
  };
  TLS_SE_TRY(extensions.check_solicited(kSolicited));
  if (extensions.has(ExtensionType::application_layer_protocol_negotiation) &&
      circumstances.protocols.empty()) {
    return Alert::unsupported_extension;
  }
  const Bytes groups = extensions.find(ExtensionType::supported_groups);
  if (groups.data() != nullptr) {
    const Bytes list = sole_vector(groups, 2);
    if (list.empty() || list.size() % 2 != 0) return Alert::decode_error;
  }
  const Bytes server_name = extensions.find(ExtensionType::server_name);
  if (server_name.data() != nullptr) {
    if (circumstances.server_name.kind != ReferenceName::Kind::dns_name) {
      return Alert::unsupported_extension;
    }
    if (!server_name.empty()) return Alert::decode_error;  // RFC 6066 section 3: empty
  }
  TLS_SE_TRY(check_protocol(session, extensions));
  return check_record_limits_of_server(session, extensions);
}

}  // namespace tls_se

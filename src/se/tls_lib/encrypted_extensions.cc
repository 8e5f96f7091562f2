#include "se/tls_lib/encrypted_extensions.h"

#include "se/tls_lib/protocol_name.h"
#include "se/tls_lib/record_limits.h"
#include "se/tls_lib/server_name.h"

namespace tls_se {

Alert make_encrypted_extensions(Session& session, Writer& body) {
  const Vector extensions(body, 2);
  write_record_limits_of_server(session, body);
  write_protocols(session, session.handshake.state.protocol, body);
  return Alert::none;
}

Alert make_encrypted_extensions_without_protocol(Session& session, Writer& body) {
  const Vector extensions(body, 2);
  write_record_limits_of_server(session, body);
  return Alert::none;
}

Alert check_encrypted_extensions(Session& session, const Bytes& message) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  const Bytes block = reader.vector16();
  if (!reader.done()) return refuse(Alert::decode_error, Reason::malformed);
  Extensions extensions;
  TLS_SE_TRY(extensions.parse_answers(block, ExtensionContext::encrypted_extensions,
                                      session.handshake.state.extensions_sent));
  // Groups for connections to come (section 4.2.7).
  const Bytes groups = extensions.find(ExtensionType::supported_groups);
  if (groups.data() != nullptr && sole_u16_list(groups, 2).empty()) {
    return refuse(Alert::decode_error, Reason::malformed);
  }
  TLS_SE_TRY(check_server_name(extensions));
  TLS_SE_TRY(check_protocol(session, extensions));
  return check_record_limits_of_server(session, extensions);
}

}  // namespace tls_se

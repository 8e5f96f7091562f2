#include "se/tls_lib/server_name.h"

namespace tls_se {

void write_server_name(Session& session, Writer& extensions) {
  const ReferenceName& server = session.settings.circumstances->server_name;
  if (server.kind != ReferenceName::Kind::dns_name) return;
  const ExtensionWriter server_name(extensions, ExtensionType::server_name,
                                    session.handshake.state.extensions_sent);
  const Vector list(extensions, 2);
  extensions.u8(0);  // name_type host_name
  const Vector host_name(extensions, 2);
  extensions.bytes(server.value);
}

Alert check_server_name(const Extensions& encrypted_extensions) {
  return encrypted_extensions.find(ExtensionType::server_name).empty()
             ? Alert::none
             : refuse(Alert::decode_error, Reason::malformed);
}

}  // namespace tls_se

// ServerHello as a server makes it.
#include "se/tls_lib/key_share.h"
#include "se/tls_lib/pre_shared_key.h"
#include "se/tls_lib/server_hello.h"

namespace tls_se {

void write_server_hello_fields(const Session& session, const Bytes& random, Writer& body) {
  body.u16(kLegacyVersion);
  body.bytes(random);
  {
    const Vector legacy_session_id_echo(body, 1);
    body.bytes(session.handshake.legacy_session_id());
  }
  body.u16(session.negotiated.cipher_suite->id);
  body.u8(0);  // legacy_compression_method
}

void write_selected_version(Writer& extensions) {
  write_number_extension(extensions, ExtensionType::supported_versions, kTls13, 2);
}

Alert make_server_hello(Session& session, Writer& body) {
  std::array<uint8_t, kRandomSize> random;
  TLS_SE_TRY(alert_of(session.crypto.random(random), kPlatformFailed));
  write_server_hello_fields(session, random, body);
  const Vector extensions(body, 2);
  if (session.negotiated.mode == Mode::psk) write_selected_identity(session, body);
  TLS_SE_TRY(answer_share(session, body));
  write_selected_version(body);
  return Alert::none;
}

}  // namespace tls_se

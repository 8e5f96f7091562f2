// ClientHello as a client makes it.
#include "se/tls_lib/client_hello.h"
#include "se/tls_lib/handshake_header.h"
#include "se/tls_lib/key_share.h"
#include "se/tls_lib/pre_shared_key.h"
#include "se/tls_lib/protocol_name.h"
#include "se/tls_lib/record_limits.h"
#include "se/tls_lib/server_name.h"
#include "se/tls_lib/signature_schemes.h"

namespace tls_se {
namespace {

/// What both hellos have in common, as far as it is new: once the share is made, it stays.
Alert generate(Session& session) {
  HandshakeMemory::State& state = session.handshake.state;
  if (!session.negotiated.retried) {
    state.group = session.settings.groups[0];
    TLS_SE_TRY(alert_of(session.crypto.random(state.random), kPlatformFailed));
    if (session.settings.key_share_on_request) return Alert::none;
  }
  return state.share_sent ? Alert::none : generate_share(session);
}

void write_versions(Session& session, Writer& extensions) {
  const ExtensionWriter supported_versions(extensions, ExtensionType::supported_versions,
                                           session.handshake.state.extensions_sent);
  const Vector versions(extensions, 1);
  extensions.u16(kTls13);
}

void write_cookie(Session& session, Writer& extensions) {
  HandshakeMemory::State& state = session.handshake.state;
  if (state.cookie.empty()) return;
  const ExtensionWriter cookie(extensions, ExtensionType::cookie, state.extensions_sent);
  extensions.bytes(state.cookie);
}

void write_extensions(Session& session, Writer& extensions) {
  const TlsSettings& settings = session.settings;
  session.handshake.state.extensions_sent = 0;
  write_versions(session, extensions);
  write_groups_and_share(session, extensions);
  if (settings.modes.has_certificates()) write_signature_schemes(session, extensions);
  if (settings.modes.has(Mode::psk)) write_psk_modes(session, extensions);
  write_server_name(session, extensions);
  write_protocols(session, settings.circumstances->protocols, extensions);
  write_record_limits_of_client(session, extensions);
  write_cookie(session, extensions);
  if (settings.modes.has(Mode::psk)) write_identities(session, extensions);
}

}  // namespace

Alert make_client_hello(Session& session, Writer& body) {
  TLS_SE_TRY(generate(session));
  body.u16(kLegacyVersion);
  body.bytes(session.handshake.state.random);
  body.u8(0);  // legacy_session_id: without it there is no need for change_cipher_spec
  {
    const Vector cipher_suites(body, 2);
    for (const CipherSuite* suite : session.settings.cipher_suites) body.u16(suite->id);
  }
  {
    const Vector legacy_compression_methods(body, 1);
    body.u8(0);  // null
  }
  {
    const Vector extensions(body, 2);
    write_extensions(session, body);
  }
  if (!body.fits() || body.size() > UINT16_MAX) {
    return refuse(Alert::internal_error, Reason::does_not_fit);
  }
  if (!session.settings.modes.has(Mode::psk)) return Alert::none;
  set_message_size(body.written(), body.size());  // binders cover it
  write_binders(session, body.written());
  return Alert::none;
}

}  // namespace tls_se

// ServerHello as a client judges it.
#include "se/tls_lib/hello_retry_request.h"
#include "se/tls_lib/key_share.h"
#include "se/tls_lib/pre_shared_key.h"
#include "se/tls_lib/server_hello.h"

namespace tls_se {
namespace {

/// Section 4.1.3: what a server that knows TLS 1.3 writes at the end of its random if it negotiates
/// an older version, 01 behind it for TLS 1.2, or 00. A client of TLS 1.3 alone ends either way.
Alert refuse_older_version(const Bytes& random) {
  constexpr uint8_t kDowngrade[] = {0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44};
  const Bytes tail = random.last(sizeof kDowngrade + 1);
  const bool downgraded = same_bytes(tail.first(sizeof kDowngrade), kDowngrade) && tail.back() <= 1;
  return downgraded ? refuse(Alert::illegal_parameter, Reason::downgrade)
                    : refuse(Alert::protocol_version, Reason::version_not_offered);
}

Alert choose_cipher_suite(Session& session, uint16_t id) {
  const CipherSuite*& chosen = session.negotiated.cipher_suite;
  for (const CipherSuite* suite : session.settings.cipher_suites) {
    if (suite->id != id) continue;
    // "Upon receiving the ServerHello, clients MUST check that the cipher suite supplied in the
    // ServerHello is the same as that in the HelloRetryRequest and otherwise abort the handshake
    // with an "illegal_parameter" alert." (section 4.1.4)
    if (chosen != nullptr && chosen != suite) {
      return refuse(Alert::illegal_parameter, Reason::cipher_suite_changed);
    }
    chosen = suite;
    return Alert::none;
  }
  return refuse(Alert::illegal_parameter, Reason::cipher_suite_not_offered);
}

/// A PSK, or certificates.
Alert choose_authentication(Session& session, const Extensions& extensions) {
  const Bytes extension = extensions.find(ExtensionType::pre_shared_key);
  if (extension.data() != nullptr) return select_identity(session, extension);
  // A card that has offered PSKs alone has nothing to know this server by.
  if (!session.settings.modes.has_certificates()) {
    return refuse(Alert::handshake_failure, Reason::psk_not_selected);
  }
  session.negotiated.mode = Mode::certificate;
  session.handshake.schedule.start_without_psk();
  return Alert::none;
}

/// Section 4.2.8: KeyShareServerHello.
Alert exchange_keys(Session& session, const Extensions& extensions) {
  const Bytes extension = extensions.find(ExtensionType::key_share);
  if (extension.data() != nullptr) return agree_on_secret(session, extension);
  // Of a PSK that was selected without it: "If these values are not consistent, the client MUST
  // abort the handshake with an "illegal_parameter" alert." (section 4.2.11)
  return refuse(
      session.negotiated.mode == Mode::psk ? Alert::illegal_parameter : Alert::missing_extension,
      Reason::share_missing);
}

}  // namespace

Alert parse_server_hello(Session& session, const Bytes& message, ExtensionContext context,
                         ServerHelloFields& hello) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  const uint16_t legacy_version = reader.u16();
  hello.random = reader.bytes(kRandomSize);
  const Bytes legacy_session_id_echo = reader.vector8();
  const uint16_t cipher_suite = reader.u16();
  const uint8_t legacy_compression_method = reader.u8();
  if (!reader.ok()) return refuse(Alert::decode_error, Reason::malformed);
  // TLS 1.2 may leave the extensions out, and TLS 1.3 can't do without supported_versions.
  if (!reader.more()) return refuse_older_version(hello.random);
  const Bytes block = reader.vector16();
  if (!reader.done()) return refuse(Alert::decode_error, Reason::malformed);
  Extensions& extensions = hello.extensions;
  const Alert placed =
      extensions.parse_answers(block, context, session.handshake.state.extensions_sent);
  const Bytes versions = extensions.find(ExtensionType::supported_versions);
  if (versions.data() == nullptr) {
    // Extensions of an older version's ServerHello have other rules.
    return description_of(placed) == Alert::decode_error ? placed
                                                         : refuse_older_version(hello.random);
  }
  TLS_SE_TRY(placed);
  if (versions.size() != 2) return refuse(Alert::decode_error, Reason::malformed);
  if (load_u16(versions.data()) != kTls13) {
    return refuse(Alert::illegal_parameter, Reason::version_not_offered);
  }

  // "Any endpoint receiving a Hello message with [...] ServerHello.legacy_version set to 0x0300
  // MUST abort the handshake with a "protocol_version" alert." (section D.5)
  if (legacy_version != kLegacyVersion) {
    return refuse(legacy_version <= 0x0300 ? Alert::protocol_version : Alert::illegal_parameter,
                  Reason::legacy_version);
  }
  // "A client which receives a legacy_session_id_echo field that does not match what it sent in the
  // ClientHello MUST abort the handshake with an "illegal_parameter" alert": this one sends none.
  if (!legacy_session_id_echo.empty()) {
    return refuse(Alert::illegal_parameter, Reason::session_id);
  }
  if (legacy_compression_method != 0) {
    return refuse(Alert::illegal_parameter, Reason::compression);
  }
  return choose_cipher_suite(session, cipher_suite);
}

Alert check_server_hello(Session& session, const Bytes& message) {
  // "If a client receives a second HelloRetryRequest in the same connection [...], it MUST abort
  // the handshake with an "unexpected_message" alert." (section 4.1.4)
  if (is_hello_retry_request(message)) {
    return refuse(Alert::unexpected_message, Reason::second_retry);
  }
  ServerHelloFields hello{};
  TLS_SE_TRY(parse_server_hello(session, message, ExtensionContext::server_hello, hello));
  TLS_SE_TRY(choose_authentication(session, hello.extensions));
  return exchange_keys(session, hello.extensions);
}

}  // namespace tls_se

// ClientHello as a server judges it.
#include "se/tls_lib/client_hello.h"
#include "se/tls_lib/key_share.h"
#include "se/tls_lib/pre_shared_key.h"
#include "se/tls_lib/protocol_name.h"
#include "se/tls_lib/record_limits.h"
#include "se/tls_lib/server_certificate_type.h"
#include "se/tls_lib/signature_schemes.h"

namespace tls_se {
namespace {

/// How much early data is skipped once it has been refused (section 4.2.10): the card has given out
/// no max_early_data_size, so that this is a matter of patience.
constexpr uint32_t kEarlyDataPatience = 1 << 16;

struct ClientHello {
  Reader reader;
  uint16_t legacy_version = reader.u16();
  Bytes random = reader.bytes(kRandomSize);
  Bytes legacy_session_id = reader.vector8();
  Bytes cipher_suites = reader.vector16();
  Bytes legacy_compression_methods = reader.vector8();
  Extensions extensions{};

  explicit ClientHello(const Bytes& message) : reader(message.subspan(kHandshakeHeaderSize)) {}
};

Alert parse_extensions(ClientHello& hello) {
  if (hello.reader.done()) {  // no extensions: not TLS 1.3
    return refuse(Alert::protocol_version, Reason::version_not_offered);
  }
  const Bytes extensions = hello.reader.vector16();
  if (!hello.reader.done() || hello.legacy_session_id.size() > kMaxSessionIdSize ||
      hello.cipher_suites.empty() || hello.cipher_suites.size() % 2 != 0) {
    return refuse(Alert::decode_error, Reason::malformed);
  }
  return hello.extensions.parse(extensions, ExtensionContext::client_hello);
}

Alert check_version(const ClientHello& hello) {
  // "Any endpoint receiving a Hello message with ClientHello.legacy_version or
  // ServerHello.legacy_version set to 0x0300 MUST abort the handshake with a "protocol_version"
  // alert." (section D.5) Otherwise supported_versions alone decides (section 4.2.1).
  const Bytes extension = hello.extensions.find(ExtensionType::supported_versions);
  if (hello.legacy_version <= 0x0300) {
    return refuse(Alert::protocol_version, Reason::legacy_version);
  }
  if (extension.data() == nullptr) {
    return refuse(Alert::protocol_version, Reason::version_not_offered);
  }
  const Bytes versions = sole_u16_list(extension, 1);
  if (versions.empty()) return refuse(Alert::decode_error, Reason::malformed);
  if (!list_has_u16(versions, kTls13)) {
    return refuse(Alert::protocol_version, Reason::version_not_offered);
  }
  // "For every TLS 1.3 ClientHello, this vector MUST contain exactly one byte, set to zero, which
  // corresponds to the "null" compression method in prior versions of TLS."
  const Bytes methods = hello.legacy_compression_methods;
  return methods.size() == 1 && methods[0] == 0
             ? Alert::none
             : refuse(Alert::illegal_parameter, Reason::compression);
}

Alert choose_cipher_suite(Session& session, const ClientHello& hello) {
  const CipherSuite*& chosen = session.negotiated.cipher_suite;
  for (const CipherSuite* suite : session.settings.cipher_suites) {
    if (!list_has_u16(hello.cipher_suites, suite->id)) continue;
    // "Servers MUST ensure that they negotiate the same cipher suite when receiving a conformant
    // updated ClientHello" (section 4.1.4); one that makes it impossible is not conformant.
    if (chosen != nullptr && chosen != suite) break;
    chosen = suite;
    return Alert::none;
  }
  return chosen != nullptr ? refuse(Alert::illegal_parameter, Reason::cipher_suite_changed)
                           : refuse(Alert::handshake_failure, Reason::no_common_cipher_suite);
}

/// What is asked of a ClientHello in a card of pre-shared keys alone.
Alert go_on_with_psk(Session& session, const ClientHello& hello, const Bytes& message) {
  const bool offers_psk = hello.extensions.has(ExtensionType::pre_shared_key);
  if (offers_psk) TLS_SE_TRY(check_psk_mode(hello.extensions));
  TLS_SE_TRY(choose_key_share(session, hello.extensions));
  if (offers_psk) return choose_psk(session, hello.extensions, message);
  // Section 9.2: without pre_shared_key a ClientHello has to be one for certificates.
  return refuse(hello.extensions.has(ExtensionType::signature_algorithms)
                    ? Alert::handshake_failure
                    : Alert::missing_extension,
                Reason::psk_not_offered);
}

/// Sections 4.2.3 and 4.4.2.2: the client must take the card's one signature scheme.
Alert authenticate_by_certificate(Session& session, const Extensions& extensions) {
  if (extensions.has(ExtensionType::pre_shared_key) &&
      !extensions.has(ExtensionType::psk_key_exchange_modes)) {
    return refuse(Alert::missing_extension, Reason::extension_missing);  // "MUST", section 4.2.9
  }
  const Bytes extension = extensions.find(ExtensionType::signature_algorithms);
  // "If a server is authenticating via a certificate and the client has not sent a
  // "signature_algorithms" extension, then the server MUST abort the handshake with a
  // "missing_extension" alert".
  if (extension.data() == nullptr) {
    return refuse(Alert::missing_extension, Reason::certificate_not_offered);
  }
  bool suitable = false;
  TLS_SE_TRY(check_signature_schemes(extension, suitable));
  if (!suitable) return refuse(Alert::handshake_failure, Reason::no_common_signature);
  TLS_SE_TRY(check_server_certificate_type(extensions));
  const TlsSettings& settings = session.settings;
  session.negotiated.mode = settings.modes.has(Mode::mutual) ? Mode::mutual : Mode::certificate;
  PeerWatch* const watch = settings.peer_watch;
  if (watch != nullptr && session.negotiated.mode == Mode::certificate) {
    TLS_SE_TRY(watch->meet_nobody());
  }
  session.handshake.schedule.start_without_psk();
  return Alert::none;
}

/// A PSK that both know comes first; a client that has none may still take the certificate.
Alert authenticate_by_either(Session& session, const ClientHello& hello, const Bytes& message) {
  if (hello.extensions.has(ExtensionType::pre_shared_key)) {
    Alert alert = check_psk_mode(hello.extensions);
    if (alert == Alert::none) {
      alert = session.settings.modes.has(Mode::psk)
                  ? choose_psk(session, hello.extensions, message)
                  : refuse(Alert::unknown_psk_identity, Reason::certificate_not_offered);
    }
    const Alert description = description_of(alert);
    const bool cannot =
        description == Alert::unknown_psk_identity || description == Alert::handshake_failure;
    if (!cannot || !hello.extensions.has(ExtensionType::signature_algorithms)) return alert;
  }
  return authenticate_by_certificate(session, hello.extensions);
}

Alert check_early_data(Session& session, const ClientHello& hello) {
  HandshakeMemory::State& state = session.handshake.state;
  const Bytes extension = hello.extensions.find(ExtensionType::early_data);
  state.early_data_left = 0;
  if (extension.data() == nullptr) return Alert::none;
  if (!extension.empty()) return refuse(Alert::decode_error, Reason::malformed);
  // A second ClientHello must have dropped it (section 4.1.2); and it needs a PSK (section 4.2.10).
  if (session.negotiated.retried || !hello.extensions.has(ExtensionType::pre_shared_key)) {
    return refuse(Alert::illegal_parameter, Reason::early_data_out_of_place);
  }
  state.early_data_left = kEarlyDataPatience;
  return Alert::none;
}

/// What is asked in every mode, but for key share and authentication.
Alert check_parameters(Session& session, ClientHello& hello) {
  TLS_SE_TRY(parse_extensions(hello));
  TLS_SE_TRY(check_version(hello));
  TLS_SE_TRY(choose_cipher_suite(session, hello));
  TLS_SE_TRY(check_early_data(session, hello));
  TLS_SE_TRY(check_record_limits_of_client(session, hello.extensions));
  HandshakeMemory::State& state = session.handshake.state;
  state.session_id_size = static_cast<uint8_t>(hello.legacy_session_id.size());
  copy_bytes(state.session_id, hello.legacy_session_id);
  return Alert::none;
}

}  // namespace

Alert check_client_hello_for_psk(Session& session, const Bytes& message) {
  ClientHello hello(message);
  TLS_SE_TRY(check_parameters(session, hello));
  return go_on_with_psk(session, hello, message);
}

Alert check_client_hello_for_certificate(Session& session, const Bytes& message) {
  ClientHello hello(message);
  TLS_SE_TRY(check_parameters(session, hello));
  TLS_SE_TRY(choose_protocol(session, hello.extensions));
  TLS_SE_TRY(choose_key_share(session, hello.extensions));
  return authenticate_by_certificate(session, hello.extensions);
}

Alert check_client_hello_for_either(Session& session, const Bytes& message) {
  ClientHello hello(message);
  TLS_SE_TRY(check_parameters(session, hello));
  TLS_SE_TRY(choose_protocol(session, hello.extensions));
  if (!session.settings.modes.has_certificates()) return go_on_with_psk(session, hello, message);
  TLS_SE_TRY(choose_key_share(session, hello.extensions));
  return authenticate_by_either(session, hello, message);
}

}  // namespace tls_se

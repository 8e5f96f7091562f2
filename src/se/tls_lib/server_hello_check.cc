// ServerHello as a client judges it.
#include "se/tls_lib/hello_retry_request.h"
#include "se/tls_lib/server_hello.h"

namespace tls_se {
namespace {

/// Section 4.1.3: what a server that knows TLS 1.3 writes at the end of its random if it negotiates
/// an older version, 01 behind it for TLS 1.2, or 00. A client of TLS 1.3 alone ends either way.
Alert refuse_older_version(const Bytes& random) {
  constexpr uint8_t kDowngrade[] = {0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44};
  const Bytes tail = random.last(sizeof kDowngrade + 1);
  const bool downgraded = same_bytes(tail.first(sizeof kDowngrade), kDowngrade) && tail.back() <= 1;
  return downgraded ? Alert::illegal_parameter : Alert::protocol_version;
}

Alert choose_cipher_suite(Session& session, uint16_t id) {
  const CipherSuite*& chosen = session.negotiated.cipher_suite;
  for (const CipherSuite* suite : session.settings.cipher_suites) {
    if (suite->id != id) continue;
    // "Upon receiving the ServerHello, clients MUST check that the cipher suite supplied in the
    // ServerHello is the same as that in the HelloRetryRequest and otherwise abort the handshake
    // with an "illegal_parameter" alert." (section 4.1.4)
    if (chosen != nullptr && chosen != suite) break;
    chosen = suite;
    return Alert::none;
  }
  return Alert::illegal_parameter;  // not one that was offered
}

/// Section 4.2.8: KeyShareServerHello.
Alert exchange_keys(Session& session, const Extensions& extensions) {
  const Bytes extension = extensions.find(ExtensionType::key_share);
  if (extension.data() == nullptr) {
    // Of a PSK that was selected without it: "If these values are not consistent, the client MUST
    // abort the handshake with an "illegal_parameter" alert." (section 4.2.11)
    return session.negotiated.mode == Mode::psk ? Alert::illegal_parameter
                                                : Alert::missing_extension;
  }
  Reader reader(extension);
  const uint16_t group = reader.u16();
  const Bytes share = reader.vector16();
  if (!reader.done()) return Alert::decode_error;
  // "This value MUST be in the same group as the KeyShareEntry value offered by the client".
  const bool offered = session.negotiated.own_share && group == kSecp256r1;
  if (!offered || share.size() != kP256PointSize) return Alert::illegal_parameter;
  copy_bytes(session.values.peer_point, share);

  Secret<kP256SecretSize> shared_secret;
  const bool on_curve = session.crypto.p256_ecdh(session.own_hello.private_key.bytes(),
                                                 session.values.peer_point, shared_secret.bytes());
  session.own_hello.private_key.clear();
  if (!on_curve) return Alert::illegal_parameter;
  session.schedule.enter_handshake(shared_secret.bytes());
  return Alert::none;
}

/// Section 4.2.11, and what a server means that leaves the extension out.
Alert enter_early(Session& session, const Extensions& extensions) {
  const TlsSettings& settings = session.settings;
  const Bytes extension = extensions.find(ExtensionType::pre_shared_key);
  if (extension.data() == nullptr) {
    // A card that has offered PSKs alone has nothing to know this server by.
    if (!settings.modes.certificate && !settings.modes.mutual) return Alert::handshake_failure;
    session.negotiated.mode = Mode::certificate;
    session.schedule.enter_early_without_psk();
    return Alert::none;
  }
  if (!settings.modes.psk) return Alert::unsupported_extension;
  Reader reader(extension);
  const uint16_t selected_identity = reader.u16();
  if (!reader.done()) return Alert::decode_error;
  // "If these values are not consistent, the client MUST abort the handshake with an
  // "illegal_parameter" alert."
  if (selected_identity >= settings.psks.size()) return Alert::illegal_parameter;
  session.negotiated.mode = Mode::psk;
  session.negotiated.selected_identity = selected_identity;
  session.schedule.enter_early(settings.psks[selected_identity].key);
  return Alert::none;
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
  if (!reader.ok()) return Alert::decode_error;
  // TLS 1.2 may leave the extensions out, and TLS 1.3 can't do without supported_versions.
  if (!reader.more()) return refuse_older_version(hello.random);
  const Bytes block = reader.vector16();
  if (!reader.done()) return Alert::decode_error;
  Extensions& extensions = hello.extensions;
  const Alert placed = extensions.parse(block, context);
  const Bytes versions = extensions.find(ExtensionType::supported_versions);
  if (versions.data() == nullptr) {
    // Extensions of an older version's ServerHello have other rules.
    return placed == Alert::decode_error ? placed : refuse_older_version(hello.random);
  }
  TLS_SE_TRY(placed);
  if (versions.size() != 2) return Alert::decode_error;
  if (load_u16(versions.data()) != kTls13) return Alert::illegal_parameter;

  // "Any endpoint receiving a Hello message with [...] ServerHello.legacy_version set to 0x0300
  // MUST abort the handshake with a "protocol_version" alert." (section D.5)
  if (legacy_version <= 0x0300) return Alert::protocol_version;
  if (legacy_version != kLegacyVersion) return Alert::illegal_parameter;
  // "A client which receives a legacy_session_id_echo field that does not match what it sent in the
  // ClientHello MUST abort the handshake with an "illegal_parameter" alert": this one sends none.
  if (!legacy_session_id_echo.empty()) return Alert::illegal_parameter;
  if (legacy_compression_method != 0) return Alert::illegal_parameter;
  return choose_cipher_suite(session, cipher_suite);
}

Alert check_server_hello(Session& session, const Bytes& message) {
  // "If a client receives a second HelloRetryRequest in the same connection [...], it MUST abort
  // the handshake with an "unexpected_message" alert." (section 4.1.4)
  if (is_hello_retry_request(message)) return Alert::unexpected_message;
  ServerHelloFields hello{};
  TLS_SE_TRY(parse_server_hello(session, message, ExtensionContext::server_hello, hello));
  constexpr ExtensionType kSolicited[] = {ExtensionType::supported_versions,
                                          ExtensionType::key_share, ExtensionType::pre_shared_key};
  TLS_SE_TRY(hello.extensions.check_solicited(kSolicited));
  TLS_SE_TRY(enter_early(session, hello.extensions));
  return exchange_keys(session, hello.extensions);
}

}  // namespace tls_se

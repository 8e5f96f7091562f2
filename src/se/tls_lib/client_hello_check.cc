// ClientHello as a server judges it.
#include "se/tls_lib/client_hello.h"
#include "se/tls_lib/protocol_name.h"
#include "se/tls_lib/record_limits.h"

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
  if (hello.reader.done()) return Alert::protocol_version;  // no extensions: not TLS 1.3
  const Bytes extensions = hello.reader.vector16();
  if (!hello.reader.done() || hello.legacy_session_id.size() > kMaxSessionIdSize ||
      hello.cipher_suites.empty() || hello.cipher_suites.size() % 2 != 0) {
    return Alert::decode_error;
  }
  return hello.extensions.parse(extensions, ExtensionContext::client_hello);
}

Alert check_version(const ClientHello& hello) {
  // "Any endpoint receiving a Hello message with ClientHello.legacy_version or
  // ServerHello.legacy_version set to 0x0300 MUST abort the handshake with a "protocol_version"
  // alert." (section D.5) Otherwise supported_versions alone decides (section 4.2.1).
  const Bytes extension = hello.extensions.find(ExtensionType::supported_versions);
  if (hello.legacy_version <= 0x0300 || extension.data() == nullptr) {
    return Alert::protocol_version;
  }
  const Bytes versions = sole_vector(extension, 1);
  if (versions.empty() || versions.size() % 2 != 0) return Alert::decode_error;
  if (!list_has_u16(versions, kTls13)) return Alert::protocol_version;
  // "For every TLS 1.3 ClientHello, this vector MUST contain exactly one byte, set to zero".
  const Bytes methods = hello.legacy_compression_methods;
  return methods.size() == 1 && methods[0] == 0 ? Alert::none : Alert::illegal_parameter;
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
  return chosen != nullptr ? Alert::illegal_parameter : Alert::handshake_failure;
}

/// Section 4.2.8: finds the one secp256r1 share; data() is null if there is none.
Alert find_key_share(const Bytes& client_shares, Bytes& share) {
  for (Reader reader(client_shares); reader.more();) {
    const uint16_t group = reader.u16();
    const Bytes key_exchange = reader.vector16();
    if (key_exchange.empty()) return Alert::decode_error;
    if (group != kSecp256r1) continue;
    // "Clients MUST NOT offer multiple KeyShareEntry values for the same group."
    if (share.data() != nullptr) return Alert::illegal_parameter;
    share = key_exchange;
  }
  return Alert::none;
}

Alert choose_key_share(Session& session, const ClientHello& hello) {
  Session::Negotiated& negotiated = session.negotiated;
  const Bytes groups_extension = hello.extensions.find(ExtensionType::supported_groups);
  const Bytes share_extension = hello.extensions.find(ExtensionType::key_share);
  // Section 9.2: each of the two requires the other, and psk_dhe_ke and certificates require both.
  if (groups_extension.data() == nullptr || share_extension.data() == nullptr) {
    return Alert::missing_extension;
  }
  const Bytes groups = sole_vector(groups_extension, 2);
  Reader shares(share_extension);
  const Bytes client_shares = shares.vector16();  // may be empty: a request for a retry
  if (!shares.done() || groups.empty() || groups.size() % 2 != 0) return Alert::decode_error;

  Bytes share;
  TLS_SE_TRY(find_key_share(client_shares, share));
  const bool missing = share.data() == nullptr;
  if (!list_has_u16(groups, kSecp256r1)) {
    // "Clients MUST NOT offer any KeyShareEntry values for groups not listed in the client's
    // "supported_groups" extension."
    return missing ? Alert::handshake_failure : Alert::illegal_parameter;
  }
  // The second ClientHello MUST hold the share that was asked for (section 4.1.2).
  if (missing && !negotiated.hello_retried) {
    negotiated.hello_retried = true;
    return Alert::none;
  }
  if (share.size() != kP256PointSize) return Alert::illegal_parameter;
  copy_bytes(session.values.peer_point, share);
  return Alert::none;
}

const Psk* find_psk(const TlsSettings& settings, const Bytes& identity) {
  for (const Psk& psk : settings.psks) {
    if (same_bytes(psk.identity, identity)) return &psk;
  }
  return nullptr;
}

/// OfferedPsks, section 4.2.11, and what the card makes of them.
struct PskOffer {
  const Psk* psk;       // the first identity of the client's that the card knows, or null
  size_t index;         // of that identity
  Bytes binder;         // the one that belongs to it
  size_t binders_size;  // the list of binders with its length: what binders do not cover
};

Alert parse(const TlsSettings& settings, const Bytes& extension, PskOffer& offer) {
  Reader reader(extension);
  Reader identities(reader.vector16());
  Reader binders(reader.vector16());
  if (!reader.done() || !identities.more()) return Alert::decode_error;
  offer.psk = nullptr;
  offer.binders_size = 2 + binders.rest().size();
  for (size_t index = 0; identities.more(); ++index) {
    const Bytes identity = identities.vector16();
    identities.u32();  // obfuscated_ticket_age: "ignored" for external identities
    if (!identities.ok() || identity.empty()) return Alert::decode_error;
    const Bytes binder = binders.vector8();
    if (!binders.ok()) return Alert::illegal_parameter;           // each identity has its binder
    if (binder.size() < kSha256Size) return Alert::decode_error;  // opaque<32..255>
    if (offer.psk != nullptr) continue;
    offer.psk = find_psk(settings, identity);
    offer.index = index;
    offer.binder = binder;
  }
  return binders.more() ? Alert::illegal_parameter : Alert::none;
}

/// Section 4.2.9: handshake_failure if the client does without the one mode of this profile.
Alert check_psk_mode(const ClientHello& hello) {
  const Bytes extension = hello.extensions.find(ExtensionType::psk_key_exchange_modes);
  // "If clients offer "pre_shared_key" without a "psk_key_exchange_modes" extension, servers MUST
  // abort the handshake."
  if (extension.data() == nullptr) return Alert::missing_extension;
  const Bytes modes = sole_vector(extension, 1);
  if (modes.empty()) return Alert::decode_error;
  return list_has(modes, 1, kPskDheKe) ? Alert::none : Alert::handshake_failure;
}

/// unknown_psk_identity if there is nothing wrong but no PSK that both know.
Alert choose_psk(Session& session, const ClientHello& hello, const Bytes& message) {
  PskOffer offer;
  TLS_SE_TRY(parse(session.settings, hello.extensions.find(ExtensionType::pre_shared_key), offer));
  if (offer.psk == nullptr) return Alert::unknown_psk_identity;
  session.negotiated.mode = Mode::psk;
  session.negotiated.selected_identity = static_cast<uint16_t>(offer.index);
  session.schedule.enter_early(offer.psk->key);

  // Section 4.2.11.2: over the transcript up to and with this ClientHello, its binders left out.
  // "Prior to accepting PSK key establishment, the server MUST validate the corresponding binder
  // value [...]. If this value is not present or does not validate, the server MUST abort the
  // handshake."
  Secret<kSha256Size> expected;
  session.schedule.external_psk_binder(
      session.transcript.hash(message.first(message.size() - offer.binders_size)),
      expected.bytes());
  return equal_in_constant_time(expected.bytes(), offer.binder) ? Alert::none
                                                                : Alert::decrypt_error;
}

/// What is asked of a ClientHello in a card of pre-shared keys alone.
Alert go_on_with_psk(Session& session, const ClientHello& hello, const Bytes& message) {
  const bool offers_psk = hello.extensions.has(ExtensionType::pre_shared_key);
  if (offers_psk) TLS_SE_TRY(check_psk_mode(hello));
  TLS_SE_TRY(choose_key_share(session, hello));
  if (offers_psk) return choose_psk(session, hello, message);
  // Section 9.2: without pre_shared_key a ClientHello has to be one for certificates.
  return hello.extensions.has(ExtensionType::signature_algorithms) ? Alert::handshake_failure
                                                                   : Alert::missing_extension;
}

/// Sections 4.2.3 and 4.4.2.2: the client must take the card's one signature scheme.
Alert authenticate_by_certificate(Session& session, const ClientHello& hello) {
  if (hello.extensions.has(ExtensionType::pre_shared_key) &&
      !hello.extensions.has(ExtensionType::psk_key_exchange_modes)) {
    return Alert::missing_extension;  // "MUST abort", section 4.2.9
  }
  const Bytes extension = hello.extensions.find(ExtensionType::signature_algorithms);
  // "If a server is authenticating via a certificate and the client has not sent a
  // "signature_algorithms" extension, then the server MUST abort the handshake with a
  // "missing_extension" alert".
  if (extension.data() == nullptr) return Alert::missing_extension;
  const Bytes schemes = sole_vector(extension, 2);
  if (schemes.empty() || schemes.size() % 2 != 0) return Alert::decode_error;
  if (!list_has_u16(schemes, kEcdsaSecp256r1Sha256)) return Alert::handshake_failure;
  session.negotiated.mode = session.settings.modes.mutual ? Mode::mutual : Mode::certificate;
  session.schedule.enter_early_without_psk();
  return Alert::none;
}

/// A PSK that both know comes first; a client that has none may still take the certificate.
Alert authenticate_by_either(Session& session, const ClientHello& hello, const Bytes& message) {
  if (hello.extensions.has(ExtensionType::pre_shared_key)) {
    Alert alert = check_psk_mode(hello);
    if (alert == Alert::none) {
      alert = session.settings.modes.psk ? choose_psk(session, hello, message)
                                         : Alert::unknown_psk_identity;
    }
    const bool cannot = alert == Alert::unknown_psk_identity || alert == Alert::handshake_failure;
    if (!cannot || !hello.extensions.has(ExtensionType::signature_algorithms)) return alert;
  }
  return authenticate_by_certificate(session, hello);
}

Alert check_early_data(Session& session, const ClientHello& hello) {
  const Bytes extension = hello.extensions.find(ExtensionType::early_data);
  session.negotiated.early_data_left = 0;
  if (extension.data() == nullptr) return Alert::none;
  if (!extension.empty()) return Alert::decode_error;
  // A second ClientHello must have dropped it (section 4.1.2); and it needs a PSK (section 4.2.10).
  const bool allowed =
      !session.negotiated.hello_retried && hello.extensions.has(ExtensionType::pre_shared_key);
  if (!allowed) return Alert::illegal_parameter;
  session.negotiated.early_data_left = kEarlyDataPatience;
  return Alert::none;
}

/// What is asked in every mode, but for key share and authentication.
Alert check_parameters(Session& session, ClientHello& hello) {
  TLS_SE_TRY(parse_extensions(hello));
  TLS_SE_TRY(check_version(hello));
  TLS_SE_TRY(choose_cipher_suite(session, hello));
  TLS_SE_TRY(check_early_data(session, hello));
  TLS_SE_TRY(check_record_limits_of_client(session, hello.extensions));
  session.negotiated.session_id_size = static_cast<uint8_t>(hello.legacy_session_id.size());
  copy_bytes(session.values.session_id, hello.legacy_session_id);
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
  TLS_SE_TRY(choose_key_share(session, hello));
  return authenticate_by_certificate(session, hello);
}

Alert check_client_hello_for_either(Session& session, const Bytes& message) {
  const Modes& modes = session.settings.modes;
  ClientHello hello(message);
  TLS_SE_TRY(check_parameters(session, hello));
  TLS_SE_TRY(choose_protocol(session, hello.extensions));
  if (!modes.certificate && !modes.mutual) return go_on_with_psk(session, hello, message);
  TLS_SE_TRY(choose_key_share(session, hello));
  return authenticate_by_either(session, hello, message);
}

}  // namespace tls_se

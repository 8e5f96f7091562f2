#include "se/tls_lib/client_hello.h"

#include "se/tls_lib/extensions.h"

namespace tls_se {
namespace {

struct ClientHello {
  uint16_t legacy_version;
  Bytes legacy_session_id;
  Bytes cipher_suites;
  Bytes legacy_compression_methods;
  Bytes extension_block;
  Extensions extensions;
};

Alert parse(Bytes body, ClientHello& hello) {
  Reader reader(body);
  hello.legacy_version = reader.u16();
  reader.bytes(kRandomSize);
  hello.legacy_session_id = reader.vector8();
  hello.cipher_suites = reader.vector16();
  hello.legacy_compression_methods = reader.vector8();
  if (reader.ok() && !reader.more()) return Alert::protocol_version;  // no extensions: not TLS 1.3
  hello.extension_block = reader.vector16();
  if (!reader.done() || hello.legacy_session_id.size() > kMaxSessionIdSize ||
      hello.cipher_suites.empty() || hello.cipher_suites.size() % 2 != 0) {
    return Alert::decode_error;
  }
  return hello.extensions.parse(hello.extension_block, ExtensionContext::client_hello);
}

/// The only content of an extension whose data is one vector of the given kind.
Alert vector_in(Bytes data, Bytes (Reader::*vector)(), Bytes& content) {
  Reader reader(data);
  content = (reader.*vector)();
  return reader.done() && !content.empty() ? Alert::none : Alert::decode_error;
}

Alert check_version(const ClientHello& hello) {
  // "Any endpoint receiving a Hello message with ClientHello.legacy_version or
  // ServerHello.legacy_version set to 0x0300 MUST abort the handshake with a "protocol_version"
  // alert." (section D.5) Otherwise supported_versions alone decides (section 4.2.1).
  if (hello.legacy_version <= 0x0300) return Alert::protocol_version;
  const auto extension = hello.extensions.find(ExtensionType::supported_versions);
  if (!extension) return Alert::protocol_version;
  Bytes versions;
  TLS_SE_TRY(vector_in(*extension, &Reader::vector8, versions));
  if (versions.size() % 2 != 0) return Alert::decode_error;
  if (!list_has_u16(versions, kTls13)) return Alert::protocol_version;
  // "For every TLS 1.3 ClientHello, this vector MUST contain exactly one byte, set to zero."
  if (hello.legacy_compression_methods.size() != 1 || hello.legacy_compression_methods[0] != 0) {
    return Alert::illegal_parameter;
  }
  return Alert::none;
}

Alert choose_cipher_suite(Session& session, const ClientHello& hello) {
  const CipherSuite* const before = session.negotiated.cipher_suite;
  for (const CipherSuite* suite : session.settings.cipher_suites) {
    if (!list_has_u16(hello.cipher_suites, suite->id)) continue;
    // "Servers MUST ensure that they negotiate the same cipher suite when receiving a conformant
    // updated ClientHello" (section 4.1.4); one that makes it impossible is not conformant.
    if (before != nullptr && before != suite) return Alert::illegal_parameter;
    session.negotiated.cipher_suite = suite;
    return Alert::none;
  }
  return before != nullptr ? Alert::illegal_parameter : Alert::handshake_failure;
}

/// Section 4.2.8: finds the one secp256r1 share, if there is one.
Alert find_key_share(Bytes client_shares, std::optional<Bytes>& share) {
  for (Reader reader(client_shares); reader.more();) {
    const uint16_t group = reader.u16();
    const Bytes key_exchange = reader.vector16();
    if (!reader.ok() || key_exchange.empty()) return Alert::decode_error;
    if (group != kSecp256r1) continue;
    // "Clients MUST NOT offer multiple KeyShareEntry values for the same group."
    if (share) return Alert::illegal_parameter;
    share = key_exchange;
  }
  return Alert::none;
}

Alert choose_key_share(Session& session, const ClientHello& hello) {
  Session::Negotiated& negotiated = session.negotiated;
  const auto groups_extension = hello.extensions.find(ExtensionType::supported_groups);
  const auto share_extension = hello.extensions.find(ExtensionType::key_share);
  // Section 9.2: each of the two requires the other, and psk_dhe_ke requires both.
  if (!groups_extension || !share_extension) return Alert::missing_extension;
  Bytes groups;
  TLS_SE_TRY(vector_in(*groups_extension, &Reader::vector16, groups));
  if (groups.size() % 2 != 0) return Alert::decode_error;
  Reader shares(*share_extension);
  const Bytes client_shares = shares.vector16();  // may be empty: a request for a retry
  if (!shares.done()) return Alert::decode_error;

  std::optional<Bytes> share;
  TLS_SE_TRY(find_key_share(client_shares, share));
  if (!list_has_u16(groups, kSecp256r1)) {
    // "Clients MUST NOT offer any KeyShareEntry values for groups not listed in the client's
    // "supported_groups" extension."
    return share ? Alert::illegal_parameter : Alert::handshake_failure;
  }
  negotiated.key_share_missing = !share;
  if (!share) {
    // The second ClientHello MUST hold the share that was asked for (section 4.1.2).
    return negotiated.hello_retried ? Alert::illegal_parameter : Alert::none;
  }
  if (share->size() != kP256PointSize) return Alert::illegal_parameter;
  copy_bytes(negotiated.peer_share, *share);
  return Alert::none;
}

/// OfferedPsks, section 4.2.11.
struct OfferedPsks {
  Bytes identities;
  Bytes binders;

  /// Size of the PskBinderEntry list with its length, which the binders themselves don't cover.
  [[nodiscard]] size_t binders_size() const { return 2 + binders.size(); }
};

Alert parse(Bytes extension, OfferedPsks& offered) {
  Reader reader(extension);
  offered.identities = reader.vector16();
  offered.binders = reader.vector16();
  if (!reader.done() || offered.identities.empty()) return Alert::decode_error;

  size_t identities = 0;
  for (Reader list(offered.identities); list.more(); ++identities) {
    const Bytes identity = list.vector16();
    list.u32();  // obfuscated_ticket_age: "ignored" for external identities
    if (!list.ok() || identity.empty()) return Alert::decode_error;
  }
  size_t binders = 0;
  for (Reader list(offered.binders); list.more(); ++binders) {
    if (list.vector8().size() < kSha256Size) return Alert::decode_error;  // opaque<32..255>
    if (!list.ok()) return Alert::decode_error;
  }
  // Each identity has its binder.
  return identities == binders ? Alert::none : Alert::illegal_parameter;
}

const Psk* find_psk(const TlsSettings& settings, Bytes identity) {
  for (const Psk& psk : settings.psks) {
    if (same_bytes(psk.identity, identity)) return &psk;
  }
  return nullptr;
}

/// The first identity of the client's that the card knows, and the binder that belongs to it.
const Psk* select_psk(const TlsSettings& settings, const OfferedPsks& offered, uint16_t& index,
                      Bytes& binder) {
  Reader binders(offered.binders);
  index = 0;
  for (Reader identities(offered.identities); identities.more(); ++index) {
    const Psk* psk = find_psk(settings, identities.vector16());
    identities.u32();
    binder = binders.vector8();
    if (psk != nullptr) return psk;
  }
  return nullptr;
}

/// Section 4.2.11.2: over the transcript up to and with this ClientHello, its binders left out.
Alert check_binder(Session& session, Bytes truncated_hello, Bytes binder) {
  Secret<kSha256Size> expected;
  session.schedule.external_psk_binder(
      session.crypto, session.transcript.hash(session.crypto, truncated_hello), expected.bytes());
  // "Prior to accepting PSK key establishment, the server MUST validate the corresponding binder
  // value. If this value is not present or does not validate, the server MUST abort the handshake."
  return equal_in_constant_time(expected.bytes(), binder) ? Alert::none : Alert::decrypt_error;
}

Alert choose_psk(Session& session, const ClientHello& hello, Bytes message) {
  const auto extension = hello.extensions.find(ExtensionType::pre_shared_key);
  const auto modes_extension = hello.extensions.find(ExtensionType::psk_key_exchange_modes);
  if (!extension) {
    // Section 9.2: without pre_shared_key a ClientHello has to be one for certificates.
    return hello.extensions.has(ExtensionType::signature_algorithms) ? Alert::handshake_failure
                                                                     : Alert::missing_extension;
  }
  // "If clients offer "pre_shared_key" without a "psk_key_exchange_modes" extension, servers MUST
  // abort the handshake." (section 4.2.9)
  if (!modes_extension) return Alert::missing_extension;
  Bytes modes;
  TLS_SE_TRY(vector_in(*modes_extension, &Reader::vector8, modes));
  OfferedPsks offered;
  TLS_SE_TRY(parse(*extension, offered));
  bool dhe = false;
  for (const uint8_t mode : modes) dhe |= mode == kPskDheKe;
  if (!dhe) return Alert::handshake_failure;

  Bytes binder;
  const Psk* psk =
      select_psk(session.settings, offered, session.negotiated.selected_identity, binder);
  if (psk == nullptr) return Alert::unknown_psk_identity;
  session.schedule.enter_early(session.crypto, psk->key);
  return check_binder(session, message.first(message.size() - offered.binders_size()), binder);
}

Alert check_early_data(Session& session, const ClientHello& hello) {
  const auto extension = hello.extensions.find(ExtensionType::early_data);
  session.negotiated.early_data_offered = extension.has_value();
  if (!extension) return Alert::none;
  if (!extension->empty()) return Alert::decode_error;
  // A second ClientHello must have dropped it (section 4.1.2); and it needs a PSK (section 4.2.10).
  const bool allowed =
      !session.negotiated.hello_retried && hello.extensions.has(ExtensionType::pre_shared_key);
  return allowed ? Alert::none : Alert::illegal_parameter;
}

void keep_session_id(Session::Negotiated& negotiated, Bytes session_id) {
  negotiated.session_id_size = static_cast<uint8_t>(session_id.size());
  copy_bytes(negotiated.session_id, session_id);
}

}  // namespace

Alert check_client_hello(Session& session, Bytes message) {
  ClientHello hello{};
  TLS_SE_TRY(parse(message.subspan(kHandshakeHeaderSize), hello));
  TLS_SE_TRY(check_version(hello));
  TLS_SE_TRY(choose_cipher_suite(session, hello));
  TLS_SE_TRY(check_early_data(session, hello));
  TLS_SE_TRY(choose_key_share(session, hello));
  TLS_SE_TRY(choose_psk(session, hello, message));
  keep_session_id(session.negotiated, hello.legacy_session_id);
  return Alert::none;
}

}  // namespace tls_se

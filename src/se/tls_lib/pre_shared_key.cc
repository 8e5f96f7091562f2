#include "se/tls_lib/pre_shared_key.h"

namespace tls_se {
namespace {

constexpr size_t kBinderSize = 1 + kSha256Size;  // PskBinderEntry with its length

const Psk* find_psk(const TlsSettings& settings, const Bytes& identity) {
  for (const Psk& psk : settings.psks) {
    if (same_bytes(psk.identity, identity)) return &psk;
  }
  return nullptr;
}

/// OfferedPsks, and what the card makes of them.
struct PskOffer {
  const Psk* psk;       // the first identity of the client's that the card knows, or null
  size_t index;         // of that identity
  Bytes binder;         // the one that belongs to it
  size_t binders_size;  // the list of binders with its length: what binders do not cover
};

Alert parse(const TlsSettings& settings, const Bytes& extension, PskOffer& offer) {
  Reader reader(extension);
  Reader identities(reader.vector16());
  const Bytes all_binders = reader.vector16();
  Reader binders(all_binders);
  if (!reader.done() || !identities.more()) return refuse(Alert::decode_error, Reason::malformed);
  offer.psk = nullptr;
  offer.binders_size = 2 + all_binders.size();
  for (size_t index = 0; identities.more(); ++index) {
    const Bytes identity = identities.vector16();
    identities.u32();  // obfuscated_ticket_age: "ignored" for external identities
    if (!identities.ok() || identity.empty()) {
      return refuse(Alert::decode_error, Reason::malformed);
    }
    const Bytes binder = binders.vector8();
    // Each identity has its binder, opaque<32..255>.
    if (!binders.ok()) return refuse(Alert::illegal_parameter, Reason::binders_do_not_match);
    if (binder.size() < kSha256Size) return refuse(Alert::decode_error, Reason::malformed);
    if (offer.psk != nullptr) continue;
    offer.psk = find_psk(settings, identity);
    offer.index = index;
    offer.binder = binder;
  }
  if (binders.more()) return refuse(Alert::illegal_parameter, Reason::binders_do_not_match);
  return Alert::none;
}

}  // namespace

Alert check_psk_mode(const Extensions& client_hello) {
  // "If clients offer "pre_shared_key" without a "psk_key_exchange_modes" extension, servers MUST
  // abort the handshake."
  const Bytes extension = client_hello.find(ExtensionType::psk_key_exchange_modes);
  if (extension.data() == nullptr) {
    return refuse(Alert::missing_extension, Reason::extension_missing);
  }
  const Bytes modes = sole_vector(extension, 1);
  if (modes.empty()) return refuse(Alert::decode_error, Reason::malformed);
  return list_has(modes, 1, kPskDheKe) ? Alert::none
                                       : refuse(Alert::handshake_failure, Reason::psk_mode_missing);
}

Alert choose_psk(Session& session, const Extensions& client_hello, const Bytes& message) {
  PskOffer offer;
  const Bytes extension = client_hello.find(ExtensionType::pre_shared_key);
  TLS_SE_TRY(parse(session.settings, extension, offer));
  if (offer.psk == nullptr) return refuse(Alert::unknown_psk_identity, Reason::psk_unknown);
  session.negotiated.mode = Mode::psk;
  session.negotiated.selected_identity = static_cast<uint16_t>(offer.index);

  // Section 4.2.11.2: over the transcript up to and with this ClientHello, its binders left out.
  // "Prior to accepting PSK key establishment, the server MUST validate the corresponding binder
  // value (see Section 4.2.11.2 below). If this value is not present or does not validate, the
  // server MUST abort the handshake."
  HandshakeMemory& handshake = session.handshake;
  Secret<kSha256Size> expected;
  const Bytes covered = message.first(message.size() - offer.binders_size);
  const Sha256Hash hash = handshake.transcript.hash(handshake.unhashed(covered));
  handshake.schedule.external_psk_binder(offer.psk->key, hash, expected.bytes());
  if (!equal_in_constant_time(expected.bytes(), offer.binder)) {
    return refuse(Alert::decrypt_error, Reason::binder_wrong);
  }
  if (PeerWatch* const watch = session.settings.peer_watch) {
    TLS_SE_TRY(watch->meet_psk(session, *offer.psk));
  }
  handshake.schedule.start(offer.psk->key);
  return Alert::none;
}

void write_psk_modes(Session& session, Writer& extensions) {
  const ExtensionWriter psk_key_exchange_modes(extensions, ExtensionType::psk_key_exchange_modes,
                                               session.handshake.state.extensions_sent);
  const Vector ke_modes(extensions, 1);
  extensions.u8(kPskDheKe);
}

void write_identities(Session& session, Writer& extensions) {
  const std::span<const Psk> psks = session.settings.psks;
  const ExtensionWriter pre_shared_key(extensions, ExtensionType::pre_shared_key,
                                       session.handshake.state.extensions_sent);
  {
    const Vector identities(extensions, 2);
    for (const Psk& psk : psks) {
      {
        const Vector identity(extensions, 2);
        extensions.bytes(psk.identity);
      }
      // "For identities established externally, an obfuscated_ticket_age of 0 SHOULD be used".
      extensions.number(0, 4);
    }
  }
  const Vector binders(extensions, 2);
  for (size_t i = 0; i < psks.size(); ++i) {
    const Vector binder(extensions, 1);
    extensions.bytes(Sha256Hash{});
  }
}

void write_binders(Session& session, const MutableBytes& message) {
  const std::span<const Psk> psks = session.settings.psks;
  HandshakeMemory& handshake = session.handshake;
  const MutableBytes binders = message.last(2 + psks.size() * kBinderSize);
  const Sha256Hash hash = handshake.transcript.hash(message.first(message.size() - binders.size()));
  MutableBytes entry = binders.subspan(2);
  for (const Psk& psk : psks) {
    handshake.schedule.external_psk_binder(psk.key, hash, entry.subspan<1, kSha256Size>());
    entry = entry.subspan(kBinderSize);
  }
}

void write_selected_identity(const Session& session, Writer& extensions) {
  write_number_extension(extensions, ExtensionType::pre_shared_key,
                         session.negotiated.selected_identity, 2);
}

Alert select_identity(Session& session, const Bytes& extension) {
  const std::span<const Psk> psks = session.settings.psks;
  if (extension.size() != 2) return refuse(Alert::decode_error, Reason::malformed);
  const uint16_t selected_identity = load_u16(extension.data());
  // "If these values are not consistent, the client MUST abort the handshake with an
  // "illegal_parameter" alert."
  if (selected_identity >= psks.size()) {
    return refuse(Alert::illegal_parameter, Reason::psk_out_of_range);
  }
  session.negotiated.mode = Mode::psk;
  session.negotiated.selected_identity = selected_identity;
  if (PeerWatch* const watch = session.settings.peer_watch) {
    TLS_SE_TRY(watch->meet_psk(session, psks[selected_identity]));
  }
  session.handshake.schedule.start(psks[selected_identity].key);
  return Alert::none;
}

}  // namespace tls_se

#include "se/tls_lib/key_share.h"

namespace tls_se {

const NamedGroup* find_group(const Session& session, uint16_t id) {
  for (const NamedGroup* group : session.settings.groups) {
    if (group->id == id) return group;
  }
  return nullptr;
}

namespace {

/// With HelloRetryRequest, of the card's preference among what the client supports; once.
Alert ask_for_share(Session& session, const Bytes& supported) {
  HandshakeMemory::State& state = session.handshake.state;
  if (session.negotiated.retried) return refuse(Alert::illegal_parameter, Reason::share_missing);
  for (const NamedGroup* group : session.settings.groups) {
    if (!list_has_u16(supported, group->id)) continue;
    state.group = group;
    session.negotiated.retried = true;
    return Alert::none;
  }
  return refuse(Alert::handshake_failure, Reason::no_common_group);
}

}  // namespace

Alert choose_key_share(Session& session, const Extensions& client_hello) {
  HandshakeMemory::State& state = session.handshake.state;
  const Bytes groups_extension = client_hello.find(ExtensionType::supported_groups);
  const Bytes share_extension = client_hello.find(ExtensionType::key_share);
  // Section 9.2: each of the two requires the other, and psk_dhe_ke and certificates require both.
  if (groups_extension.data() == nullptr || share_extension.data() == nullptr) {
    return refuse(Alert::missing_extension, Reason::extension_missing);
  }
  const Bytes supported = sole_u16_list(groups_extension, 2);
  Reader reader(share_extension);
  Reader shares(reader.vector16());  // may be empty: a request for a retry
  if (!reader.done() || supported.empty()) return refuse(Alert::decode_error, Reason::malformed);

  // A share that is there spares a round trip; of several the client's first counts.
  const NamedGroup* group = nullptr;
  Bytes share;
  while (shares.more()) {
    const NamedGroup* const offered = find_group(session, shares.u16());
    const Bytes key_exchange = shares.vector16();
    if (key_exchange.empty()) return refuse(Alert::decode_error, Reason::malformed);
    // The second ClientHello MUST hold the share that was asked for (section 4.1.2).
    if (offered == nullptr || (session.negotiated.retried && offered != state.group)) continue;
    // "Clients MUST NOT offer multiple KeyShareEntry values for the same group."
    if (offered == group) return refuse(Alert::illegal_parameter, Reason::share_twice);
    if (group != nullptr) continue;
    group = offered;
    share = key_exchange;
  }
  if (group == nullptr) return ask_for_share(session, supported);
  // "Clients MUST NOT offer any KeyShareEntry values for groups not listed in the client's
  // "supported_groups" extension."
  if (!list_has_u16(supported, group->id)) {
    return refuse(Alert::illegal_parameter, Reason::group_not_supported);
  }
  if (share.size() != group->client_share_size) {
    return refuse(Alert::illegal_parameter, Reason::share_of_wrong_size);
  }
  state.group = group;
  copy_bytes(state.share, share);
  return Alert::none;
}

Alert generate_share(Session& session) {
  HandshakeMemory::State& state = session.handshake.state;
  const NamedGroup& group = *state.group;
  state.share_sent = true;
  const CryptoStatus status = group.generate(session.crypto, session.key_pair, state.share.data());
  return alert_of(status, kPlatformFailed);
}

void write_groups_and_share(Session& session, Writer& extensions) {
  HandshakeMemory::State& state = session.handshake.state;
  {
    const ExtensionWriter supported_groups(extensions, ExtensionType::supported_groups,
                                           state.extensions_sent);
    const Vector list(extensions, 2);
    for (const NamedGroup* group : session.settings.groups) extensions.u16(group->id);
  }
  const ExtensionWriter key_share(extensions, ExtensionType::key_share, state.extensions_sent);
  const Vector client_shares(extensions, 2);
  if (!state.share_sent) return;
  extensions.u16(state.group->id);
  const Vector key_exchange(extensions, 2);
  extensions.bytes(Bytes(state.share).first(state.group->client_share_size));
}

/// "the client MUST verify that (1) the selected_group field corresponds to a group which was
/// provided in the "supported_groups" extension in the original ClientHello and (2) the
/// selected_group field does not correspond to a group which was provided in the "key_share"
/// extension in the original ClientHello."
Alert select_group(Session& session, const Bytes& extension) {
  HandshakeMemory::State& state = session.handshake.state;
  if (extension.size() != 2) return refuse(Alert::decode_error, Reason::malformed);
  const NamedGroup* const group = find_group(session, load_u16(extension.data()));
  if (group == nullptr) return refuse(Alert::illegal_parameter, Reason::group_not_supported);
  if (state.share_sent && group == state.group) {
    return refuse(Alert::illegal_parameter, Reason::retry_changes_nothing);
  }
  state.group = group;
  state.share_sent = false;
  return Alert::none;
}

void write_selected_group(const Session& session, Writer& extensions) {
  write_number_extension(extensions, ExtensionType::key_share, session.handshake.state.group->id,
                         2);
}

Alert answer_share(Session& session, Writer& extensions) {
  const HandshakeMemory::State& state = session.handshake.state;
  const NamedGroup& group = *state.group;
  // Both halves of the key exchange in one place, so that the private key lives no longer than this
  // call.
  std::array<uint8_t, kMaxShareSize> own_share;
  Secret<kMaxSharedSecretSize> secret;
  // "peers MUST validate each other's public value Q by ensuring that the point is a valid point on
  // the elliptic curve." (section 4.2.8.2)
  const CryptoStatus status = group.answer(session.crypto, session.key_pair, state.share.data(),
                                           own_share.data(), secret.bytes().data());
  TLS_SE_TRY(alert_of(status, refuse(Alert::illegal_parameter, Reason::share_invalid)));
  session.handshake.schedule.enter_handshake(secret.bytes().first(group.secret_size));

  const ExtensionWriter key_share(extensions, ExtensionType::key_share);
  session.negotiated.named_group = group.id;
  extensions.u16(group.id);
  const Vector key_exchange(extensions, 2);
  extensions.bytes(Bytes(own_share).first(group.server_share_size));
  return Alert::none;
}

Alert agree_on_secret(Session& session, const Bytes& extension) {
  const HandshakeMemory::State& state = session.handshake.state;
  Reader reader(extension);
  const uint16_t id = reader.u16();
  const Bytes share = reader.vector16();
  if (!reader.done()) return refuse(Alert::decode_error, Reason::malformed);
  // "This value MUST be in the same group as the KeyShareEntry value offered by the client that the
  // server has selected for the negotiated key exchange."
  const NamedGroup& group = *state.group;
  if (!state.share_sent || id != group.id) {
    return refuse(Alert::illegal_parameter, Reason::share_not_offered);
  }
  if (share.size() != group.server_share_size) {
    return refuse(Alert::illegal_parameter, Reason::share_of_wrong_size);
  }
  Secret<kMaxSharedSecretSize> secret;
  const CryptoStatus status =
      group.agree(session.crypto, session.key_pair, share.data(), secret.bytes().data());
  TLS_SE_TRY(alert_of(status, refuse(Alert::illegal_parameter, Reason::share_invalid)));
  session.negotiated.named_group = id;
  session.handshake.schedule.enter_handshake(secret.bytes().first(group.secret_size));
  return Alert::none;
}

}  // namespace tls_se

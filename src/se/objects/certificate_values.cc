// Certificates, private keys, and who is let in.
#include "se/objects/object_values.h"
#include "se/x509/certificate.h"

namespace tls_se::values {
namespace {

/// The views that are there move to the front.
template <class View>
size_t close_ranks(const std::span<View>& views, bool (*is_there)(const View&)) {
  size_t count = 0;
  for (const View& view : views) {
    if (is_there(view)) views[count++] = view;
  }
  return count;
}

size_t count_certificates(const std::span<Bytes>& views) {
  return close_ranks<Bytes>(views, [](const Bytes& view) { return !view.empty(); });
}

/// Of the card's own certificate; empty if there is none.
Bytes certified_key(const CardViews& views) {
  Certificate certificate;
  const std::span<const Bytes> chain = views.tls.certificates.chain;
  const bool is_there =
      !chain.empty() && read_certificate(chain.front(), certificate) == Alert::none;
  return is_there ? certificate.public_key : Bytes{};
}

/// Which private key the card's own certificate is for; kMaxPrivateKeys if none is.
size_t fitting_key(const CardViews& views) {
  const Bytes certified = certified_key(views);
  size_t index = 0;
  while (index < kMaxPrivateKeys &&
         (certified.empty() || !same_bytes(views.public_keys[index], certified))) {
    ++index;
  }
  return index;
}

}  // namespace

Alert take_certificate(Taking&, const Bytes& value) {
  Certificate certificate;
  return read_certificate(value, certificate);
}

void show_certificate(CardViews& views, size_t index, const Bytes& stored) {
  views.room.certificate_chain[index] = stored;
}
void settle_chain(CardViews& views) {
  size_t count = 0;
  const std::span<Bytes> all = views.room.certificate_chain;
  while (count < all.size() && !all[count].empty()) ++count;
  views.tls.certificates.chain = all.first(count);
}
/// Without gaps, and there if a mode shows it.
bool chain_rule(const CardViews& views) {
  const std::span<const Bytes> chain = views.tls.certificates.chain;
  for (const Bytes& beyond : views.room.certificate_chain.subspan(chain.size())) {
    if (!beyond.empty()) return false;
  }
  return !views.shows() || !chain.empty();
}

void show_trust_anchor(CardViews& views, size_t index, const Bytes& stored) {
  views.room.trust_anchors[index] = stored;
}
void settle_trust_anchors(CardViews& views) {
  const size_t count = count_certificates(views.room.trust_anchors);
  views.tls.certificates.trust_anchors = views.room.trust_anchors.first(count);
}
bool trust_anchor_rule(const CardViews& views) {
  return !views.checks() || !views.tls.certificates.trust_anchors.empty();
}

/// The scalar, and behind it in the store its public point, which is no secret.
Alert take_private_key(Taking& taking, const Bytes& value) {
  const auto head = taking.head_memory.bytes();
  copy_bytes(head, value);
  taking.head_size = head.size();
  taking.body = {};
  return alert_of(taking.key_maker->p256_public_key(head.first<kP256ScalarSize>(),
                                                    head.subspan<kP256ScalarSize>()),
                  refuse(Alert::decode_error, Reason::certificate_key));
}
void show_private_key(CardViews& views, size_t index, const Bytes& stored) {
  views.public_keys[index] = stored.empty() ? Bytes{} : stored.subspan(kP256ScalarSize);
}
void settle_private_keys(CardViews& views) {
  views.tls.certificates.private_key = private_key_handle(fitting_key(views));
}
/// A chain has its key.
bool private_key_rule(const CardViews& views) {
  return views.tls.certificates.chain.empty() || fitting_key(views) != kMaxPrivateKeys;
}
/// Its public point.
void tell_private_key(Crypto&, const Bytes& stored, Told& told) {
  told.body = stored.subspan(kP256ScalarSize);
}

/// kind, and behind it the name.
Alert take_allowed_peer(Taking&, const Bytes& value) {
  return value[0] <= static_cast<uint8_t>(PeerPattern::Kind::fingerprint)
             ? Alert::none
             : refuse(Alert::decode_error, Reason::malformed);
}
void show_allowed_peer(CardViews& views, size_t index, const Bytes& stored) {
  views.room.allowed_peers[index] = {};
  if (stored.empty()) return;
  views.room.allowed_peers[index] = {.kind = static_cast<PeerPattern::Kind>(stored[0]),
                                     .value = stored.subspan(1)};
}
void settle_allowed_peers(CardViews& views) {
  const size_t count = close_ranks<PeerPattern>(
      views.room.allowed_peers, [](const PeerPattern& peer) { return !peer.value.empty(); });
  views.allowed_peers = views.room.allowed_peers.first(count);
}

}  // namespace tls_se::values

// Certificates, private keys, and who is let in.
#include "se/objects/object_families.h"
#include "se/x509/certificate.h"

namespace tls_se {
namespace {

/// The views that are there move to the front.
template <class View>
std::span<const View> close_ranks(const std::span<View>& views, Bytes (*value_of)(const View&)) {
  size_t count = 0;
  for (const View& view : views) {
    if (!value_of(view).empty()) views[count++] = view;
  }
  return views.first(count);
}

/// Which private key the card's own certificate is for; as many as there are if none is.
size_t fitting_key(const CardViews& views, const Bytes& own) {
  Certificate certificate;
  const std::span<Bytes> keys = views.room.public_keys;
  if (read_certificate(own, certificate) != Alert::none) return keys.size();
  size_t index = 0;
  while (index < keys.size() && !same_bytes(keys[index], certificate.public_key)) ++index;
  return index;
}

/// The scalar, and behind it in the store its public point, which is no secret.
Alert take_private_key(Taking& taking, const Bytes& value) {
  const auto head = taking.head_memory.bytes();
  copy_bytes(head, value);
  taking.head_size = head.size();
  taking.body = {};
  return alert_of(taking.model.key_maker->p256_public_key(head.first<kP256ScalarSize>(),
                                                          head.subspan<kP256ScalarSize>()),
                  refuse(Alert::decode_error, Reason::certificate_key));
}

Alert take_part(Taking& taking, ObjectKind kind, const Bytes& value) {
  if (kind == ObjectKind::private_key) return take_private_key(taking, value);
  if (kind == ObjectKind::allowed_peer) {
    return value[0] <= static_cast<uint8_t>(PeerPattern::Kind::fingerprint)
               ? Alert::none
               : refuse(Alert::decode_error, Reason::malformed);
  }
  Certificate certificate;
  return read_certificate(value, certificate);
}

void show_part(CardViews& views, ObjectKind kind, size_t index, const Bytes& stored) {
  switch (kind) {
    case ObjectKind::certificate_chain:
      views.room.certificate_chain[index] = stored;
      break;
    case ObjectKind::trust_anchor:
      views.room.trust_anchors[index] = stored;
      break;
    case ObjectKind::private_key:
      views.room.public_keys[index] = stored.empty() ? stored : stored.subspan(kP256ScalarSize);
      break;
    default: {
      // kind, and behind it the name.
      PeerPattern& peer = views.room.allowed_peers[index];
      peer = {};
      if (stored.empty()) break;
      peer = {.kind = static_cast<PeerPattern::Kind>(stored[0]), .value = stored.subspan(1)};
    }
  }
}

/// A chain has no gap, and its key; and what a mode needs is there.
ObjectKind settle_parts(CardViews& views, const StoredObjects&) {
  CertificateSettings& certificates = views.settings.tls.certificates;
  certificates.signatures = views.model.signatures;
  certificates.trust_anchors =
      close_ranks<Bytes>(views.room.trust_anchors, [](const Bytes& anchor) { return anchor; });
  views.allowed_peers = close_ranks<PeerPattern>(
      views.room.allowed_peers, [](const PeerPattern& peer) { return peer.value; });
  const std::span<Bytes> chain = views.room.certificate_chain;
  size_t links = 0;
  bool has_gap = false;
  for (size_t i = 0; i < chain.size(); ++i) {
    if (chain[i].empty()) continue;
    if (i == links) {
      ++links;
    } else {
      has_gap = true;
    }
  }
  size_t key = 0;
  if (links != 0) key = fitting_key(views, chain[0]);
  const bool lacks_key = links != 0 && key == views.room.public_keys.size();
  // The number behind the last private key can be a pre-shared one's: nothing is to sign by that.
  certificates.chain = chain.first(lacks_key ? 0 : links);
  certificates.private_key = private_key_handle(lacks_key ? 0 : key);
  if (has_gap || (views.shows() && links == 0)) return ObjectKind::certificate_chain;
  if (lacks_key) return ObjectKind::private_key;
  if (views.checks() && certificates.trust_anchors.empty()) return ObjectKind::trust_anchor;
  return ObjectKind::none;
}

}  // namespace

namespace families {
constinit const ObjectFamily kCertificates = {take_part, show_part, settle_parts};
}  // namespace families

}  // namespace tls_se

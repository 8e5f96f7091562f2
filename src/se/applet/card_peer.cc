#include "se/applet/card_peer.h"

#include "se/x509/der.h"

namespace tls_se {

bool CardPeer::Names::keep(const Bytes& names) {
  DerReader reader(names);
  size = 0;
  while (reader.more()) {
    const Bytes element = reader.read_whole(reader.tag());
    if (element.size() > bytes.size() - size) return false;
    copy_bytes(bytes.data() + size, element);
    size = static_cast<uint8_t>(size + element.size());
  }
  return reader.done();
}

bool CardPeer::Names::keep_whole(const Bytes& name) {
  const bool fits = name.size() <= bytes.size();
  size = static_cast<uint8_t>(fits ? name.size() : bytes.size());
  copy_bytes(bytes, name.first(size));
  return fits;
}

Alert CardPeer::judge(bool fits) const {
  return fits || allowed_.empty() ? Alert::none
                                  : refuse(Alert::access_denied, Reason::peer_not_allowed);
}

Alert CardPeer::meet_psk(const Session& session, const Psk& psk) {
  identity_ = {.kind = PeerIdentity::Kind::psk,
               .name_is_cut = !subject_.keep_whole(psk.identity),
               .psk_index = static_cast<uint16_t>(&psk - session.settings.psks.data())};
  bool fitting = false;
  for (const PeerPattern& pattern : allowed_) fitting = fitting || fits(pattern, psk);
  return judge(fitting);
}

Alert CardPeer::meet_certificate(const Session& session, const Bytes& certificate) {
  identity_ = {.kind = PeerIdentity::Kind::certificate};
  Sha256 sha256(session.crypto);
  sha256.start();
  sha256.add(certificate);
  sha256.finish(identity_.fingerprint);
  Certificate leaf;
  TLS_SE_TRY(read_certificate(certificate, leaf));  // which the path check had read
  identity_.name_is_cut = !subject_.keep(leaf.subject);
  identity_.alt_names_are_cut = !alt_names_.keep(leaf.subject_alt_name);
  bool fitting = false;
  for (const PeerPattern& pattern : allowed_) {
    fitting = fitting || fits(pattern, leaf, identity_.fingerprint);
  }
  return judge(fitting);
}

/// Section 6.2 of RFC 8446: certificate_required is "Sent by servers when a client certificate is
/// desired but none was provided by the client."
Alert CardPeer::meet_nobody() {
  identity_ = {};
  return allowed_.empty() ? Alert::none
                          : refuse(Alert::certificate_required, Reason::certificate_missing);
}

size_t CardPeer::get(uint16_t tag, bool is_open, const MutableBytes& response) const {
  const bool is_known = is_open && identity_.kind != PeerIdentity::Kind::nobody;
  const bool by_certificate = is_open && identity_.kind == PeerIdentity::Kind::certificate;
  Bytes name;
  switch (static_cast<DataObject>(tag)) {
    case DataObject::peer:
      (is_open ? identity_ : PeerIdentity{}).encode(response.first<PeerIdentity::kSize>());
      return PeerIdentity::kSize;
    case DataObject::peer_name:
      if (is_known) name = subject_.kept();
      break;
    case DataObject::peer_alt_names:
      if (by_certificate) name = alt_names_.kept();
      break;
    default:
      return kNoObject;
  }
  copy_bytes(response, name);
  return name.size();
}

}  // namespace tls_se

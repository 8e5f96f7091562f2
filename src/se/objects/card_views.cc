#include "se/objects/card_views.h"

namespace tls_se {

void CardViews::clear() {
  for (Psk& psk : room.psks) psk = {};
  for (Bytes& certificate : room.certificate_chain) certificate = {};
  for (Bytes& anchor : room.trust_anchors) anchor = {};
  for (PeerPattern& peer : room.allowed_peers) peer = {};
  public_keys = {};
  role = Role::server;
  has_role = false;
  user_pin_for_tls = false;
  has_user_pin = false;
  has_administrator_pin = false;
  sw_more = SwMore::always_9f;
  pinned = {};
  server_name = {};
  server_address = {};
  allowed_peers = {};
  tls = {};
  tls.modes = Modes();
  tls.cipher_suites = model.cipher_suites;
  tls.groups = model.groups;
  tls.certificates.signatures = model.signatures;
}

}  // namespace tls_se

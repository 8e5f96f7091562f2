// Who is at the other end, once it is known: what a card does about it. Most cards do nothing, and
// pay a look at a null pointer; one that chooses whom it lets in, or tells its node who it is, has
// a PeerWatch in its settings (applet/card_peer.h).
#pragma once

#include "se/base/alert.h"
#include "se/base/bytes.h"

namespace tls_se {

struct Psk;
struct Session;

/// Each of these is called once at least in a handshake in which the peer is known by that, before
/// the session opens; the last call counts. Alert::none, or why the peer isn't let in: RFC 8446
/// section 6.2 has access_denied for "A valid certificate or PSK was received, but when access
/// control was applied, the sender decided not to proceed with negotiation."
class PeerWatch {
 public:
  /// One of session.settings.psks: the client's binder is right, or the server has taken it.
  virtual Alert meet_psk(const Session& session, const Psk& psk) = 0;
  /// Its own certificate, in DER: it has a path to a trust anchor, and all is right with it. That
  /// the peer has its key is still to be shown by CertificateVerify.
  virtual Alert meet_certificate(const Session& session, const Bytes& certificate) = 0;
  /// A client that shows no certificate, or was not asked for one.
  virtual Alert meet_nobody() = 0;

 protected:
  ~PeerWatch() = default;
};

}  // namespace tls_se

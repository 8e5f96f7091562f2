// Who is at the other end, once it is known: what a card does about it. Small cards do nothing, and
// pay looks at a null pointer; one that chooses whom it lets in, and tells its node who came, has a
// PeerWatch in its settings (applet/card_peer.h).
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

  /// Writes the data object of this tag (data_exchange/data_objects.h), as it is while a session is
  /// open or not, to the start of `response`, which has room for 256 bytes, and gives its size; or
  /// kNoObject. While none is open there is no peer.
  virtual size_t get(uint16_t tag, bool is_open, const MutableBytes& response) const = 0;
  static constexpr size_t kNoObject = SIZE_MAX;

 protected:
  ~PeerWatch() = default;
};

}  // namespace tls_se

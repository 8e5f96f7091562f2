// Certificate, RFC 8446 section 4.4.2.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

/// Certificates of the peer's that are looked at: its own, the four that a path may go through, and
/// some that it sends without need. What comes behind them is read over.
inline constexpr size_t kMaxCertificates = 8;

/// The card's chain, straight from its store; or none, if a client has nothing to show.
Alert make_certificate(Session& session, Writer& body);
/// Settles the peer's key, once there is a path to it from a trust anchor; and, in a server,
/// whether there is one.
Alert check_certificate(Session& session, const Bytes& message);

/// The client's CertificateVerify comes behind a Certificate that is not empty alone.
[[nodiscard]] bool client_certificate_verify_is_due(const Session& session);

}  // namespace tls_se

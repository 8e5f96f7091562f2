// The path check of certificates, RFC 5280 section 6, inside the element: from the chain that the
// peer sent to one of the trust anchors that the card was personalised with. docs/x509.md says in
// full what is checked, which alert tells what, and what is not offered.
//
// Certificates are read where they lie and are never copied. On the stack a check takes 0.7 KiB on
// Cortex-M, whatever the chain, or 0.5 KiB and what the platform takes to verify; and its work is
// bounded, whatever the peer sends: at most kMaxSignatureChecks verifications and
// kMaxNameComparisons comparisons for name constraints.
#pragma once

#include <optional>

#include "se/base/alert.h"
#include "se/crypto_lib/signatures.h"
#include "se/x509/time.h"

namespace tls_se {

/// What the leaf's owner does in the handshake: id-kp-serverAuth or id-kp-clientAuth.
enum class Purpose : uint8_t { server_auth, client_auth };

/// Whom the leaf has to name in its subjectAltName.
struct ReferenceName {
  enum class Kind : uint8_t { none, dns_name, ip_address };

  Kind kind = Kind::none;
  /// A host name in ASCII (A-labels for the rest of the world), as server_name has it; or the 4
  /// bytes of an IPv4 address, or the 16 of IPv6.
  Bytes value;
};

inline constexpr size_t kMaxIntermediates = 4;
inline constexpr size_t kMaxSignatureChecks = 12;
inline constexpr size_t kMaxNameComparisons = 16384;

struct PathQuestion {
  /// DER certificates as the peer sent them: the leaf first, then others in any order, needed or
  /// not (RFC 8446 section 4.4.2). Those that no path needs may be anything at all.
  std::span<const Bytes> chain;
  /// DER certificates. They are held to the same rules as the peer's, their validity included, but
  /// for their signature, which nothing depends on. A leaf that is one of them, byte for byte, is
  /// trusted without a path.
  std::span<const Bytes> trust_anchors;
  Purpose purpose = Purpose::server_auth;
  ReferenceName name;
  /// Without it validity is not checked.
  std::optional<UtcTime> now{};
  /// Certificates between leaf and anchor, self-issued ones too; at most kMaxIntermediates.
  uint8_t max_intermediates = kMaxIntermediates;
};

/// Alert::none, and `public_key` is the leaf's point, if there is a path that passes every check.
/// What went wrong otherwise, and `public_key` untouched; where the paths tried went wrong in
/// several ways, the first of them that is not unknown_ca:
/// - bad_certificate: malformed, or a signature is wrong
/// - unsupported_certificate: a key, algorithm, version, critical extension or usage not fit here
/// - certificate_expired: expired, or not valid yet
/// - certificate_unknown: for another name, or against a name constraint
/// - unknown_ca: no path to an anchor, too long a path, or an issuer that is no CA
[[nodiscard]] Alert check_path(Signatures& signatures, const PathQuestion& question,
                               std::span<uint8_t, kP256PointSize> public_key);

}  // namespace tls_se

// Names that a peer may have to be let in (docs/profile.md, "Who is let in").
#pragma once

#include "se/x509/certificate.h"

namespace tls_se {

struct Psk;

/// One entry of a card's list. Names in certificates are compared as the card has checked them: by
/// the bytes of the DER, a length and not a NUL at their end.
struct PeerPattern {
  /// Numbers cross the APDU interface of a card that is personalised by it.
  enum class Kind : uint8_t {
    psk_identity = 0,  // of an external PSK; any bytes
    common_name = 1,   // the one and only commonName of the subject, letter by letter
    dns_name = 2,      // a dNSName of subjectAltName, RFC 9525: without regard to case
    ip_address = 3,    // an iPAddress, 4 or 16 bytes
    uri = 4,           // a uniformResourceIdentifier, letter by letter
    fingerprint = 5,   // SHA-256 of the certificate
  };

  Kind kind = Kind::psk_identity;
  /// Of psk_identity, common_name and uri a "*" at the end stands for one byte or more, none of
  /// them a control character in a certificate. Of dns_name "*." at the start stands for one label,
  /// with two or more behind it; a certificate's own wildcard fits that pattern alone whose it is.
  Bytes value;
};

[[nodiscard]] bool fits(const PeerPattern& pattern, const Psk& psk);

/// `fingerprint` is the certificate's. A name that is not well formed fits no pattern, and of a
/// subject with several commonNames none does.
[[nodiscard]] bool fits(const PeerPattern& pattern, const Certificate& certificate,
                        const Bytes& fingerprint);

}  // namespace tls_se

// An X.509 version 3 certificate, RFC 5280 section 4, read in place: what it holds points into the
// DER that it was read from, which has to outlive it. Sections are those of RFC 5280 unless another
// document is named.
#pragma once

#include "se/base/alert.h"
#include "se/crypto_lib/signatures.h"
#include "se/x509/time.h"

namespace tls_se {

/// Bits of KeyUsage (section 4.2.1.3) that matter here, as its first octet has them, and one for
/// any other.
inline constexpr uint8_t kDigitalSignature = 0x80;
inline constexpr uint8_t kKeyCertSign = 0x04;
inline constexpr uint8_t kOtherUsage = 0x01;

/// Bits for the KeyPurposeIds of extendedKeyUsage (section 4.2.1.12); those that matter here have
/// the last octet of their object identifier.
inline constexpr uint8_t kServerAuth = 1;
inline constexpr uint8_t kClientAuth = 2;
inline constexpr uint8_t kAnyPurpose = 0x40;
inline constexpr uint8_t kOtherPurpose = 0x80;

inline constexpr uint8_t kNoPathLength = 0xff;

/// No more are read: with each, all before it are looked through for one of its name.
inline constexpr size_t kMaxExtensions = 32;

struct Certificate {
  // Extensions; empty, zero or false where there is none. Small things come first, within reach of
  // Thumb's short offsets.
  bool is_ca = false;
  uint8_t path_length = 0;  // of a CA
  uint8_t key_usage = 0;
  uint8_t extended_key_usage = 0;
  bool subject_alt_name_is_critical = false;
  UtcTime not_before{}, not_after{};
  Bytes subject_alt_name;  // contents of GeneralNames
  Bytes name_constraints;  // contents of NameConstraints
  Bytes subject_key_id;    // contents of KeyIdentifier
  Bytes authority_key_id;  // contents of keyIdentifier in AuthorityKeyIdentifier

  Bytes issuer, subject;      // contents of Name: a series of RelativeDistinguishedNames
  Bytes public_key;           // the point of a P-256 key, kP256PointSize bytes
  Bytes tbs_certificate;      // whole, as it was signed
  Bytes signature_algorithm;  // whole; only a verifier asks what it is
  Bytes signature;            // of the BIT STRING: an Ecdsa-Sig-Value, if all is well

  [[nodiscard]] bool is_self_issued() const { return same_bytes(issuer, subject); }
};

/// bad_certificate if `der` is not one certificate and nothing behind it, in strict DER, or breaks
/// a rule of RFC 5280 on how one is written; unsupported_certificate if it is not of version 3, has
/// no P-256 key, or has a critical extension that is unknown here. `subject` and all before it are
/// right even then, if it is not empty.
[[nodiscard]] Alert read_certificate(const Bytes& der, Certificate& certificate);

/// unsupported_certificate if `certificate` is not signed by ecdsa-with-SHA256, -SHA384 or -SHA512
/// (RFC 5758 section 3.2), bad_certificate if not by the issuer's key, internal_error if the
/// platform can't tell.
[[nodiscard]] Alert check_signature(Signatures& signatures, const Certificate& certificate,
                                    const Certificate& issuer);

}  // namespace tls_se

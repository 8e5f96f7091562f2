// Sections are those of RFC 5280 unless another document is named.
#include "se/x509/certificate.h"

#include "se/crypto_lib/ecdsa_signature.h"
#include "se/x509/algorithms.h"
#include "se/x509/der.h"

namespace tls_se {
namespace {

constexpr Alert kMalformed = refuse(Alert::bad_certificate, Reason::certificate_malformed);
constexpr Alert kUnknownExtension =
    refuse(Alert::unsupported_certificate, Reason::certificate_extension);

// Section 4.1.2.1, Version of v3 (2), in its explicit tag.
constexpr std::array<uint8_t, 3> kVersion3 = {der::kInteger, 1, 2};

// id-ce, 2.5.29, of section 4.2.1: two octets and one of these numbers.
constexpr std::array<uint8_t, 2> kCertificateExtensionArc = {0x55, 0x1d};
constexpr uint8_t kSubjectKeyIdentifier = 14;
constexpr uint8_t kKeyUsage = 15;
constexpr uint8_t kSubjectAltName = 17;
constexpr uint8_t kBasicConstraints = 19;
constexpr uint8_t kNameConstraints = 30;
constexpr uint8_t kAuthorityKeyIdentifier = 35;
constexpr uint8_t kExtendedKeyUsage = 37;
// Numbers for the rest: id-pe-authorityInfoAccess, of section 4.2.2.1, and what is not known here.
constexpr std::array<uint8_t, 8> kAuthorityInfoAccessId = {0x2b, 0x06, 0x01, 0x05,
                                                           0x05, 0x07, 0x01, 0x01};
constexpr uint8_t kAuthorityInfoAccess = 0xff;
constexpr uint8_t kUnknown = 0;

// anyExtendedKeyUsage and id-kp, 1.3.6.1.5.5.7.3, of section 4.2.1.12.
constexpr std::array<uint8_t, 4> kAnyExtendedKeyUsage = {0x55, 0x1d, kExtendedKeyUsage, 0};
constexpr std::array<uint8_t, 7> kKeyPurposeArc = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03};

constexpr size_t kMaxSerialNumber = 20;

/// X.690 section 8.3.2: in the least number of octets; and not negative.
bool is_natural(const Bytes& integer) {
  if (integer.empty() || integer[0] >= 0x80) return false;
  return integer.size() == 1 || integer[0] != 0 || integer[1] >= 0x80;
}

/// Section 4.1.2.2: "The serial number MUST be a positive integer", of at most 20 octets.
bool is_serial_number(const Bytes& integer) {
  return is_natural(integer) && integer.size() <= kMaxSerialNumber &&
         (integer.size() > 1 || integer[0] != 0);
}

/// The KeyPurposeId as a bit of Certificate::extended_key_usage.
uint8_t bit_of(const Bytes& purpose) {
  if (same_bytes(purpose, kAnyExtendedKeyUsage)) return kAnyPurpose;
  if (purpose.size() != kKeyPurposeArc.size() + 1 || !begins_with(purpose, kKeyPurposeArc)) {
    return kOtherPurpose;
  }
  const uint8_t number = purpose.back();
  return number == kServerAuth || number == kClientAuth ? number : kOtherPurpose;
}

/// Of a named list (X.690 section 11.2.2), a BIT STRING has no zero bits at its end.
bool read_key_usage(const Bytes& bits, Certificate& certificate) {
  if (bits.size() < 2 || bits[0] > 7) return false;
  const unsigned last_bit = 1u << bits[0];
  if ((bits.back() & (2 * last_bit - 1)) != last_bit) return false;
  certificate.key_usage = bits[1] | kOtherUsage;
  return true;
}

bool read_basic_constraints(DerReader& reader, Certificate& certificate) {
  certificate.is_ca = reader.read_flag();
  certificate.path_length = kNoPathLength;
  if (!reader.more()) return true;
  const Bytes length = reader.read(der::kInteger);
  if (length.size() == 1) certificate.path_length = length[0];  // no path is longer
  return is_natural(length);
}

void read_extended_key_usage(DerReader& reader, Certificate& certificate) {
  do {
    certificate.extended_key_usage |= bit_of(reader.read(der::kObjectIdentifier));
  } while (reader.more());
}

/// The number of an extension of id-ce, or the one that stands for another in the lists above.
uint8_t kind_of(const Bytes& id) {
  if (same_bytes(id, kAuthorityInfoAccessId)) return kAuthorityInfoAccess;
  return id.size() == 3 && begins_with(id, kCertificateExtensionArc) ? id[2] : kUnknown;
}

/// One that helps to build a path, and no more: "Conforming CAs MUST mark this extension as
/// non-critical".
bool is_hint(uint8_t kind) {
  return kind == kSubjectKeyIdentifier || kind == kAuthorityKeyIdentifier ||
         kind == kAuthorityInfoAccess;
}

/// Section 4.2: "A certificate-using system MUST reject the certificate if it encounters a critical
/// extension it does not recognize or a critical extension that contains information that it cannot
/// process."
Alert read_extension(const Bytes& id, bool critical, const Bytes& value, Certificate& certificate) {
  const uint8_t kind = kind_of(id);
  if (critical && is_hint(kind)) return kUnknownExtension;
  DerReader reader(value, kind == kKeyUsage               ? der::kBitString
                          : kind == kSubjectKeyIdentifier ? der::kOctetString
                                                          : der::kSequence);
  const Bytes contents = reader.rest();
  bool good = true;
  switch (kind) {
    case kSubjectKeyIdentifier:
      certificate.subject_key_id = contents;
      return contents.empty() ? kMalformed : Alert::none;
    case kKeyUsage:
      return read_key_usage(contents, certificate) ? Alert::none : kMalformed;
    case kBasicConstraints:
      good = read_basic_constraints(reader, certificate);
      break;
    case kExtendedKeyUsage:
      read_extended_key_usage(reader, certificate);
      break;
    case kAuthorityKeyIdentifier:  // the issuer's own issuer and serial number may follow
      certificate.authority_key_id = reader.read_optional(der::context(0));
      if (reader.more()) reader.skip_list();
      break;
    case kSubjectAltName:
      certificate.subject_alt_name = contents;
      certificate.subject_alt_name_is_critical = critical;
      reader.skip_list();
      break;
    case kNameConstraints:  // section 4.2.1.10: "Conforming CAs MUST mark this extension as
                            // critical"
      certificate.name_constraints = contents;
      good = critical;
      reader.skip_list();
      break;
    case kAuthorityInfoAccess:
      reader.skip_list();
      break;
    default:
      return critical ? kUnknownExtension : Alert::none;
  }
  return good && reader.done() ? Alert::none : kMalformed;
}

/// Section 4.2: "A certificate MUST NOT include more than one instance of a particular extension."
bool is_first_of_its_name(const Bytes& extensions, const Bytes& id, size_t position) {
  DerReader reader(extensions);
  for (; position > 0; --position) {
    if (same_bytes(reader.enter(der::kSequence).read(der::kObjectIdentifier), id)) return false;
  }
  return true;
}

Alert read_extensions(const Bytes& extensions, Certificate& certificate) {
  DerReader list(extensions);
  for (size_t position = 0; list.more(); ++position) {
    DerReader extension = list.enter(der::kSequence);
    const Bytes id = extension.read(der::kObjectIdentifier);
    const bool critical = extension.read_flag();
    const Bytes value = extension.read(der::kOctetString);
    if (!extension.done() || position == kMaxExtensions ||
        !is_first_of_its_name(extensions, id, position)) {
      return refuse(Alert::bad_certificate, Reason::certificate_malformed);
    }
    TLS_SE_TRY(read_extension(id, critical, value, certificate));
  }
  // Section 4.2.1.10: name constraints "MUST be used only in a CA certificate".
  const bool constrains_as_ca = certificate.is_ca || certificate.name_constraints.empty();
  return list.done() && constrains_as_ca ? Alert::none : kMalformed;
}

Alert read_tbs_certificate(DerReader reader, Certificate& certificate) {
  const Bytes version = reader.read_optional(der::context_constructed(0));
  const Bytes serial_number = reader.read(der::kInteger);
  const Bytes signature_algorithm = reader.read_whole(der::kSequence);
  certificate.issuer = reader.read(der::kSequence);
  DerReader validity = reader.enter(der::kSequence);
  const bool has_validity = read_time(validity, certificate.not_before) &&
                            read_time(validity, certificate.not_after) && validity.done();
  certificate.subject = reader.read(der::kSequence);
  const Bytes key = reader.read_whole(der::kSequence);
  Bytes extensions;
  if (reader.more()) {
    extensions = DerReader(reader.read(der::context_constructed(3)), der::kSequence).rest();
    if (extensions.empty()) {
      return refuse(Alert::bad_certificate, Reason::certificate_malformed);
    }
  }
  if (!reader.done() || !has_validity || !is_serial_number(serial_number) ||
      !same_bytes(signature_algorithm, certificate.signature_algorithm) ||
      certificate.issuer.empty()) {
    return refuse(Alert::bad_certificate, Reason::certificate_malformed);
  }
  if (!same_bytes(version, kVersion3)) {
    return refuse(Alert::unsupported_certificate, Reason::certificate_version);
  }
  if (key.size() != kP256KeyPrefix.size() + kP256PointSize || !begins_with(key, kP256KeyPrefix)) {
    return refuse(Alert::unsupported_certificate, Reason::certificate_key);
  }
  certificate.public_key = key.last(kP256PointSize);
  return read_extensions(extensions, certificate);
}

}  // namespace

Alert read_certificate(const Bytes& der, Certificate& certificate) {
  certificate = {};
  DerReader reader(der, der::kSequence);
  certificate.tbs_certificate = reader.read_whole(der::kSequence);
  certificate.signature_algorithm = reader.read_whole(der::kSequence);
  const Bytes signature = reader.read(der::kBitString);
  if (!reader.done() || signature.empty() || signature[0] != 0) {
    return refuse(Alert::bad_certificate, Reason::certificate_malformed);
  }
  certificate.signature = signature.subspan(1);
  return read_tbs_certificate(DerReader(certificate.tbs_certificate, der::kSequence), certificate);
}

Alert check_signature(Signatures& signatures, const Certificate& certificate,
                      const Certificate& issuer) {
  const Bytes algorithm = certificate.signature_algorithm;
  if (!begins_with(algorithm, kEcdsaWithSha) || algorithm.back() < kEcdsaWithSha256 ||
      algorithm.back() > kEcdsaWithSha512) {
    return refuse(Alert::unsupported_certificate, Reason::certificate_algorithm);
  }
  std::array<uint8_t, kP256SignatureSize> r_s;
  constexpr Alert kWrong = refuse(Alert::bad_certificate, Reason::certificate_signature);
  if (!decode_ecdsa_signature(certificate.signature, r_s)) return kWrong;
  std::array<uint8_t, kMaxDigestSize> digest;
  const auto hash = HashAlgorithm(algorithm.back() - kEcdsaWithSha256);
  CryptoStatus status = signatures.hash(hash, certificate.tbs_certificate, digest);
  if (status == CryptoStatus::done) {
    status = signatures.p256_ecdsa_verify(issuer.public_key.first<kP256PointSize>(),
                                          Bytes(digest).first(digest_size(hash)), r_s);
  }
  return alert_of(status, kWrong);
}

}  // namespace tls_se

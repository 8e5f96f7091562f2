// Sections are those of RFC 2986 unless another document is named.
#include "se/x509/certification_request.h"

#include <cstring>
#include <iterator>

#include "se/crypto_lib/ecdsa_signature.h"
#include "se/crypto_lib/sha256.h"
#include "se/x509/algorithms.h"
#include "se/x509/name_syntax.h"

namespace tls_se {
namespace {

constexpr uint8_t kAttributes = der::context_constructed(0);  // section 4.1
constexpr uint8_t kVersion1[] = {der::kInteger, 1, 0};        // section 4.1: v1 (0)
constexpr uint8_t kCritical[] = {der::kBoolean, 1, 0xff};

/// What is around the OCTET STRING of an extension subjectAltName, from the inside to the outside:
/// how many bytes stand before, these, and the tag of the element that all of it is.
constexpr uint8_t kExtensionRequest[] = {
    5,
    der::kObjectIdentifier,
    3,
    0x55,
    0x1d,
    0x11,            // id-ce-subjectAltName
    der::kSequence,  // Extension
    0,
    der::kSequence,  // Extensions
    0,
    der::kSet,  // values
    11,
    der::kObjectIdentifier,
    9,
    0x2a,
    0x86,
    0x48,
    0x86,
    0xf7,
    0x0d,
    0x01,
    0x09,
    0x0e,
    der::kSequence};  // Attribute: pkcs-9-at-extensionRequest, RFC 2985 section 5.4.2

/// signatureAlgorithm, and of the signature what is before the Ecdsa-Sig-Value; its length is
/// counted up.
constexpr std::array kSignatureHead = [] {
  std::array<uint8_t, kEcdsaWithSha.size() + 4> head{};
  for (size_t i = 0; i < kEcdsaWithSha.size(); ++i) head[i] = kEcdsaWithSha[i];
  head[kEcdsaWithSha.size()] = kEcdsaWithSha256;
  head[kEcdsaWithSha.size() + 1] = der::kBitString;
  head[kEcdsaWithSha.size() + 2] = 1;  // no unused bits:
  head[kEcdsaWithSha.size() + 3] = 0;
  return head;
}();
constexpr size_t kSignatureLength = kSignatureHead.size() - 2;

constexpr size_t kMaxBehindInfo = kSignatureHead.size() + kMaxEcdsaSigValueSize;
constexpr size_t kMaxHeader = 4;  // identifier and length octets

/// Writes DER from its end to its beginning: when a header is due its length is known. All elements
/// here reach to the end of the one around them.
class DerWriter {
 public:
  DerWriter(uint8_t* begin, uint8_t* end) : begin_(begin), at_(end), end_(end) {}

  /// Before what there is.
  void put(const uint8_t* bytes, size_t size) {
    while (size > 0) put(bytes[--size]);
  }
  /// Makes one element of all that there is. X.690 section 10.1: the shortest form of a length.
  void wrap(uint8_t tag) {
    const size_t length = written().size();
    put(static_cast<uint8_t>(length));
    if (length >= 0x80) {
      uint8_t form = 0x81;
      if (length >= 0x100) {
        put(static_cast<uint8_t>(length >> 8));
        form = 0x82;
      }
      put(form);
    }
    put(tag);
  }
  /// What stands behind all that there is comes to it.
  void take_in(size_t size) { end_ += size; }

  [[nodiscard]] Bytes written() const { return {at_, end_}; }
  /// None if something was left out for want of it.
  [[nodiscard]] size_t room() const { return static_cast<size_t>(at_ - begin_); }

 private:
  void put(uint8_t byte) {
    if (at_ != begin_) *--at_ = byte;
  }

  uint8_t* const begin_;
  uint8_t* at_;
  uint8_t* end_;
};

bool are_names(const Bytes& subject, const Bytes& subject_alt_name) {
  if (subject.size() > kMaxRequestedName || !is_name(subject)) return false;
  if (subject_alt_name.empty()) return !is_empty_name(subject);
  return subject_alt_name.size() <= kMaxRequestedName && are_general_names(subject_alt_name);
}

/// CertificationRequestInfo, section 4.1.
void write_info(const CertificationRequest& request, DerWriter& der) {
  if (!request.subject_alt_name.empty()) {
    der.put(request.subject_alt_name.data(), request.subject_alt_name.size());
    der.wrap(der::kOctetString);
    if (is_empty_name(request.subject)) der.put(kCritical, sizeof kCritical);
    for (const uint8_t* at = kExtensionRequest; at != std::end(kExtensionRequest);) {
      const size_t size = *at++;
      der.put(at, size);
      at += size;
      der.wrap(*at++);
    }
  }
  der.wrap(kAttributes);
  der.put(request.public_key.data(), kP256PointSize);
  der.put(kP256KeyPrefix.data(), kP256KeyPrefix.size());
  der.put(request.subject.data(), request.subject.size());
  der.put(kVersion1, sizeof kVersion1);
  der.wrap(der::kSequence);
}

/// Writes what is behind the `info` that it signs, and gives its size, or 0 if the platform failed.
size_t sign(Crypto& crypto, Signatures& signatures, const CertificationRequest& request,
            const Bytes& info, uint8_t* behind) {
  Sha256Hash digest;
  std::array<uint8_t, kP256SignatureSize> r_s;
  Sha256 hash(crypto);
  hash.start();
  hash.add(info);
  hash.finish(digest);
  if (crypto.take_failure() ||
      signatures.p256_ecdsa_sign(request.private_key, digest, r_s) != CryptoStatus::done ||
      signatures.p256_ecdsa_verify(request.public_key, digest, r_s) != CryptoStatus::done) {
    return 0;
  }
  std::memcpy(behind, kSignatureHead.data(), kSignatureHead.size());
  uint8_t* const value = behind + kSignatureHead.size();
  const size_t size = encode_ecdsa_signature(
      r_s, std::span<uint8_t, kMaxEcdsaSigValueSize>(value, kMaxEcdsaSigValueSize));
  behind[kSignatureLength] = static_cast<uint8_t>(1 + size);
  return kSignatureHead.size() + size;
}

}  // namespace

RequestStatus make_certification_request(Crypto& crypto, Signatures& signatures,
                                         const CertificationRequest& request,
                                         const MutableBytes& der, size_t& size) {
  size = 0;
  if (!are_names(request.subject, request.subject_alt_name)) return RequestStatus::wrong_name;
  if (der.size() < kMaxBehindInfo) return RequestStatus::no_room;
  uint8_t* const info_end = der.data() + der.size() - kMaxBehindInfo;
  DerWriter writer(der.data(), info_end);
  write_info(request, writer);
  if (writer.room() < kMaxHeader) return RequestStatus::no_room;
  const size_t behind = sign(crypto, signatures, request, writer.written(), info_end);
  if (behind == 0) return RequestStatus::failed;
  writer.take_in(behind);
  writer.wrap(der::kSequence);
  copy_bytes(der, writer.written());
  size = writer.written().size();
  return RequestStatus::done;
}

}  // namespace tls_se

#include "profile/p256_key.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/obj_mac.h>
#include <openssl/objects.h>

#include <algorithm>
#include <memory>

#include "profile/x509_object.h"
#include "se/base/secret.h"
#include "se/x509/der.h"

namespace tls_se {
namespace {

constexpr size_t kScalarSize = 32;
constexpr size_t kPointSize = 65;
constexpr uint8_t kUncompressed = 4;  // SEC 1 section 2.3.3

// RFC 5480 section 2.1.1: the OBJECT IDENTIFIER of secp256r1, and the AlgorithmIdentifier of a key
// on it, id-ecPublicKey before it.
constexpr uint8_t kSecp256r1[] = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
constexpr uint8_t kKeyOnSecp256r1[] = {0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
                                       0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
                                       0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};

template <auto free_object>
struct FreeWith {
  void operator()(auto* object) const { free_object(object); }
};
template <typename Object, auto free_object>
using Owned = std::unique_ptr<Object, FreeWith<free_object>>;

using Point = Owned<EC_POINT, EC_POINT_clear_free>;

bool is_number(const Bytes& integer, uint8_t number) {
  return integer.size() == 1 && integer[0] == number;
}

/// Of the right length; old programs leave zeros at its start out.
std::optional<std::vector<uint8_t>> padded(const Bytes& scalar) {
  if (scalar.empty() || scalar.size() > kScalarSize) return {};
  std::vector<uint8_t> out(kScalarSize);
  std::ranges::copy(scalar, out.end() - static_cast<ptrdiff_t>(scalar.size()));
  return out;
}

/// RFC 5915 section 3. Inside a PrivateKeyInfo, which names the curve, `parameters` may be left
/// out.
std::optional<std::vector<uint8_t>> scalar_of(const Bytes& ec_private_key, bool curve_is_named) {
  DerReader key(ec_private_key, der::kSequence);
  const Bytes version = key.read(der::kInteger);
  const Bytes private_key = key.read(der::kOctetString);
  const Bytes parameters = key.read_optional(der::context_constructed(0));
  key.read_optional(der::context_constructed(1));  // publicKey
  if (!key.done() || !is_number(version, 1)) return {};
  if (!same_bytes(parameters, kSecp256r1) && !(parameters.empty() && curve_is_named)) return {};
  return padded(private_key);
}

/// The certificate's point on P-256; null if it has another key.
Point point_of(const EC_GROUP* p256, const Bytes& der) {
  const auto certificate = read_x509(der);
  if (!certificate) return nullptr;
  ASN1_OBJECT* type = nullptr;
  const unsigned char* encoded = nullptr;
  int size = 0;
  X509_ALGOR* algorithm = nullptr;
  X509_PUBKEY_get0_param(&type, &encoded, &size, &algorithm,
                         X509_get_X509_PUBKEY(certificate.get()));
  int parameters_type = 0;
  const void* parameters = nullptr;
  X509_ALGOR_get0(nullptr, &parameters_type, &parameters, algorithm);
  const bool names_p256 =
      OBJ_obj2nid(type) == NID_X9_62_id_ecPublicKey && parameters_type == V_ASN1_OBJECT &&
      OBJ_obj2nid(static_cast<const ASN1_OBJECT*>(parameters)) == NID_X9_62_prime256v1;
  if (!names_p256 || size != kPointSize || encoded[0] != kUncompressed) return nullptr;

  Point point(EC_POINT_new(p256));
  const bool is_on_curve =
      point && EC_POINT_oct2point(p256, point.get(), encoded, kPointSize, nullptr) == 1;
  ERR_clear_error();
  return is_on_curve ? std::move(point) : nullptr;
}

/// scalar * G; null if the scalar is not in [1, n-1] (SEC 1 section 3.2.1).
Point multiply_generator(const EC_GROUP* p256, const Bytes& scalar) {
  const Owned<BIGNUM, BN_clear_free> number(
      BN_bin2bn(scalar.data(), static_cast<int>(scalar.size()), nullptr));
  if (!number || BN_is_zero(number.get())) return nullptr;
  if (BN_cmp(number.get(), EC_GROUP_get0_order(p256)) >= 0) return nullptr;
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  Point point(EC_POINT_new(p256));
  const bool done =
      point && EC_POINT_mul(p256, point.get(), number.get(), nullptr, nullptr, nullptr) == 1;
  ERR_clear_error();
  return done ? std::move(point) : nullptr;
}

Owned<EC_GROUP, EC_GROUP_free> p256_group() {
  return Owned<EC_GROUP, EC_GROUP_free>(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
}

}  // namespace

// libcrypto's own readers of private keys free memory in which the scalar stands, so these don't
// ask it.

std::optional<std::vector<uint8_t>> scalar_of_sec1(const Bytes& der) {
  return scalar_of(der, false);
}

std::optional<std::vector<uint8_t>> scalar_of_pkcs8(const Bytes& der) {
  DerReader info(der, der::kSequence);
  const Bytes version = info.read(der::kInteger);
  const Bytes algorithm = info.read_whole(der::kSequence);
  const Bytes private_key = info.read(der::kOctetString);
  info.read_optional(der::context_constructed(0));  // attributes
  info.read_optional(der::context(1));              // publicKey, of version 2
  if (!info.done() || !(is_number(version, 0) || is_number(version, 1))) return {};
  if (!same_bytes(algorithm, kKeyOnSecp256r1)) return {};
  return scalar_of(private_key, true);
}

bool is_certificate(const Bytes& der) { return read_x509(der) != nullptr; }

bool has_p256_key(const Bytes& certificate) {
  const auto p256 = p256_group();
  return p256 && point_of(p256.get(), certificate) != nullptr;
}

bool is_key_pair(const Bytes& scalar, const Bytes& certificate) {
  const auto p256 = p256_group();
  if (!p256) return false;
  const Point mine = multiply_generator(p256.get(), scalar);
  const Point leafs = point_of(p256.get(), certificate);
  return mine && leafs && EC_POINT_cmp(p256.get(), mine.get(), leafs.get(), nullptr) == 0;
}

}  // namespace tls_se

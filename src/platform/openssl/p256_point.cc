#include "platform/openssl/p256_point.h"

#include <openssl/err.h>

namespace tls_se {
namespace {

constexpr uint8_t kUncompressed = 4;  // RFC 8446 section 4.2.8.2: legacy_form

/// The first error is the cause: libcrypto also says POINT_IS_NOT_ON_CURVE if it has no memory to
/// find out.
bool is_no_point(unsigned long first_error) {
  if (ERR_GET_LIB(first_error) != ERR_LIB_EC) return false;
  const int reason = ERR_GET_REASON(first_error);
  return reason == EC_R_INVALID_ENCODING || reason == EC_R_POINT_IS_NOT_ON_CURVE;
}

}  // namespace

/// EC_POINT_oct2point checks the range of both coordinates and the equation of the curve, whose
/// cofactor is 1.
CryptoStatus decode_point(std::span<const uint8_t, kP256PointSize> bytes, const EC_GROUP* group,
                          EC_POINT* point, BN_CTX* scratch) {
  if (bytes[0] != kUncompressed) return CryptoStatus::rejected;
  ERR_clear_error();
  if (EC_POINT_oct2point(group, point, bytes.data(), bytes.size(), scratch) == 1)
    return CryptoStatus::done;
  const bool rejected = is_no_point(ERR_peek_error());
  ERR_clear_error();
  return rejected ? CryptoStatus::rejected : CryptoStatus::failed;
}

}  // namespace tls_se

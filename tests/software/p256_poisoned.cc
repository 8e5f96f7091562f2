// Key generation, ECDH and signing branch on nothing of a secret, and take no address from it: run
// by valgrind's memcheck, for which private keys and nonces are memory of no value (the method of
// ctgrind, by Adam Langley). What is told of them goes through p256::reveal, which tells memcheck
// so.
//
//   p256_poisoned generate|public_key|ecdh|sign     no complaint
//   p256_poisoned leak                              with a reveal() that reveals: memcheck
//   complains
#include <string_view>

#include "platform/openssl/openssl_crypto.h"
#include "platform/software/p256/ecdsa.h"
#include "platform/software/p256/p256.h"
#include "software/revealed.h"
#include "support/memcheck.h"

namespace tls_se::p256 {
namespace {

class PoisonedRandom : public OpensslCrypto {
 public:
  CryptoStatus random(const MutableBytes& out) override {
    const CryptoStatus status = OpensslCrypto::random(out);
    poison(out);
    return status;
  }
};

bool is_right(std::string_view what) {
  PoisonedRandom crypto;
  std::array<uint8_t, kP256ScalarSize> key;
  std::array<uint8_t, kP256PointSize> point, other;
  std::array<uint8_t, kP256SecretSize> secret;
  std::array<uint8_t, kP256SignatureSize> r_s;
  const std::array<uint8_t, 32> digest{1, 2, 3};
  reveals_quietly = what != "leak";
  bool is_done = generate(crypto, key, point) == CryptoStatus::done;
  publish(point);
  if (what == "public_key") is_done &= find_public_key(key, other) == CryptoStatus::done;
  if (what == "ecdh") is_done &= ecdh(key, point, secret) == CryptoStatus::done;
  if (what == "sign") {
    std::array<uint8_t, kMaxAddedSize> added;
    is_done &= crypto.random(added) == CryptoStatus::done &&
               sign(crypto, key, digest, added, r_s) == CryptoStatus::done;
    publish(r_s);
    reveals_quietly = true;
    is_done &= verify(point, digest, r_s) == CryptoStatus::done;
  }
  return is_done && revealed >= 2;
}

}  // namespace
}  // namespace tls_se::p256

int main(int count, char** arguments) {
  return tls_se::verdict(count == 2 && tls_se::p256::is_right(arguments[1]));
}

// Key generation, ECDH and signing branch on nothing of a secret, and take no address from it: run
// by valgrind's memcheck, for which private keys and nonces are memory of no value (the method of
// ctgrind, by Adam Langley). What is told of them goes through p256::reveal, which tells memcheck
// so.
//
//   p256_poisoned generate|public_key|ecdh|sign     no complaint
//   p256_poisoned leak                              with a reveal() that reveals: memcheck
//   complains
#include <valgrind/memcheck.h>

#include <cstdio>
#include <string_view>

#include "platform/openssl/openssl_crypto.h"
#include "platform/software/p256/ecdsa.h"
#include "platform/software/p256/number.h"
#include "platform/software/p256/p256.h"

namespace {

bool leaks = false;
int revealed = 0;

}  // namespace

// The linker gives this the calls of tls_se::p256::reveal (--wrap), and that the other name.
extern "C" {
bool real_reveal(uint32_t mask) asm("__real__ZN6tls_se4p2566revealEj");
bool wrapped_reveal(uint32_t mask) asm("__wrap__ZN6tls_se4p2566revealEj");
bool wrapped_reveal(uint32_t mask) {
  if (!leaks) static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(&mask, sizeof mask));
  ++revealed;
  return real_reveal(mask);
}
}

namespace tls_se::p256 {
namespace {

void poison(const Bytes& secret) {
  static_cast<void>(VALGRIND_MAKE_MEM_UNDEFINED(secret.data(), secret.size()));
}
void publish(const Bytes& bytes) {
  static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(bytes.data(), bytes.size()));
}

class PoisonedRandom : public OpensslCrypto {
 public:
  CryptoStatus random(const MutableBytes& out) override {
    const CryptoStatus status = OpensslCrypto::random(out);
    poison(out);
    return status;
  }
};

/// 0: memcheck has nothing to say; 1: it has; 2: this has not gone as it should.
int run(std::string_view what) {
  PoisonedRandom crypto;
  std::array<uint8_t, kP256ScalarSize> key;
  std::array<uint8_t, kP256PointSize> point, other;
  std::array<uint8_t, kP256SecretSize> secret;
  std::array<uint8_t, kP256SignatureSize> r_s;
  const std::array<uint8_t, 32> digest{1, 2, 3};
  leaks = what == "leak";
  bool is_done = generate(crypto, key, point) == CryptoStatus::done;
  publish(point);
  if (what == "public_key") is_done &= find_public_key(key, other) == CryptoStatus::done;
  if (what == "ecdh") is_done &= ecdh(key, point, secret) == CryptoStatus::done;
  if (what == "sign") {
    std::array<uint8_t, kMaxAddedSize> added;
    is_done &= crypto.random(added) == CryptoStatus::done &&
               sign(crypto, key, digest, added, r_s) == CryptoStatus::done;
    publish(r_s);
    leaks = false;
    is_done &= verify(point, digest, r_s) == CryptoStatus::done;
  }
  if (!is_done || revealed < 2 || RUNNING_ON_VALGRIND == 0) return 2;
  return VALGRIND_COUNT_ERRORS == 0 ? 0 : 1;
}

}  // namespace
}  // namespace tls_se::p256

int main(int count, char** arguments) {
  const int result = count == 2 ? tls_se::p256::run(arguments[1]) : 2;
  std::printf("%s\n", result == 0 ? "no complaint" : result == 1 ? "memcheck complains" : "failed");
  return result;
}

// What scripts/instructions counts: each function whose name begins with "measure_", in the order
// of their letters. The results of those that are known stand in `known_answers`, which it
// compares.
#include <new>

#include "platform/software/aes/ccm.h"
#include "platform/software/random/random_generator.h"
#include "platform/software/sha2/sha256.h"
#include "platform/software/sha2/sha512.h"

namespace tls_se {
namespace {

/// As random_vectors.py beside the generator has it.
struct MeasuredNoise final : NoiseSource {
  bool fill(const MutableBytes& raw) override {
    for (uint8_t& byte : raw) {
      state = state * 1664525 + 1013904223;
      byte = static_cast<uint8_t>(state >> 24);
    }
    return true;
  }
  uint32_t state = 1;
};

/// Of the seam, the hash alone.
struct HashAlone final : Crypto {
  static SoftwareSha256& hash(Sha256State& state) {
    return *reinterpret_cast<SoftwareSha256*>(state.opaque.data());
  }
  CryptoStatus sha256_start(Sha256State& state) override {
    hash(state).start();
    return CryptoStatus::done;
  }
  CryptoStatus sha256_update(Sha256State& state, const Bytes& data) override {
    hash(state).update(data);
    return CryptoStatus::done;
  }
  CryptoStatus sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) override {
    hash(state).finish(digest);
    return CryptoStatus::done;
  }
  CryptoStatus random(const MutableBytes&) override { return CryptoStatus::failed; }
  CryptoStatus aes128_load(AesSlot, std::span<const uint8_t, kAes128KeySize>) override {
    return CryptoStatus::failed;
  }
  void aes128_clear(AesSlot) override {}
  CryptoStatus aes128_encrypt(AesSlot, std::span<const uint8_t, kAesBlockSize>,
                              std::span<uint8_t, kAesBlockSize>) override {
    return CryptoStatus::failed;
  }
  CryptoStatus p256_generate(KeyPairSlot, std::span<uint8_t, kP256PointSize>) override {
    return CryptoStatus::failed;
  }
  CryptoStatus p256_agree(KeyPairSlot, std::span<const uint8_t, kP256PointSize>,
                          std::span<uint8_t, kP256SecretSize>) override {
    return CryptoStatus::failed;
  }
  void key_pair_clear(KeyPairSlot) override {}
};

/// In static memory, and built without start-up code.
template <typename Object>
struct Static {
  template <typename... Arguments>
  void make(Arguments&&... arguments) {
    new (memory) Object(arguments...);
  }
  Object* operator->() { return reinterpret_cast<Object*>(memory); }
  Object& operator*() { return *reinterpret_cast<Object*>(memory); }

  alignas(Object) std::byte memory[sizeof(Object)];
};

Static<SoftwareSha256> sha256;
Static<SoftwareSha512> sha512;
Static<SoftwareAes128> aes128;
Static<HashAlone> crypto;
Static<MeasuredNoise> noise;
Static<RandomGenerator> generator;

constexpr uint8_t kAesKey[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
constexpr uint8_t kNonce[kAeadNonceSize] = {};
uint8_t data[128];
uint8_t tag[16];
AesBlock one, other;
std::array<uint8_t, kSha256Size> digest;
volatile CryptoStatus status;

}  // namespace
}  // namespace tls_se

using namespace tls_se;

extern "C" {

void __cxa_pure_virtual();
void __cxa_pure_virtual() {
  for (;;) continue;
}

// FIPS 197 appendix C.1: of this the answer is known.
uint8_t known_block[kAesBlockSize] = {};

#define MEASURE(name)    \
  void measure_##name(); \
  [[gnu::noinline]] void measure_##name()
MEASURE(a_sha256_start) { sha256->start(); }
MEASURE(b_sha256_block) { sha256->update(Bytes(data).first(64)); }
MEASURE(c_sha256_finish) { sha256->finish(digest); }
MEASURE(d_sha512_start) { sha512->start(); }
MEASURE(e_sha512_block) { sha512->update(data); }
MEASURE(f_aes128_key) { aes128->load(kAesKey); }
MEASURE(g_aes128_two_blocks) { aes128->encrypt(one, other); }
MEASURE(h_aes128_one_block) { aes128->encrypt(known_block, known_block); }
MEASURE(i_ccm_of_16_bytes) {
  ccm_seal(*aes128, {AesSlot{0}, kNonce, Bytes(data).first(5), MutableBytes(data).first(16)}, tag);
}
MEASURE(j_ccm_of_32_bytes) {
  ccm_seal(*aes128, {AesSlot{0}, kNonce, Bytes(data).first(5), MutableBytes(data).first(32)}, tag);
}
MEASURE(k_random_start) {
  crypto.make();
  noise.make();
  generator.make(*crypto, *noise, NoiseQuality::four);
  status = generator->start();
}
MEASURE(l_random_32_bytes) { status = generator->fill(MutableBytes(data).first(32)); }

[[gnu::section(".start")]] void start();
void start() {
  measure_a_sha256_start();
  measure_b_sha256_block();
  measure_c_sha256_finish();
  measure_d_sha512_start();
  measure_e_sha512_block();
  measure_f_aes128_key();
  measure_g_aes128_two_blocks();
  measure_h_aes128_one_block();
  measure_i_ccm_of_16_bytes();
  measure_j_ccm_of_32_bytes();
  measure_k_random_start();
  measure_l_random_32_bytes();
}
}

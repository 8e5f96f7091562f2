// What the element is made of: the platform's primitives, the element's own over them, and beside
// some of them what libcrypto's usual interface costs for the same result.
#include <benchmark/benchmark.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>
#include <stdexcept>
#include <vector>

#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_signatures.h"
#include "se/crypto_lib/aes_ccm.h"
#include "se/crypto_lib/hkdf.h"
#include "se/crypto_lib/hmac.h"

namespace tls_se::bench {
namespace {

void must(benchmark::State& state, bool done) {
  if (!done) state.SkipWithError("libcrypto fails");
}

void p256_generate(benchmark::State& state) {
  OpensslCrypto crypto;
  std::array<uint8_t, kP256PrivateKeySize> private_key{};
  std::array<uint8_t, kP256PointSize> point{};
  for (auto _ : state) must(state, crypto.p256_generate(private_key, point));
}

void p256_ecdh(benchmark::State& state) {
  OpensslCrypto crypto;
  std::array<uint8_t, kP256PrivateKeySize> private_key{};
  std::array<uint8_t, kP256PointSize> point{};
  std::array<uint8_t, kP256SecretSize> secret{};
  must(state, crypto.p256_generate(private_key, point));
  for (auto _ : state) must(state, crypto.p256_ecdh(private_key, point, secret));
}

using Group = Owned<EC_GROUP, EC_GROUP_free>;
using CurvePoint = Owned<EC_POINT, EC_POINT_free>;
using Number = Owned<BIGNUM, BN_clear_free>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;

/// libcrypto's multiplication alone: of the generator, or of any other point.
void ec_point_mul(benchmark::State& state, bool generator) {
  const Group group(made(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)));
  const Owned<BN_CTX, BN_CTX_free> scratch(made(BN_CTX_new()));
  const Number scalar(made(BN_new()));
  const CurvePoint point(made(EC_POINT_new(group.get())));
  const CurvePoint product(made(EC_POINT_new(group.get())));
  const auto multiply = [&](EC_POINT* to, const EC_POINT* from) {
    return EC_POINT_mul(group.get(), to, from == nullptr ? scalar.get() : nullptr, from,
                        from == nullptr ? nullptr : scalar.get(), scratch.get()) == 1;
  };
  must(state, BN_priv_rand_range(scalar.get(), EC_GROUP_get0_order(group.get())) == 1);
  must(state, EC_POINT_copy(point.get(), EC_GROUP_get0_generator(group.get())) == 1);
  for (auto _ : state) must(state, multiply(product.get(), generator ? nullptr : point.get()));
}

void evp_generate(benchmark::State& state) {
  for (auto _ : state) must(state, Key(EVP_EC_gen("P-256")) != nullptr);
}

void evp_derive(benchmark::State& state) {
  const Key mine(made(EVP_EC_gen("P-256")));
  const Key theirs(made(EVP_EC_gen("P-256")));
  std::array<uint8_t, kP256SecretSize> secret{};
  for (auto _ : state) {
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new(mine.get(), nullptr));
    size_t size = secret.size();
    must(state, EVP_PKEY_derive_init(context.get()) == 1 &&
                    EVP_PKEY_derive_set_peer(context.get(), theirs.get()) == 1 &&
                    EVP_PKEY_derive(context.get(), secret.data(), &size) == 1);
  }
}

/// A key pair, a digest and its signature.
struct Signed {
  Signed() {
    if (!crypto.p256_generate(private_key, point) ||
        !signatures.p256_ecdsa_sign(private_key, digest, r_s)) {
      throw std::runtime_error("no signature");
    }
  }

  OpensslCrypto crypto;
  OpensslSignatures signatures;
  std::array<uint8_t, kP256PrivateKeySize> private_key{};
  std::array<uint8_t, kP256PointSize> point{};
  const std::array<uint8_t, kSha256Size> digest{1};
  std::array<uint8_t, kP256SignatureSize> r_s{};
};

void p256_sign(benchmark::State& state) {
  Signed it;
  for (auto _ : state) {
    must(state, it.signatures.p256_ecdsa_sign(it.private_key, it.digest, it.r_s));
  }
}

void p256_verify(benchmark::State& state) {
  Signed it;
  for (auto _ : state) must(state, it.signatures.p256_ecdsa_verify(it.point, it.digest, it.r_s));
}

struct EvpSigned {
  const Key key{made(EVP_EC_gen("P-256"))};
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context{made(EVP_PKEY_CTX_new(key.get(), nullptr))};
  const std::array<uint8_t, kSha256Size> digest{1};
  std::array<uint8_t, 80> signature{};
  size_t size = signature.size();

  [[nodiscard]] bool sign() {
    size = signature.size();
    return EVP_PKEY_sign(context.get(), signature.data(), &size, digest.data(), digest.size()) == 1;
  }
};

void evp_sign(benchmark::State& state) {
  EvpSigned it;
  must(state, EVP_PKEY_sign_init(it.context.get()) == 1);
  for (auto _ : state) must(state, it.sign());
}

void evp_verify(benchmark::State& state) {
  EvpSigned it;
  must(state, EVP_PKEY_sign_init(it.context.get()) == 1 && it.sign() &&
                  EVP_PKEY_verify_init(it.context.get()) == 1);
  for (auto _ : state) {
    must(state, EVP_PKEY_verify(it.context.get(), it.signature.data(), it.size, it.digest.data(),
                                it.digest.size()) == 1);
  }
}

BENCHMARK(p256_generate)->Name("p256/generate");
BENCHMARK_CAPTURE(ec_point_mul, generator, true)->Name("p256/generate_ec_point_mul_alone");
BENCHMARK(evp_generate)->Name("p256/generate_evp_ec_gen");
BENCHMARK(p256_ecdh)->Name("p256/ecdh");
BENCHMARK_CAPTURE(ec_point_mul, point, false)->Name("p256/ecdh_ec_point_mul_alone");
BENCHMARK(evp_derive)->Name("p256/ecdh_evp_pkey_derive");
BENCHMARK(p256_sign)->Name("p256/sign_and_check");
BENCHMARK(evp_sign)->Name("p256/sign_evp_pkey_sign");
BENCHMARK(p256_verify)->Name("p256/verify");
BENCHMARK(evp_verify)->Name("p256/verify_evp_pkey_verify");

void sha256_block(benchmark::State& state) {
  OpensslCrypto crypto;
  Sha256State hash;
  const std::array<uint8_t, kSha256BlockSize> block{};
  crypto.sha256_start(hash);
  for (auto _ : state) {
    crypto.sha256_update(hash, block);
    benchmark::DoNotOptimize(hash);
  }
}

void random_32(benchmark::State& state) {
  OpensslCrypto crypto;
  std::array<uint8_t, 32> bytes;
  for (auto _ : state) must(state, crypto.random(bytes));
}

constexpr size_t kHmacDataSize = 50;  // as long as an HkdfLabel

void hmac_own(benchmark::State& state) {
  OpensslCrypto crypto;
  const std::array<uint8_t, kSha256Size> key{};
  const std::array<uint8_t, kHmacDataSize> data{};
  std::array<uint8_t, kSha256Size> mac;
  for (auto _ : state) {
    hmac_sha256(crypto, key, data, mac);
    benchmark::DoNotOptimize(mac);
  }
}

void hmac_libcrypto(benchmark::State& state) {
  const std::array<uint8_t, kSha256Size> key{};
  const std::array<uint8_t, kHmacDataSize> data{};
  std::array<uint8_t, kSha256Size> mac;
  for (auto _ : state) {
    must(state, HMAC(EVP_sha256(), key.data(), key.size(), data.data(), data.size(), mac.data(),
                     nullptr) != nullptr);
  }
}

void derive(benchmark::State& state) {
  OpensslCrypto crypto;
  std::array<uint8_t, kSha256Size> secret{};
  for (auto _ : state) {
    derive_secret_of_nothing(crypto, secret, "derived", secret);
    benchmark::DoNotOptimize(secret);
  }
}

BENCHMARK(random_32)->Name("random/32");
BENCHMARK(sha256_block)->Name("sha256/block");
BENCHMARK(hmac_own)->Name("hmac/element");
BENCHMARK(hmac_libcrypto)->Name("hmac/libcrypto_one_shot");
BENCHMARK(derive)->Name("hkdf/derive_secret");

struct AeadRecord {
  explicit AeadRecord(const benchmark::State& state)
      : data(static_cast<size_t>(state.range(0)) + 1) {}

  std::array<uint8_t, kAes128KeySize> key{};
  std::array<uint8_t, kAeadNonceSize> nonce{};
  std::array<uint8_t, 5> header{};
  std::vector<uint8_t> data;
  std::array<uint8_t, 16> tag{};
};

void aead_platform(benchmark::State& state, AeadAlgorithm algorithm) {
  OpensslCrypto crypto;
  AeadRecord record(state);
  must(state, crypto.aes128_load(KeySlot::write, record.key));
  for (auto _ : state) {
    must(state,
         crypto.aead_seal(algorithm, {KeySlot::write, record.nonce, record.header, record.data},
                          record.tag) == AeadOutcome::done);
  }
}

void aead_element(benchmark::State& state) {
  OpensslCrypto crypto;
  AeadRecord record(state);
  must(state, crypto.aes128_load(KeySlot::write, record.key));
  for (auto _ : state) {
    aes_ccm_seal(crypto, {KeySlot::write, record.nonce, record.header, record.data}, record.tag);
  }
}

void aead_key(benchmark::State& state) {
  OpensslCrypto crypto;
  std::array<uint8_t, kAes128KeySize> key{};
  std::array<uint8_t, kAeadNonceSize> nonce{};
  std::array<uint8_t, 16> tag{};
  for (auto _ : state) {
    must(state, crypto.aes128_load(KeySlot::write, key));
    crypto.aead_seal(AeadAlgorithm::aes_128_ccm, {KeySlot::write, nonce, {}, {}}, tag);
    crypto.aes128_clear(KeySlot::write);
  }
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(256)->Arg(1024)->Arg(16384);
}

BENCHMARK_CAPTURE(aead_platform, ccm, AeadAlgorithm::aes_128_ccm)
    ->Name("aead/ccm_platform")
    ->Apply(sizes);
BENCHMARK(aead_element)->Name("aead/ccm_element")->Apply(sizes);
BENCHMARK_CAPTURE(aead_platform, gcm, AeadAlgorithm::aes_128_gcm)
    ->Name("aead/gcm_platform")
    ->Apply(sizes);
BENCHMARK(aead_key)->Name("aead/load_seal_nothing_clear");

}  // namespace
}  // namespace tls_se::bench

#include "operations.h"

#include "arena.h"
#include "platform/software/p256/p256.h"
#include "platform/software/software_crypto.h"
#include "platform/software/software_signatures.h"
#include "se/crypto_lib/aes_gcm.h"
#include "se/crypto_lib/hkdf.h"
#include "se/crypto_lib/hmac.h"
#include "secrets.h"

namespace tls_se {
namespace {

using Bytes32 = std::array<uint8_t, 32>;

/// Bytes in which much repeats, and as much as the health tests let pass; the secret is where it
/// begins.
class SecretNoise final : public NoiseSource {
 public:
  void begin(const Bytes32& secret) { state_ = 1 + (scalar_of(secret).words[0] & 0xffffff); }
  bool fill(const MutableBytes& raw) override {
    for (uint8_t& byte : raw) {
      state_ = state_ * 1664525 + 1013904223;
      byte = static_cast<uint8_t>(state_ >> 29);
    }
    return true;
  }

 private:
  uint32_t state_ = 1;
};

class OneKey final : public KeyBytes {
 public:
  Bytes32 bytes{};
  [[nodiscard]] Bytes find(KeyHandle) const override { return bytes; }
};

/// The platform, as a port has it.
struct Platform {
  bool start(const Bytes32& secret) {
    noise.begin(secret);
    crypto.use_keys(&key);
    signatures.use_keys(&key);
    return crypto.start() == CryptoStatus::done;
  }

  SoftwareAes128 aes[1];
  SoftwareCrypto::PrivateKey key_pairs[1];
  SecretNoise noise;
  OneKey key;
  SoftwareCrypto crypto{{aes, key_pairs}, noise, NoiseQuality::two};
  SoftwareSignatures signatures{crypto};
};

Platform& platform = in_arena<Platform>();  // for good
constexpr AesSlot kAes{0};
constexpr KeyPairSlot kKeyPair{0};
constexpr KeyHandle kKey{0};

std::array<uint8_t, kP256PointSize> point;
std::array<uint8_t, kP256SignatureSize> r_s;
Bytes32 result;

constexpr Bytes32 kDigest{1, 2, 3};
constexpr std::array<uint8_t, kAeadNonceSize> kNonce{};
constexpr std::array<uint8_t, 5> kHeader{23, 3, 3, 0, 64};

/// Counts `work`, which gives a status.
bool count_status(Counter& counter, const auto& work) {
  CryptoStatus status = CryptoStatus::failed;
  counter.count([&] { status = work(); });
  return status == CryptoStatus::done;
}

bool count_key_pair(Counter& counter, const Bytes32& a, const Bytes32&) {
  return platform.start(a) &&
         count_status(counter, [] { return platform.crypto.p256_generate(kKeyPair, point); });
}

bool count_public_key(Counter& counter, const Bytes32& a, const Bytes32&) {
  const Bytes32 key = private_key_of(a);
  return count_status(counter, [&] { return p256::find_public_key(key, point); });
}

bool count_agree(Counter& counter, const Bytes32& a, const Bytes32&) {
  static constexpr Bytes32 kPeer{3};
  copy_bytes(platform.key_pairs[0].bytes(), private_key_of(a));
  return p256::find_public_key(kPeer, point) == CryptoStatus::done &&
         count_status(counter, [] { return platform.crypto.p256_agree(kKeyPair, point, result); });
}

bool count_sign(Counter& counter, const Bytes32& a, const Bytes32& b) {
  platform.key.bytes = private_key_of(a);
  return platform.start(b) && count_status(counter, [] {
           return platform.signatures.p256_ecdsa_sign(kKey, kDigest, r_s);
         });
}

/// Of a function of `Number`s, its result first, that has no status.
template <auto of, auto function>
bool count_of_two(Counter& counter, const Bytes32& a, const Bytes32& b) {
  const auto x = of(a), y = of(b);
  auto number = x;
  counter.count([&] { function(number, x, y); });
  return true;
}

template <auto of, auto function>
bool count_of_one(Counter& counter, const Bytes32& a, const Bytes32&) {
  const auto x = of(a);
  auto number = x;
  counter.count([&] { function(number, x); });
  return true;
}

using p256::Element;
using p256::Scalar;
constexpr auto kMultiplyElements = [](Element& r, const Element& x, const Element& y) {
  p256::multiply(r, x, y);
};
constexpr auto kAddElements = [](Element& r, const Element& x, const Element& y) {
  p256::add(r, x, y);
};
constexpr auto kSubtractElements = [](Element& r, const Element& x, const Element& y) {
  p256::subtract(r, x, y);
};
constexpr auto kSquareElement = [](Element& r, const Element& x) { p256::square(r, x); };
constexpr auto kInvertElement = [](Element& r, const Element& x) { p256::invert(r, x); };
constexpr auto kMultiplyScalars = [](Scalar& r, const Scalar& x, const Scalar& y) {
  p256::multiply(r, x, y);
};
constexpr auto kAddScalars = [](Scalar& r, const Scalar& x, const Scalar& y) {
  p256::add(r, x, y);
};
constexpr auto kInvertScalar = [](Scalar& r, const Scalar& x) { p256::invert(r, x); };

bool load_aes(const Bytes32& key) {
  return platform.crypto.aes128_load(kAes, Bytes(key).first<kAes128KeySize>()) ==
         CryptoStatus::done;
}

bool count_aes_key(Counter& counter, const Bytes32& a, const Bytes32&) {
  bool is_loaded = false;
  counter.count([&] { is_loaded = load_aes(a); });
  return is_loaded;
}

bool count_aes_block(Counter& counter, const Bytes32& a, const Bytes32& b) {
  const auto block = MutableBytes(result).first<kAesBlockSize>();
  return load_aes(a) && count_status(counter, [&] {
           return platform.crypto.aes128_encrypt(kAes, Bytes(b).first<kAesBlockSize>(), block);
         });
}

/// A text that is no multiple of a block, made of the secret.
struct Text {
  explicit Text(const Bytes32& secret) {
    copy_bytes(data, secret);
    copy_bytes(MutableBytes(data).subspan(secret.size()), Bytes(secret).first<13>());
  }
  [[nodiscard]] AeadInput input() { return {kAes, kNonce, kHeader, data}; }

  std::array<uint8_t, 45> data;
  std::array<uint8_t, 16> tag;
};

bool count_ccm_seal(Counter& counter, const Bytes32& a, const Bytes32& b) {
  Text text(b);
  return load_aes(a) && count_status(counter, [&] {
           return platform.crypto.aead_seal(AeadAlgorithm::aes_128_ccm, text.input(), text.tag);
         });
}

/// Opens what was sealed: its text is `b`, and its tag is right, or wrong in one bit.
template <bool is_right>
bool count_ccm_open(Counter& counter, const Bytes32& a, const Bytes32& b) {
  Text text(b);
  CryptoStatus status = CryptoStatus::failed;
  if (!load_aes(a) || platform.crypto.aead_seal(AeadAlgorithm::aes_128_ccm, text.input(),
                                                text.tag) != CryptoStatus::done) {
    return false;
  }
  if (!is_right) text.tag[a[31] % 16] ^= static_cast<uint8_t>(1 << b[31] % 8);
  counter.count([&] {
    status = platform.crypto.aead_open(AeadAlgorithm::aes_128_ccm, text.input(), text.tag);
  });
  return status == (is_right ? CryptoStatus::done : CryptoStatus::rejected);
}

bool count_gcm_seal(Counter& counter, const Bytes32& a, const Bytes32& b) {
  Text text(b);
  if (!load_aes(a)) return false;
  counter.count([&] { aes_gcm_seal(platform.crypto, text.input(), text.tag); });
  return !platform.crypto.take_failure();
}

bool count_gcm_open(Counter& counter, const Bytes32& a, const Bytes32& b) {
  Text text(b);
  if (!load_aes(a)) return false;
  aes_gcm_seal(platform.crypto, text.input(), text.tag);
  return count_status(counter,
                      [&] { return aes_gcm_open(platform.crypto, text.input(), text.tag); });
}

bool count_sha256(Counter& counter, const Bytes32& a, const Bytes32&) {
  Sha256State state;
  return count_status(counter, [&] {
    platform.crypto.note(platform.crypto.sha256_start(state));
    platform.crypto.note(platform.crypto.sha256_update(state, a));
    platform.crypto.note(platform.crypto.sha256_update(state, a));
    return platform.crypto.sha256_finish(state, result);
  });
}

bool count_hmac(Counter& counter, const Bytes32& a, const Bytes32& b) {
  counter.count([&] { hmac_sha256(platform.crypto, a, b, result); });
  return !platform.crypto.take_failure();
}

bool count_extract(Counter& counter, const Bytes32& a, const Bytes32& b) {
  counter.count([&] { hkdf_extract(platform.crypto, a, b, result); });
  return !platform.crypto.take_failure();
}

bool count_expand_label(Counter& counter, const Bytes32& a, const Bytes32& b) {
  counter.count([&] { hkdf_expand_label(platform.crypto, a, "c hs traffic", &b, 32, result); });
  return !platform.crypto.take_failure();
}

bool count_start(Counter& counter, const Bytes32& a, const Bytes32&) {
  platform.noise.begin(a);
  return count_status(counter, [] { return platform.crypto.start(); });
}

bool count_random(Counter& counter, const Bytes32& a, const Bytes32&) {
  return platform.start(a) && count_status(counter, [] { return platform.crypto.random(result); });
}

/// Of two that differ where it is, and of two that do not.
bool count_comparison(Counter& counter, const Bytes32& a, const Bytes32& b) {
  Bytes32 other = a;
  other[b[31] % 32] ^= b[30];
  volatile bool is_equal = false;
  counter.count([&] { is_equal = equal_in_constant_time(a, other); });
  return is_equal == (b[30] == 0);
}

constexpr Operation kOperations[] = {
    {"key pair made", count_key_pair, true},
    {"public key found", count_public_key, true},
    {"ECDH", count_agree, true},
    {"ECDSA signature made", count_sign, true},
    {"elements multiplied", count_of_two<element_of, kMultiplyElements>},
    {"element squared", count_of_one<element_of, kSquareElement>},
    {"elements added", count_of_two<element_of, kAddElements>},
    {"elements subtracted", count_of_two<element_of, kSubtractElements>},
    {"element inverted", count_of_one<element_of, kInvertElement>},
    {"scalars multiplied", count_of_two<scalar_of, kMultiplyScalars>},
    {"scalars added", count_of_two<scalar_of, kAddScalars>},
    {"scalar inverted", count_of_one<scalar_of, kInvertScalar>},
    {"AES-128 key loaded", count_aes_key, true},
    {"AES-128 block", count_aes_block, true},
    {"CCM seals", count_ccm_seal, true},
    {"CCM opens", count_ccm_open<true>, true},
    {"CCM refuses a tag", count_ccm_open<false>, true},
    {"GCM seals", count_gcm_seal},
    {"GCM opens", count_gcm_open},
    {"SHA-256", count_sha256},
    {"HMAC", count_hmac},
    {"HKDF-Extract", count_extract},
    {"HKDF-Expand-Label", count_expand_label},
    {"random generator started", count_start},
    {"random bytes", count_random},
    {"comparison", count_comparison},
};

}  // namespace

std::span<const Operation> operations() { return kOperations; }

}  // namespace tls_se

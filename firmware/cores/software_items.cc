#include "software_items.h"

#include <algorithm>

#include "arena.h"
#include "platform/software/aes/ccm.h"
#include "platform/software/p256/ecdsa.h"
#include "platform/software/p256/p256.h"
#include "platform/software/sha2/sha256.h"
#include "platform/software/sha2/sha512.h"
#include "software_platform.h"
#include "stand_in_platform.h"

namespace tls_se {
namespace {

constexpr uint8_t kZeros[128] = {};

template <class Hash, size_t block_size>
bool count_block(Counter& counter) {
  auto& hash = in_arena<Hash>();
  hash.start();
  counter.count([&] { hash.update(Bytes(kZeros).first(block_size)); });
  return true;
}

struct Ccm {
  Ccm() { key.load(Bytes(kZeros).first<kAes128KeySize>()); }

  SoftwareAes128 key;
  std::array<uint8_t, 32> text{};
  std::array<uint8_t, 16> tag{};
};

bool count_ccm(Counter& counter, size_t size) {
  auto& ccm = in_arena<Ccm>();
  const AeadInput input{AesSlot{0}, Bytes(kZeros).first<kAeadNonceSize>(), Bytes(kZeros).first(5),
                        MutableBytes(ccm.text).first(size)};
  counter.count([&] { ccm_seal(ccm.key, input, ccm.tag); });
  return true;
}

}  // namespace

bool count_sha256_block(Counter& counter) { return count_block<SoftwareSha256, 64>(counter); }
bool count_sha512_block(Counter& counter) { return count_block<SoftwareSha512, 128>(counter); }

/// FIPS 197 appendix C.1, of which the answer is known.
bool count_two_aes_blocks(Counter& counter) {
  static constexpr uint8_t kKey[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  static constexpr uint8_t kPlain[] = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                                       0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};
  static constexpr uint8_t kEncrypted[] = {0x69, 0xc4, 0xe0, 0xd8, 0x6a, 0x7b, 0x04, 0x30,
                                           0xd8, 0xcd, 0xb7, 0x80, 0x70, 0xb4, 0xc5, 0x5a};
  auto& key = in_arena<SoftwareAes128>();
  key.load(kKey);
  AesBlock one, other;
  copy_bytes(one.bytes(), kPlain);
  copy_bytes(other.bytes(), kPlain);
  counter.count([&] { key.encrypt(one, other); });
  return std::ranges::equal(one.bytes(), kEncrypted) &&
         std::ranges::equal(other.bytes(), kEncrypted);
}

bool count_ccm_of_16_bytes(Counter& counter) { return count_ccm(counter, 16); }
bool count_ccm_of_32_bytes(Counter& counter) { return count_ccm(counter, 32); }

bool count_generate_alone(Counter& counter) {
  StandInCrypto crypto;
  std::array<uint8_t, kP256ScalarSize> key;
  std::array<uint8_t, kP256PointSize> point;
  auto status = CryptoStatus::failed;
  counter.count([&] { status = p256::generate(crypto, key, point); });
  return status == CryptoStatus::done;
}

bool count_sign_alone(Counter& counter) {
  StandInCrypto crypto;
  std::array<uint8_t, kP256ScalarSize> key;
  key.fill(0x5a);
  std::array<uint8_t, kP256SignatureSize> signature;
  auto status = CryptoStatus::failed;
  counter.count(
      [&] { status = p256::sign(crypto, key, Bytes(kZeros).first<kSha256Size>(), {}, signature); });
  return status == CryptoStatus::done;
}

bool count_random_start(Counter& counter) {
  auto& platform = in_arena<Software>();
  auto status = CryptoStatus::failed;
  counter.count([&] { status = platform.start(); });
  return status == CryptoStatus::done;
}

bool count_random_32_bytes(Counter& counter) {
  auto& platform = in_arena<Software>();
  std::array<uint8_t, 32> bytes;
  auto status = platform.start();
  counter.count([&] { status = platform.crypto.random(bytes); });
  return status == CryptoStatus::done;
}

}  // namespace tls_se

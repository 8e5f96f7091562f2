// What libcrypto keeps in its own memory, once the platform has been told to forget. A program of
// its own, because libcrypto takes its allocator only before its first use.
#include <gtest/gtest.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>
#include <vector>

#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_key_maker.h"
#include "platform/openssl/openssl_signatures.h"

namespace tls_se {
namespace {

/// libcrypto's heap, by the address of each block.
class Heap {
 public:
  void add(void* block, size_t size) {
    const std::lock_guard lock(mutex_);
    if (block != nullptr) blocks_[block] = size;
  }
  /// It is freed with what it holds.
  void remove(void* block) {
    const std::lock_guard lock(mutex_);
    const auto found = blocks_.find(block);
    if (found == blocks_.end()) return;
    const auto* const bytes = static_cast<const uint8_t*>(block);
    if (keeps_freed_) freed_.emplace_back(bytes, bytes + found->second);
    blocks_.erase(found);
  }
  [[nodiscard]] bool holds(Bytes bytes) const {
    const std::lock_guard lock(mutex_);
    const auto found_in = [&](Bytes memory) { return !std::ranges::search(memory, bytes).empty(); };
    return std::ranges::any_of(
               blocks_,
               [&](const auto& block) {
                 return found_in({static_cast<const uint8_t*>(block.first), block.second});
               }) ||
           std::ranges::any_of(freed_, found_in);
  }
  /// What is freed from now on counts too.
  void keep_freed() { keeps_freed_ = true; }
  /// As it is or, as in a big number's words, from its last byte to its first.
  [[nodiscard]] bool holds_number(Bytes bytes) const {
    const std::vector<uint8_t> reversed(bytes.rbegin(), bytes.rend());
    return holds(bytes) || holds(reversed);
  }

 private:
  mutable std::mutex mutex_;
  std::map<void*, size_t> blocks_;
  bool keeps_freed_ = false;
  std::vector<std::vector<uint8_t>> freed_;
};

Heap& heap() {
  static Heap* const heap = new Heap;  // libcrypto frees until the very end
  return *heap;
}

void* allocate(size_t size, const char*, int) {
  void* const block = std::calloc(1, size);  // without what earlier owners left there
  heap().add(block, size);
  return block;
}

void release(void* block, const char*, int) {
  heap().remove(block);
  std::free(block);
}

void* reallocate(void* block, size_t size, const char*, int) {
  heap().remove(block);
  void* const moved = std::realloc(block, size);
  heap().add(moved, size);
  return moved;
}

const bool kWatched = CRYPTO_set_mem_functions(allocate, reallocate, release) == 1;

constexpr std::array<uint8_t, kAes128KeySize> kKey = {
    0x7a, 0x11, 0xc4, 0x93, 0x05, 0xfe, 0x68, 0x2d, 0x90, 0x3b, 0xe7, 0x5c, 0xa1, 0x4f, 0xd6, 0x82};
constexpr std::array<uint8_t, kAes128KeySize> kOtherKey = {1};
constexpr std::array<uint8_t, kAeadNonceSize> kNonce = {0x31, 0xd9, 0x0c, 0x77, 0xb2, 0x46,
                                                        0xe8, 0x15, 0x9a, 0x53, 0xcf, 0x20};

constexpr AesSlot kSlot{1};

/// For two sessions; whose private keys can be seen.
class TwoSessionCrypto : public OpensslCrypto {
 public:
  TwoSessionCrypto() : OpensslCrypto(2) {}
  using OpensslCrypto::private_key_in;
};

class Leftovers : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(kWatched) << "libcrypto was used before"; }

  /// The block and every AEAD; the last use of each AEAD is to open, if `open`.
  void use_slot(bool open) {
    ASSERT_EQ(crypto_.aes128_load(kSlot, kKey), CryptoStatus::done);
    std::array<uint8_t, kAesBlockSize> block{};
    ASSERT_EQ(crypto_.aes128_encrypt(kSlot, block, block), CryptoStatus::done);
    for (const auto algorithm :
         {AeadAlgorithm::aes_128_ccm, AeadAlgorithm::aes_128_ccm_8, AeadAlgorithm::aes_128_gcm}) {
      std::array<uint8_t, 40> data{};
      std::vector<uint8_t> tag(algorithm == AeadAlgorithm::aes_128_ccm_8 ? 8 : 16);
      const AeadInput input = {kSlot, kNonce, {}, data};
      ASSERT_EQ(crypto_.aead_seal(algorithm, input, tag), CryptoStatus::done);
      if (!open) continue;
      ASSERT_EQ(crypto_.aead_open(algorithm, input, tag), CryptoStatus::done);
      ASSERT_EQ(crypto_.aead_open(algorithm, input, tag), CryptoStatus::rejected);
    }
    EXPECT_TRUE(heap().holds(kKey)) << "else this test looks at the wrong place";
    EXPECT_TRUE(heap().holds(kNonce));
  }

  void expect_nothing_left() {
    EXPECT_FALSE(heap().holds(kKey));
    EXPECT_FALSE(heap().holds(kNonce));
  }

  TwoSessionCrypto crypto_;
};

TEST_F(Leftovers, NoKeyAndNoNonceInAClearedSlot) {
  for (const bool open : {false, true}) {
    use_slot(open);
    crypto_.aes128_clear(kSlot);
    expect_nothing_left();
  }
}

TEST_F(Leftovers, NoKeyAndNoNonceThatWereReplacedBefore) {
  for (const bool open : {false, true}) {
    use_slot(open);
    ASSERT_EQ(crypto_.aes128_load(kSlot, kOtherKey), CryptoStatus::done);
    expect_nothing_left();
    crypto_.aes128_clear(kSlot);
    expect_nothing_left();
  }
}

TEST_F(Leftovers, NoPrivateKeyAndNoSharedSecret) {
  constexpr KeyPairSlot kMine{0}, kTheirs{1};
  std::array<uint8_t, kP256PointSize> my_point{}, their_point{};
  std::array<uint8_t, kP256SecretSize> secret{};
  ASSERT_EQ(crypto_.p256_generate(kTheirs, their_point), CryptoStatus::done);
  ASSERT_EQ(crypto_.p256_generate(kMine, my_point), CryptoStatus::done);
  std::array<uint8_t, kP256PrivateKeySize> mine{}, theirs{};
  copy_bytes(mine, crypto_.private_key_in(kMine));
  copy_bytes(theirs, crypto_.private_key_in(kTheirs));
  EXPECT_NE(mine, theirs);
  ASSERT_EQ(crypto_.p256_agree(kMine, their_point, secret), CryptoStatus::done);
  EXPECT_TRUE(heap().holds_number(Bytes(their_point).subspan(33))) << "the y of the peer, public";
  EXPECT_FALSE(heap().holds_number(mine));
  EXPECT_FALSE(heap().holds_number(theirs));
  EXPECT_FALSE(heap().holds_number(secret));
}

TEST_F(Leftovers, NoPrivateKeyAndNoSharedSecretOfX25519) {
  heap().keep_freed();
  constexpr KeyPairSlot kMine{0}, kTheirs{1};
  std::array<uint8_t, kX25519Size> my_public{}, their_public{}, secret{};
  ASSERT_EQ(crypto_.x25519_generate(kTheirs, their_public), CryptoStatus::done);
  ASSERT_EQ(crypto_.x25519_generate(kMine, my_public), CryptoStatus::done);
  std::array<uint8_t, kX25519PrivateKeySize> mine{}, theirs{};
  copy_bytes(mine, crypto_.private_key_in(kMine));
  copy_bytes(theirs, crypto_.private_key_in(kTheirs));
  ASSERT_EQ(crypto_.x25519_agree(kMine, their_public, secret), CryptoStatus::done);
  EXPECT_TRUE(heap().holds(their_public)) << "else this test looks at the wrong place";
  for (const auto& bytes : {mine, theirs, secret}) {
    EXPECT_FALSE(heap().holds_number(bytes));
    EXPECT_FALSE(heap().holds(Bytes(bytes).subspan<8, 16>())) << "clamped, or in part";
  }
}

TEST_F(Leftovers, NoPrivateKeyThatHasSigned) {
  static std::array<uint8_t, kP256PrivateKeySize> key;
  struct final : KeyBytes {
    [[nodiscard]] Bytes find(KeyHandle) const override { return key; }
  } keys;
  OpensslSignatures signatures;
  signatures.use_keys(&keys);
  std::array<uint8_t, kP256PointSize> point{};
  std::array<uint8_t, kP256SignatureSize> r_s{};
  ASSERT_TRUE(P256().generate(key, point));
  ASSERT_EQ(signatures.p256_ecdsa_sign(KeyHandle{}, kKey, r_s), CryptoStatus::done);
  EXPECT_TRUE(heap().holds_number(Bytes(r_s).first(32))) << "r, public";
  EXPECT_FALSE(heap().holds_number(key));
}

TEST_F(Leftovers, NoPrivateKeyThatTheCardKeeps) {
  heap().keep_freed();
  OpensslKeyMaker maker;
  std::array<uint8_t, kP256ScalarSize> private_key{};
  std::array<uint8_t, kP256PointSize> point{}, found{};
  ASSERT_EQ(maker.p256_make_key_pair(private_key, point), CryptoStatus::done);
  ASSERT_EQ(maker.p256_public_key(private_key, found), CryptoStatus::done);
  ASSERT_EQ(point, found);
  EXPECT_FALSE(heap().holds_number(private_key));
  // In part, as what its words were moved over would be.
  EXPECT_FALSE(heap().holds_number(Bytes(private_key).first(16)));
  EXPECT_FALSE(heap().holds_number(Bytes(private_key).last(16)));
  const Owned<BIGNUM, BN_clear_free> left(BN_bin2bn(private_key.data(), 32, nullptr));
  EXPECT_TRUE(heap().holds_number(private_key)) << "else this test looks at the wrong place";
}

}  // namespace
}  // namespace tls_se

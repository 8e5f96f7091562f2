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
  void remove(void* block) {
    const std::lock_guard lock(mutex_);
    blocks_.erase(block);
  }
  [[nodiscard]] bool holds(Bytes bytes) const {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(blocks_, [&](const auto& block) {
      const Bytes memory(static_cast<const uint8_t*>(block.first), block.second);
      return !std::ranges::search(memory, bytes).empty();
    });
  }
  /// As it is or, as in a big number's words, from its last byte to its first.
  [[nodiscard]] bool holds_number(Bytes bytes) const {
    const std::vector<uint8_t> reversed(bytes.rbegin(), bytes.rend());
    return holds(bytes) || holds(reversed);
  }

 private:
  mutable std::mutex mutex_;
  std::map<void*, size_t> blocks_;
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

class Leftovers : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(kWatched) << "libcrypto was used before"; }

  /// The block and every AEAD; the last use of each AEAD is to open, if `open`.
  void use_slot(bool open) {
    ASSERT_TRUE(crypto_.aes128_load(KeySlot::write, kKey));
    std::array<uint8_t, kAesBlockSize> block{};
    crypto_.aes128_encrypt(KeySlot::write, block, block);
    for (const auto algorithm :
         {AeadAlgorithm::aes_128_ccm, AeadAlgorithm::aes_128_ccm_8, AeadAlgorithm::aes_128_gcm}) {
      std::array<uint8_t, 40> data{};
      std::vector<uint8_t> tag(algorithm == AeadAlgorithm::aes_128_ccm_8 ? 8 : 16);
      crypto_.aead_seal(algorithm, {KeySlot::write, kNonce, {}, data}, tag);
      if (!open) continue;
      crypto_.aead_open(algorithm, {KeySlot::write, kNonce, {}, data}, tag);
      crypto_.aead_open(algorithm, {KeySlot::write, kNonce, {}, data}, tag);  // a wrong tag
    }
    EXPECT_TRUE(heap().holds(kKey)) << "else this test looks at the wrong place";
    EXPECT_TRUE(heap().holds(kNonce));
  }

  void expect_nothing_left() {
    EXPECT_FALSE(heap().holds(kKey));
    EXPECT_FALSE(heap().holds(kNonce));
  }

  OpensslCrypto crypto_;
};

TEST_F(Leftovers, NoKeyAndNoNonceInAClearedSlot) {
  for (const bool open : {false, true}) {
    use_slot(open);
    crypto_.aes128_clear(KeySlot::write);
    expect_nothing_left();
  }
}

TEST_F(Leftovers, NoKeyAndNoNonceThatWereReplacedBefore) {
  for (const bool open : {false, true}) {
    use_slot(open);
    ASSERT_TRUE(crypto_.aes128_load(KeySlot::write, kOtherKey));
    crypto_.aes128_clear(KeySlot::write);
    expect_nothing_left();
  }
}

TEST_F(Leftovers, NoPrivateKeyAndNoSharedSecret) {
  std::array<uint8_t, kP256PrivateKeySize> mine{}, theirs{};
  std::array<uint8_t, kP256PointSize> my_point{}, their_point{};
  std::array<uint8_t, kP256SecretSize> secret{};
  ASSERT_TRUE(crypto_.p256_generate(theirs, their_point));
  ASSERT_TRUE(crypto_.p256_generate(mine, my_point));
  ASSERT_TRUE(crypto_.p256_ecdh(mine, their_point, secret));
  EXPECT_TRUE(heap().holds_number(Bytes(their_point).subspan(33))) << "the y of the peer, public";
  EXPECT_FALSE(heap().holds_number(mine));
  EXPECT_FALSE(heap().holds_number(theirs));
  EXPECT_FALSE(heap().holds_number(secret));
}

TEST_F(Leftovers, NoPrivateKeyThatHasSigned) {
  OpensslSignatures signatures;
  std::array<uint8_t, kP256PrivateKeySize> key{};
  std::array<uint8_t, kP256PointSize> point{};
  std::array<uint8_t, kP256SignatureSize> r_s{};
  ASSERT_TRUE(crypto_.p256_generate(key, point));
  ASSERT_TRUE(signatures.p256_ecdsa_sign(key, kKey, r_s));
  EXPECT_TRUE(heap().holds_number(Bytes(r_s).first(32))) << "r, public";
  EXPECT_FALSE(heap().holds_number(key));
}

}  // namespace
}  // namespace tls_se

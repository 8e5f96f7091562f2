// What memory holds of a key when it is given back, once the key has been read. A program
// of its own, because libcrypto takes its allocator only before its first use.
#include <gtest/gtest.h>
#include <malloc.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

#include "profile/pem.h"
#include "profile/profile_reader.h"
#include "se/base/secret.h"
#include "support/test_credentials.h"
#include "text/hex.h"

namespace tls_se {
namespace {

constexpr size_t kPiece = 12;  // bytes in a row: no accident

/// Pieces of secrets to be looked for in every block that is freed. It allocates nothing itself.
class Watch {
 public:
  void look_for(const Bytes& secret) {
    for (size_t at = 0; at + kPiece <= secret.size(); at += kPiece) {
      std::ranges::copy(secret.subspan(at, kPiece), pieces_[count_++].begin());
    }
  }
  void forget() { count_ = 0; }
  void start() {
    found_ = 0;
    on_ = true;
  }
  [[nodiscard]] size_t stop() {
    on_ = false;
    return found_;
  }
  void see(const void* block, size_t size) {
    if (!on_ || block == nullptr) return;
    for (size_t i = 0; i < count_; ++i) {
      if (memmem(block, size, pieces_[i].data(), kPiece) != nullptr) ++found_;
    }
  }

 private:
  std::array<std::array<uint8_t, kPiece>, 128> pieces_{};
  size_t count_ = 0;
  std::atomic<size_t> found_ = 0;
  std::atomic<bool> on_ = false;
};

constinit Watch watch;

// New memory is cleared of what earlier owners left there.
void* allocate(size_t size, const char*, int) { return std::calloc(1, size); }
void release(void* block, const char*, int) {
  watch.see(block, block == nullptr ? 0 : malloc_usable_size(block));
  std::free(block);
}
void* reallocate(void* block, size_t size, const char* file, int line) {
  void* const moved = allocate(size, file, line);
  if (block != nullptr) std::memcpy(moved, block, std::min(size, malloc_usable_size(block)));
  release(block, file, line);
  return moved;
}

const bool kWatched = CRYPTO_set_mem_functions(allocate, reallocate, release) == 1;

}  // namespace
}  // namespace tls_se

// Not inline: g++ would take new and delete for a mismatch.
[[gnu::noinline]] void* operator new(size_t size) {
  if (void* const block = std::calloc(1, size)) return block;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* block) noexcept { tls_se::release(block, nullptr, 0); }
[[gnu::noinline]] void operator delete(void* block, size_t) noexcept {
  tls_se::release(block, nullptr, 0);
}

namespace tls_se {
namespace {

const std::string kPskDigits = "8f3a1c97d2e4b60577a9c8e1f2031465798badcfe01324578609abcdef5e4d3c";

class Leftovers : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(kWatched) << "libcrypto was used before";
    watch.forget();
  }

  /// As bytes, as a big number's words have them, and in base64.
  void look_for_key(const std::string& pem) {
    const Der number = scalar(key_);
    watch.look_for(number);
    watch.look_for(Der(number.rbegin(), number.rend()));
    std::string base64 = pem.substr(pem.find('\n'), pem.find("-----END") - pem.find('\n'));
    std::erase(base64, '\n');
    watch.look_for({reinterpret_cast<const uint8_t*>(base64.data()), base64.size()});
  }

  /// As bytes, and as digits.
  void look_for_psk() {
    watch.look_for(parse_hex(kPskDigits).value());
    watch.look_for({reinterpret_cast<const uint8_t*>(kPskDigits.data()), kPskDigits.size()});
  }

  TestFolder folder_;
  const TestKey key_ = make_ec_key();
};

TEST_F(Leftovers, TheWatchSees) {
  look_for_key(key_pem(key_));
  const Der number = scalar(key_);
  watch.start();
  { const Der copy = number; }
  EXPECT_GT(watch.stop(), 0u);
  watch.start();
  OPENSSL_free(OPENSSL_memdup(number.data(), number.size()));
  EXPECT_GT(watch.stop(), 0u);
}

TEST_F(Leftovers, NoPrivateKeyThatWasRead) {
  Der without_public_key = sec1(key_);
  without_public_key.resize(51);
  without_public_key[1] = 49;
  for (const std::string& text : {key_pem(key_), pem("EC PRIVATE KEY", sec1(key_)),
                                  pem("EC PRIVATE KEY", without_public_key)}) {
    look_for_key(text);
    const auto file = folder_.write("key.pem", text);
    watch.start();
    auto key = read_pem_private_key(file);
    ASSERT_TRUE(key) << key.error();
    wipe(*key);
    key->clear();
    key->shrink_to_fit();
    EXPECT_EQ(watch.stop(), 0u) << text;
  }
}

/// A profile with this PSK, and what else it says.
std::string psk_profile(const std::string& key, const std::string& head = "") {
  return head + "[[psk]]\nidentity = \"someone\"\nkey = \"" + key + "\"\n";
}

TEST_F(Leftovers, NoPskOfAProfileThatHasGone) {
  look_for_psk();
  const auto file = folder_.write("psk.toml", psk_profile(kPskDigits));
  watch.start();
  {
    const CardProfile profile = load_card_profile(file);
    const CardProfile copy = profile;
    EXPECT_EQ(copy.psks.at(0).key.size(), 32u);
  }
  EXPECT_EQ(watch.stop(), 0u);
}

TEST_F(Leftovers, NoPskThatWasRefused) {
  look_for_psk();
  const std::string typo = kPskDigits.substr(0, 63);
  for (const std::string& text :
       {psk_profile(typo + "g"), psk_profile(typo), psk_profile(kPskDigits + " 0x"),
        psk_profile(kPskDigits) + "nonsense = 1\n", psk_profile(kPskDigits, "nonsense = 1\n"),
        psk_profile(kPskDigits) + psk_profile(kPskDigits), psk_profile(kPskDigits) + "no TOML",
        psk_profile(kPskDigits, "no TOML\n"), psk_profile(kPskDigits + "\nsw_more = \"9f")}) {
    const auto file = folder_.write("psk.toml", text);
    watch.start();
    EXPECT_THROW((void)load_card_profile(file), std::runtime_error) << text;
    EXPECT_EQ(watch.stop(), 0u) << text;
  }
}

TEST_F(Leftovers, NoPrivateKeyThatWasRefused) {
  const std::string text = key_pem(key_);
  look_for_key(text);
  const auto twice = folder_.write("twice.pem", text + text);
  const auto other_label = folder_.write("other.pem", pem("EC PRIVATE KEY", pkcs8(key_)));
  const auto broken = folder_.write("broken.pem", text.substr(0, text.size() - 30));
  watch.start();
  for (const auto& file : {twice, other_label, broken}) {
    EXPECT_FALSE(read_pem_private_key(file));
    EXPECT_FALSE(read_pem_certificates(file));
  }
  EXPECT_EQ(watch.stop(), 0u);
}

TEST_F(Leftovers, NoPrivateKeyOfAProfileThatHasGone) {
  look_for_key(key_pem(key_));
  folder_.write("key.pem", key_pem(key_));
  folder_.write("chain.pem", certificate_pem(key_));
  folder_.write("other.pem", certificate_pem(make_ec_key()));
  const std::string head = "modes = [\"certificate\"]\nprivate_key = \"key.pem\"\n";
  const auto good = folder_.write("good.toml", head + "certificate_chain = \"chain.pem\"\n");
  const auto bad = folder_.write("bad.toml", head + "certificate_chain = \"other.pem\"\n");
  watch.start();
  {
    const CardProfile profile = load_card_profile(good);
    EXPECT_EQ(profile.private_key.size(), 32u);
    EXPECT_THROW((void)load_card_profile(bad), std::runtime_error);
  }
  EXPECT_EQ(watch.stop(), 0u);
}

}  // namespace
}  // namespace tls_se

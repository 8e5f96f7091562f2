#include "card/host_element.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "platform/openssl/openssl_crypto.h"

namespace tls_se {
namespace {

constinit bool memory_is_denied = false;

}  // namespace
}  // namespace tls_se

// Not inline: g++ would take new and delete for a mismatch.
[[gnu::noinline]] void* operator new(size_t size) {
  void* const block = tls_se::memory_is_denied ? nullptr : std::malloc(size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, size_t) noexcept { std::free(block); }

namespace tls_se {
namespace {

constexpr std::array<uint8_t, 5> kReset = {0x00, 0xd8, 0x00, 0x01, 0x00};
constexpr std::array<uint8_t, 5> kGetState = {0x00, 0xca, 0x01, 0x02, 0x00};

TEST(HostElementTest, IsResetWithoutMemory) {
  OpensslCrypto crypto;
  CardObjects objects(demo_card_profile(), crypto, nullptr);
  crypto.use_keys(&objects);
  HostElement element(crypto, objects);
  const CardResponse fresh = element.transmit(kGetState);
  EXPECT_EQ(fresh.status, sw::kOk);
  memory_is_denied = true;
  bool threw = false;
  try {
    element.reset();
  } catch (const std::bad_alloc&) {
    threw = true;
  }
  memory_is_denied = false;
  EXPECT_FALSE(threw);
  EXPECT_EQ(element.transmit(kGetState).data, fresh.data) << "as after power on";
  EXPECT_EQ(element.transmit(kReset).status, sw::kOk);
}

}  // namespace
}  // namespace tls_se

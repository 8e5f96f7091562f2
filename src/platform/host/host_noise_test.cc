// The software platform on a host, of which the kernel's random bytes are the noise.
#include <gtest/gtest.h>

#include <algorithm>

#include "platform/host/host_platform.h"

namespace {

int stuck_calls = 0;

}  // namespace

// The linker gives this the calls of tls_se::fill_with_entropy (--wrap), and that the other name.
extern "C" {
bool real_entropy(tls_se::MutableBytes out) asm(
    "__real__ZN6tls_se17fill_with_entropyESt4spanIhLm18446744073709551615EE");
bool wrapped_entropy(tls_se::MutableBytes out) asm(
    "__wrap__ZN6tls_se17fill_with_entropyESt4spanIhLm18446744073709551615EE");
bool wrapped_entropy(tls_se::MutableBytes out) {
  if (stuck_calls == 0) return real_entropy(out);
  --stuck_calls;
  std::ranges::fill(out, uint8_t{7});
  return true;
}
}

namespace tls_se {
namespace {

// A start fails at the first few bytes that are the same.
TEST(HostNoise, AStartIsTriedThreeTimes) {
  for (const int stuck : {0, 1, 2}) {
    stuck_calls = stuck;
    EXPECT_NO_THROW((void)make_host_parts(HostPlatform::software, 1)) << stuck;
    EXPECT_EQ(stuck_calls, 0);
  }
  stuck_calls = 1000;
  EXPECT_THROW((void)make_host_parts(HostPlatform::software, 1), std::runtime_error);
  EXPECT_EQ(stuck_calls, 997);
  stuck_calls = 0;
}

}  // namespace
}  // namespace tls_se

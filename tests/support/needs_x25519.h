// For tests of what a platform may lack.
#pragma once

#include <gtest/gtest.h>

#include "platform/host/host_platform.h"

namespace tls_se::test {

[[nodiscard]] inline bool lacks_x25519() { return !has_x25519(default_host_platform()); }
inline constexpr const char* kLacksX25519 = "what cards compute with here has no x25519";

/// A fixture whose tests are skipped where cards have no x25519.
template <class Fixture = testing::Test>
class NeedsX25519 : public Fixture {
 protected:
  void SetUp() override {
    if (lacks_x25519()) GTEST_SKIP() << kLacksX25519;
    Fixture::SetUp();
  }
};

}  // namespace tls_se::test

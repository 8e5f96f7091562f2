#include "node/endpoint.h"

#include <gtest/gtest.h>

namespace tls_se {
namespace {

TEST(EndpointTest, ReadsAddressesAndNames) {
  EXPECT_EQ(to_string(parse_endpoint("127.0.0.1:8443")), "127.0.0.1:8443");
  EXPECT_EQ(to_string(parse_endpoint("[::1]:0")), "[::1]:0");
  EXPECT_EQ(parse_endpoint("localhost:1").port(), 1);
}

TEST(EndpointTest, AHostMayBeLookedUpLater) {
  const HostPort later = parse_host_port("no-such-host.invalid:443");
  EXPECT_EQ(later.host, "no-such-host.invalid");
  EXPECT_EQ(later.port, 443);
  EXPECT_EQ(to_string(later), "no-such-host.invalid:443");
  EXPECT_EQ(parse_host_port("[::1]:443").host, "::1");
  EXPECT_EQ(to_string(parse_host_port("[::1]:443")), "[::1]:443");
  EXPECT_THROW((void)parse_endpoint("no-such-host.invalid:443"), std::runtime_error);
}

TEST(EndpointTest, RefusesWhatIsNone) {
  for (const char* text : {"", "8443", ":8443", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:x",
                           "127.0.0.1:80 ", "::1:8443", "[::1]", "[]:1"}) {
    EXPECT_THROW((void)parse_endpoint(text), std::runtime_error) << text;
    EXPECT_THROW((void)parse_host_port(text), std::runtime_error) << text;
  }
}

}  // namespace
}  // namespace tls_se

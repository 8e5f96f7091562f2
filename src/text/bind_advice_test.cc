#include "text/bind_advice.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace tls_se {
namespace {

TEST(BindAdviceTest, IsOfWhatAPersonCanMend) {
  EXPECT_TRUE(bind_advice(EADDRINUSE).starts_with("another program listens there"));
  EXPECT_TRUE(bind_advice(EADDRNOTAVAIL).starts_with("no network interface"));
  EXPECT_TRUE(bind_advice(EACCES).contains("CAP_NET_BIND_SERVICE"));
}

TEST(BindAdviceTest, OfTheRestThereIsNone) {
  for (const int error : {0, ENOMEM, EINVAL}) EXPECT_EQ(bind_advice(error), "");
}

}  // namespace
}  // namespace tls_se

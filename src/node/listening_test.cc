#include "node/listening.h"

#include <gtest/gtest.h>

#include <asio/io_context.hpp>

namespace tls_se {
namespace {

TEST(ListeningTest, APortIsFreeUntilItIsListenedAt) {
  asio::io_context io;
  asio::ip::tcp::acceptor acceptor(io);
  start_listening(acceptor, {asio::ip::address_v4::loopback(), 0});
  const auto endpoint = acceptor.local_endpoint();
  EXPECT_EQ(try_listening(endpoint), asio::error::address_in_use);
  acceptor.close();
  EXPECT_FALSE(try_listening(endpoint));
  EXPECT_FALSE(try_listening(endpoint));  // the first has let it go
}

}  // namespace
}  // namespace tls_se

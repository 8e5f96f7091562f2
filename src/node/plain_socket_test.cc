#include "node/plain_socket.h"

#include <gtest/gtest.h>

#include <array>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>

namespace tls_se {
namespace {

TEST(PlainSocketTest, WhatIsCancelledStaysCancelled) {
  asio::io_context io;
  asio::ip::tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  asio::ip::tcp::socket socket(io);
  socket.connect(acceptor.local_endpoint());
  PlainSocket plain(std::move(socket));
  plain.cancel();

  asio::error_code read_error;
  asio::error_code write_error;
  auto work = [&]() -> asio::awaitable<void> {
    std::array<uint8_t, 1> byte;
    (void)co_await plain.read(asio::buffer(byte), read_error);
    std::vector<uint8_t> content = {1};
    write_error = co_await plain.write(std::move(content));
  };
  asio::co_spawn(io, work, asio::detached);
  io.poll();
  EXPECT_EQ(read_error, asio::error::operation_aborted);
  EXPECT_EQ(write_error, asio::error::operation_aborted);
}

}  // namespace
}  // namespace tls_se

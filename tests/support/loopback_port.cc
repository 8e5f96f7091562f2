#include "support/loopback_port.h"

#include <gtest/gtest.h>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>
#include <thread>

namespace tls_se {

using asio::ip::tcp;

uint16_t free_port() {
  asio::io_context io;
  return tcp::acceptor(io, {asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
}

std::string loopback(uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

void await_listener(uint16_t port) {
  constexpr int kAttempts = 600;
  asio::io_context io;
  for (int i = 0; i < kAttempts; ++i) {
    tcp::socket socket(io);
    asio::error_code error;
    socket.connect({asio::ip::address_v4::loopback(), port}, error);
    if (!error) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ADD_FAILURE() << "nobody listens on port " << port;
}

}  // namespace tls_se

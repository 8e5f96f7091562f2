// A peer for tests, that speaks in records of its own making.
#pragma once

#include <gtest/gtest.h>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/write.hpp>
#include <memory>

#include "support/glass_card.h"

namespace tls_se {

inline const std::string kCloseNotify("\x01\x00", 2);

class Peer {
 public:
  /// One that connects.
  explicit Peer(const asio::ip::tcp::endpoint& endpoint) { socket_.connect(endpoint); }
  /// One that accepts.
  explicit Peer(asio::ip::tcp::acceptor& acceptor) { acceptor.accept(socket_); }

  void send(uint8_t type, const std::string& content) { send_raw(record(type, content)); }
  void send_raw(const std::vector<uint8_t>& bytes) { asio::write(socket_, asio::buffer(bytes)); }
  void open() { send(22, "hello"); }
  std::vector<uint8_t> receive(size_t size) {
    std::vector<uint8_t> bytes(size);
    bytes.resize(asio::read(socket_, asio::buffer(bytes), error_));
    return bytes;
  }
  void expect(uint8_t type, const std::string& content) {
    const auto expected = record(type, content);
    EXPECT_EQ(receive(expected.size()), expected);
  }
  /// This content, as application data, comes back.
  void expect_echo(const std::string& content) {
    send(23, content);
    expect(23, content);
  }
  /// close_notify, and the stream's end.
  void expect_close() {
    expect(21, kCloseNotify);
    expect_end();
  }
  void expect_end() {
    EXPECT_TRUE(receive(1).empty());
    EXPECT_EQ(error_, asio::error::eof);
  }
  void expect_reset() {
    EXPECT_TRUE(receive(1).empty());
    EXPECT_EQ(error_, asio::error::connection_reset);
  }
  void shut_down() { socket_.shutdown(asio::ip::tcp::socket::shutdown_send); }
  void reset() {
    socket_.set_option(asio::socket_base::linger(true, 0));
    socket_.close();
  }

 private:
  std::unique_ptr<asio::io_context> io_ = std::make_unique<asio::io_context>();
  asio::ip::tcp::socket socket_{*io_};
  asio::error_code error_;
};

}  // namespace tls_se

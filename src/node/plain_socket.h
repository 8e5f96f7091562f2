// The plain side that is a TCP connection: one that was accepted, or one to a target.
#pragma once

#include <asio/ip/tcp.hpp>
#include <optional>

#include "node/dialer.h"
#include "node/plain_side.h"

namespace tls_se {

class PlainSocket final : public PlainSide {
 public:
  /// One that was accepted.
  explicit PlainSocket(asio::ip::tcp::socket socket);
  /// One to be connected once the TLS session is open: nobody without the key reaches the target.
  PlainSocket(const asio::any_io_executor& executor, HostPort target);

  asio::awaitable<void> open() override;
  asio::awaitable<size_t> read(asio::mutable_buffer buffer, asio::error_code& error) override;
  asio::awaitable<asio::error_code> write(std::vector<uint8_t> content) override;
  void shut_down() override;
  void cancel() override;
  void close() override;
  [[nodiscard]] std::string name() const override;

 private:
  asio::ip::tcp::socket socket_;
  Dialer dialer_;
  std::optional<HostPort> target_;
  bool shut_down_ = false;
};

}  // namespace tls_se

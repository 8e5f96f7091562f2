// The plain side that sends back what it gets.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/steady_timer.hpp>

#include "node/plain_side.h"

namespace tls_se {

/// It holds one piece of content at a time: write() returns when read() comes for the next one, so
/// that a peer that doesn't read stops being read from.
class Echo final : public PlainSide {
 public:
  explicit Echo(const asio::any_io_executor& executor)
      : changed_(executor, asio::steady_timer::time_point::max()) {}

  asio::awaitable<void> open() override;
  asio::awaitable<size_t> read(asio::mutable_buffer buffer, asio::error_code& error) override;
  asio::awaitable<asio::error_code> write(std::vector<uint8_t> content) override;
  void stop_reading() override;
  void shut_down() override;
  void cancel() override;
  void close() override {}
  [[nodiscard]] std::string name() const override { return "the echo"; }

 private:
  asio::awaitable<void> change();

  asio::steady_timer changed_;  // cancelled to wake who waits
  std::vector<uint8_t> content_;
  size_t taken_ = 0;  // bytes of the content
  bool reader_waits_ = false;
  bool unread_ = false;
  bool ended_ = false;
  bool cancelled_ = false;
};

}  // namespace tls_se

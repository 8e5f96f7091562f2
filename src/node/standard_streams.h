// The plain side that is this process's standard input and output: files, pipes, terminals. They
// are read and written by threads that block, since epoll takes no files, and since making a
// terminal non-blocking would do so for every program that shares it.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/thread_pool.hpp>

#include "node/plain_side.h"

namespace tls_se {

/// From its construction on, a reader of standard output that leaves is an error and no SIGPIPE.
class StandardStreams final : public PlainSide {
 public:
  StandardStreams();
  StandardStreams(const StandardStreams&) = delete;
  StandardStreams& operator=(const StandardStreams&) = delete;
  ~StandardStreams() override;

  asio::awaitable<void> open() override;
  asio::awaitable<size_t> read(asio::mutable_buffer buffer, asio::error_code& error) override;
  asio::awaitable<asio::error_code> write(std::vector<uint8_t> content) override;
  void shut_down() override;
  void cancel() override;
  void close() override { cancel(); }
  [[nodiscard]] std::string name() const override { return "standard input or output"; }

 private:
  asio::error_code wait_for(int stream, short events) const;
  size_t read_blocking(asio::mutable_buffer buffer, asio::error_code& error) const;
  asio::error_code write_blocking(Bytes content) const;

  int cancelled_;  // an eventfd: readable for good once cancel() has been called
  asio::thread_pool reader_{1};
  asio::thread_pool writer_{1};
};

}  // namespace tls_se

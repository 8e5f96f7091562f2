#include "node/standard_streams.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/use_awaitable.hpp>
#include <climits>
#include <csignal>
#include <system_error>

namespace tls_se {
namespace {

asio::error_code last_error() { return {errno, asio::system_category()}; }

/// Runs `work`, which blocks, on a thread of the pool.
template <class Work>
asio::awaitable<std::invoke_result_t<Work>> on_thread_of(asio::thread_pool& pool, Work work) {
  using Result = std::invoke_result_t<Work>;
  auto coroutine = [work]() -> asio::awaitable<Result> { co_return work(); };
  co_return co_await asio::co_spawn(pool, std::move(coroutine), asio::use_awaitable);
}

}  // namespace

StandardStreams::StandardStreams() : cancelled_(eventfd(0, EFD_CLOEXEC)) {
  if (cancelled_ < 0) throw std::system_error(last_error(), "eventfd");
  std::signal(SIGPIPE, SIG_IGN);
}

StandardStreams::~StandardStreams() {
  cancel();
  reader_.join();
  writer_.join();
  ::close(cancelled_);
}

asio::awaitable<void> StandardStreams::open() { co_return; }

asio::awaitable<size_t> StandardStreams::read(asio::mutable_buffer buffer,
                                              asio::error_code& error) {
  const auto work = [this, buffer, &error] { return read_blocking(buffer, error); };
  co_return co_await on_thread_of(reader_, work);
}

asio::awaitable<asio::error_code> StandardStreams::write(std::vector<uint8_t> content) {
  const Bytes bytes = content;
  const auto work = [this, bytes] { return write_blocking(bytes); };
  co_return co_await on_thread_of(writer_, work);
}

/// A program that reads from ours is to see the end, even while ours goes on sending.
void StandardStreams::shut_down() {
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return;
  dup2(nowhere, STDOUT_FILENO);
  ::close(nowhere);
}

void StandardStreams::cancel() { (void)eventfd_write(cancelled_, 1); }

/// Files are always ready. What is ready will not block.
asio::error_code StandardStreams::wait_for(int stream, short events) const {
  std::array<pollfd, 2> waited = {{{.fd = stream, .events = events, .revents = 0},
                                   {.fd = cancelled_, .events = POLLIN, .revents = 0}}};
  while (poll(waited.data(), waited.size(), -1) < 0) {
    if (errno != EINTR) return last_error();
  }
  if (waited[1].revents != 0) return asio::error::operation_aborted;
  return {};
}

size_t StandardStreams::read_blocking(asio::mutable_buffer buffer, asio::error_code& error) const {
  for (;;) {
    error = wait_for(STDIN_FILENO, POLLIN);
    if (error) return 0;
    const ssize_t size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (size > 0) return static_cast<size_t>(size);
    if (size == 0) error = asio::error::eof;
    if (size < 0 && errno != EINTR && errno != EAGAIN) error = last_error();
    if (error) return 0;
  }
}

asio::error_code StandardStreams::write_blocking(Bytes content) const {
  while (!content.empty()) {
    if (const auto error = wait_for(STDOUT_FILENO, POLLOUT)) return error;
    // A pipe that is ready has room for so much.
    const size_t size = std::min<size_t>(content.size(), PIPE_BUF);
    const ssize_t written = ::write(STDOUT_FILENO, content.data(), size);
    if (written < 0 && errno != EINTR && errno != EAGAIN) return last_error();
    if (written > 0) content = content.subspan(static_cast<size_t>(written));
  }
  return {};
}

}  // namespace tls_se

#include "node/plain_socket.h"

#include <asio/write.hpp>

#include "node/asio.h"

namespace tls_se {

using asio::ip::tcp;

PlainSocket::PlainSocket(tcp::socket socket) : socket_(std::move(socket)), dialer_(socket_) {}

PlainSocket::PlainSocket(const asio::any_io_executor& executor, HostPort target)
    : socket_(executor), dialer_(socket_), target_(std::move(target)) {}

asio::awaitable<void> PlainSocket::open() {
  if (target_) co_await dialer_.dial(*target_);
  send_at_once(socket_);
}

asio::awaitable<size_t> PlainSocket::read(asio::mutable_buffer buffer, asio::error_code& error) {
  if (dialer_.cancelled()) error = asio::error::operation_aborted;
  if (error) co_return 0;
  co_return co_await socket_.async_read_some(buffer, into(error));
}

asio::awaitable<asio::error_code> PlainSocket::write(std::vector<uint8_t> content) {
  asio::error_code error;
  if (dialer_.cancelled()) error = asio::error::operation_aborted;
  if (error) co_return error;
  co_await asio::async_write(socket_, asio::buffer(content), into(error));
  co_return error;
}

void PlainSocket::shut_down() {
  shut_down_ = true;
  asio::error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void PlainSocket::cancel() { dialer_.cancel(); }

void PlainSocket::close() {
  if (!shut_down_) return abort_connection(socket_);
  asio::error_code ignored;
  socket_.close(ignored);
}

std::string PlainSocket::name() const { return target_ ? "the target" : "the plain client"; }

}  // namespace tls_se

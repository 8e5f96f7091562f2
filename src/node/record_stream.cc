#include "node/record_stream.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>

#include "node/asio.h"
#include "node/watchdog.h"
#include "se/base/protocol.h"

namespace tls_se {
namespace {

using asio::ip::tcp;

// What one read takes from the peer, at most: the longest record.
constexpr size_t kReadSize = kRecordHeaderSize + kMaxCiphertext;
constexpr std::chrono::seconds kLingerTime{2};  // for a peer that reads slowly

}  // namespace

RecordStream::RecordStream(tcp::socket socket)
    : socket_(std::move(socket)), dialer_(socket_), outbox_(socket_) {
  send_at_once(socket_);
}

asio::awaitable<void> RecordStream::dial(HostPort to) {
  co_await dialer_.dial(std::move(to));
  send_at_once(socket_);
}

asio::awaitable<std::optional<std::vector<uint8_t>>> RecordStream::read(asio::error_code& error) {
  std::vector<uint8_t> buffer;
  for (;;) {
    if (dialer_.cancelled()) error = asio::error::operation_aborted;
    if (error) co_return std::nullopt;
    if (auto record = records_.next()) co_return record;
    buffer.resize(kReadSize);
    const size_t size = co_await socket_.async_read_some(asio::buffer(buffer), into(error));
    records_.push(Bytes(buffer).first(size));
  }
}

asio::awaitable<asio::error_code> RecordStream::ignore_rest() {
  std::array<uint8_t, 512> ignored;
  asio::error_code error;
  if (dialer_.cancelled()) error = asio::error::operation_aborted;
  while (!error) co_await socket_.async_read_some(asio::buffer(ignored), into(error));
  co_return error;
}

/// tcp(7): "This flag is not permanent, it only enables a switch to or from quickack mode."
void RecordStream::acknowledge() {
  const int on = 1;
  (void)setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

asio::awaitable<void> RecordStream::write(std::vector<uint8_t> records) {
  if (!peer_is_deaf()) co_await outbox_.write(std::move(records));
}

void RecordStream::write_now(Bytes records) {
  if (!outbox_.clean()) return;
  asio::error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.write_some(asio::buffer(records.data(), records.size()), ignored);
}

void RecordStream::shut_down() {
  asio::error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void RecordStream::abort() { abort_connection(socket_); }

void RecordStream::close() {
  asio::error_code ignored;
  socket_.close(ignored);
}

asio::awaitable<void> RecordStream::linger() {
  if (!socket_.is_open()) co_return;
  shut_down();
  Watchdog watchdog(executor(), [this] { dialer_.cancel(); });
  watchdog.allow(kLingerTime);
  co_await watchdog.watch(drain());
}

asio::awaitable<void> RecordStream::drain() {
  std::vector<uint8_t> ignored(kReadSize);
  asio::error_code error;
  while (!error) co_await socket_.async_read_some(asio::buffer(ignored), into(error));
}

}  // namespace tls_se

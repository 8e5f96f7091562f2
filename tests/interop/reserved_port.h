// A port that nobody else gets, for a program that can't choose one itself.
#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

namespace tls_se::interop {

/// The socket is bound and never listens, and the kernel gives its port to nobody who asks for any
/// free one; a program that asks for this very port, with SO_REUSEADDR, gets it.
class ReservedPort {
 public:
  ReservedPort() {
    socket_.open(asio::ip::tcp::v4());
    socket_.set_option(asio::socket_base::reuse_address(true));
    socket_.bind({asio::ip::address_v4::any(), 0});
  }
  [[nodiscard]] uint16_t number() const { return socket_.local_endpoint().port(); }

 private:
  asio::io_context io_;
  asio::ip::tcp::socket socket_{io_};
};

}  // namespace tls_se::interop

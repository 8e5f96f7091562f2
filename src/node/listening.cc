#include "node/listening.h"

#include <asio/io_context.hpp>

namespace tls_se {

using Acceptor = asio::ip::tcp::acceptor;

void start_listening(Acceptor& acceptor, const asio::ip::tcp::endpoint& endpoint) {
  acceptor.open(endpoint.protocol());
  acceptor.set_option(Acceptor::reuse_address(true));
  acceptor.bind(endpoint);
  acceptor.listen();
}

asio::error_code try_listening(const asio::ip::tcp::endpoint& endpoint) {
  asio::io_context io;
  Acceptor acceptor(io);
  try {
    start_listening(acceptor, endpoint);
  } catch (const std::system_error& error) {
    return error.code();
  }
  return {};
}

}  // namespace tls_se

// For tests: what a plain TCP service reads.
#pragma once

#include <asio/buffer.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <string>

namespace tls_se {

/// So many bytes, or fewer if the stream ends before.
inline std::string plain_read(asio::ip::tcp::socket& socket, size_t size) {
  std::string text(size, '\0');
  asio::error_code error;
  text.resize(asio::read(socket, asio::buffer(text), error));
  return text;
}

}  // namespace tls_se

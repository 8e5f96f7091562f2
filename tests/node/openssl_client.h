// libssl as a TLS client in the test, for what no command line tool does: half-close, resets, odd
// ClientHellos.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace tls_se {

class OpensslClient {
 public:
  struct Options {
    std::string psk;  // hexadecimal; the demo's if it is empty
    std::string identity = "Client_identity";
    std::string groups = "P-256";
    std::string ciphersuites = "TLS_AES_128_CCM_SHA256";
    size_t alpn_size = 0;  // bytes of ALPN protocols, to make the ClientHello long
  };

  OpensslClient(uint16_t port, Options options);
  explicit OpensslClient(uint16_t port) : OpensslClient(port, Options()) {}
  OpensslClient(const OpensslClient&) = delete;
  OpensslClient& operator=(const OpensslClient&) = delete;
  ~OpensslClient();

  [[nodiscard]] bool handshake();
  void write(const std::string& text);
  /// So many bytes, or fewer if the stream ends before.
  [[nodiscard]] std::string read(size_t size);
  /// The server has sent close_notify.
  [[nodiscard]] bool closed_by_peer();
  /// The AlertDescription that the server has sent, -1 if it has sent none.
  [[nodiscard]] int alert() const { return alert_; }

  void key_update(bool update_requested);
  /// close_notify: the end of this direction.
  void close();
  /// The end of the TCP stream, without a word of TLS.
  void shut_down_tcp();
  void reset_tcp();
  /// Bytes past TLS, into the middle of it.
  void write_raw(const std::string& bytes);

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  Options options_;
  int socket_ = -1;
  int alert_ = -1;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
};

}  // namespace tls_se

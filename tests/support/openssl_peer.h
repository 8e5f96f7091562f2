// libssl as the TLS peer in a test, in either role, for what no command line tool does: half-close,
// resets, odd ClientHellos.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace tls_se {

struct OpensslOptions {
  std::string psk;  // hexadecimal; the demo's if it is empty
  std::string identity = "Client_identity";
  std::string groups = "P-256";
  std::string ciphersuites = "TLS_AES_128_CCM_SHA256";
  size_t alpn_size = 0;  // bytes of ALPN protocols, to make a ClientHello long
};

/// One connection. A test that would wait for good ends in a failure after half a minute.
class OpensslPeer {
 public:
  OpensslPeer(const OpensslPeer&) = delete;
  OpensslPeer& operator=(const OpensslPeer&) = delete;
  ~OpensslPeer();

  [[nodiscard]] bool handshake();
  void write(const std::string& text);
  /// False if nobody takes it any more.
  [[nodiscard]] bool try_to_write(const std::string& text);
  /// So many bytes, or fewer if the stream ends before.
  [[nodiscard]] std::string read(size_t size);
  /// The other one has sent close_notify.
  [[nodiscard]] bool closed_by_peer();
  /// The AlertDescription that the other one has sent, -1 if it has sent none.
  [[nodiscard]] int alert() const { return alert_; }

  void key_update(bool update_requested);
  /// close_notify: the end of this direction.
  void close();
  /// The end of the TCP stream, without a word of TLS.
  void shut_down_tcp();
  void reset_tcp();
  /// Bytes past TLS, into the middle of it.
  void write_raw(const std::string& bytes);

 protected:
  OpensslPeer(const SSL_METHOD* method, int socket, OpensslOptions options);
  [[nodiscard]] SSL* ssl() { return ssl_.get(); }
  [[nodiscard]] const OpensslOptions& options() const { return options_; }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  OpensslOptions options_;
  int socket_ = -1;
  int alert_ = -1;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
};

/// Connects to a server on this host.
class OpensslClient : public OpensslPeer {
 public:
  using Options = OpensslOptions;

  OpensslClient(uint16_t port, Options options);
  explicit OpensslClient(uint16_t port) : OpensslClient(port, Options()) {}
};

/// Accepts connections on a port of this host.
class OpensslServer {
 public:
  class Connection : public OpensslPeer {
   public:
    Connection(int socket, OpensslOptions options);
  };

  explicit OpensslServer(OpensslOptions options = {});
  OpensslServer(const OpensslServer&) = delete;
  OpensslServer& operator=(const OpensslServer&) = delete;
  ~OpensslServer();

  [[nodiscard]] uint16_t port() const { return port_; }
  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  /// The next one, without its handshake.
  [[nodiscard]] std::unique_ptr<Connection> accept();

 private:
  OpensslOptions options_;
  int listener_ = -1;
  uint16_t port_ = 0;
};

}  // namespace tls_se

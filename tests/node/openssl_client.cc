#include "openssl_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "server_process.h"

namespace tls_se {
namespace {

int connect_to(uint16_t port) {
  const int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(handle, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  // A test that fails says so instead of waiting for good.
  const timeval patience = {.tv_sec = 30, .tv_usec = 0};
  setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return handle;
}

OpensslClient::Options& options_of(SSL* ssl) {
  return *static_cast<OpensslClient::Options*>(SSL_get_app_data(ssl));
}

unsigned give_psk(SSL* ssl, const char*, char* identity, unsigned max_identity, unsigned char* psk,
                  unsigned max_psk) {
  const auto& options = options_of(ssl);
  size_t size = 0;
  if (options.identity.size() >= max_identity) return 0;
  options.identity.copy(identity, options.identity.size());
  identity[options.identity.size()] = '\0';
  const std::string& key = options.psk.empty() ? std::string(kPsk) : options.psk;
  if (OPENSSL_hexstr2buf_ex(psk, max_psk, &size, key.c_str(), '\0') != 1) return 0;
  return static_cast<unsigned>(size);
}

/// Names of one letter: no server knows them, and they may be ignored.
std::string alpn_protocols(size_t size) {
  std::string protocols;
  while (protocols.size() < size) protocols += {'\x01', 'x'};
  return protocols;
}

}  // namespace

OpensslClient::OpensslClient(uint16_t port, Options options)
    : options_(std::move(options)),
      socket_(connect_to(port)),
      context_(SSL_CTX_new(TLS_client_method())) {
  std::signal(SIGPIPE, SIG_IGN);
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_3_VERSION);
  SSL_CTX_set_ciphersuites(context_.get(), options_.ciphersuites.c_str());
  SSL_CTX_set1_groups_list(context_.get(), options_.groups.c_str());
  SSL_CTX_set_psk_client_callback(context_.get(), give_psk);
  ssl_.reset(SSL_new(context_.get()));
  SSL_set_app_data(ssl_.get(), &options_);
  const std::string alpn = alpn_protocols(options_.alpn_size);
  if (!alpn.empty()) {
    SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(alpn.data()),
                        static_cast<unsigned>(alpn.size()));
  }
  SSL_set_msg_callback(
      ssl_.get(), [](int sent, int, int type, const void* bytes, size_t size, SSL*, void* self) {
        if (sent != 0 || type != SSL3_RT_ALERT || size != 2) return;
        static_cast<OpensslClient*>(self)->alert_ = static_cast<const unsigned char*>(bytes)[1];
      });
  SSL_set_msg_callback_arg(ssl_.get(), this);
  SSL_set_fd(ssl_.get(), socket_);
}

OpensslClient::~OpensslClient() {
  ssl_.reset();
  if (socket_ >= 0) ::close(socket_);
}

bool OpensslClient::handshake() {
  ERR_clear_error();
  return SSL_connect(ssl_.get()) == 1;
}

void OpensslClient::write(const std::string& text) {
  size_t written = 0;
  EXPECT_EQ(SSL_write_ex(ssl_.get(), text.data(), text.size(), &written), 1);
  EXPECT_EQ(written, text.size());
}

std::string OpensslClient::read(size_t size) {
  std::string text(size, '\0');
  size_t at = 0;
  while (at < size) {
    size_t got = 0;
    ERR_clear_error();
    if (SSL_read_ex(ssl_.get(), text.data() + at, size - at, &got) != 1) break;
    at += got;
  }
  text.resize(at);
  return text;
}

bool OpensslClient::closed_by_peer() {
  EXPECT_EQ(read(1), "");
  return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

void OpensslClient::key_update(bool update_requested) {
  EXPECT_EQ(SSL_key_update(ssl_.get(), update_requested ? SSL_KEY_UPDATE_REQUESTED
                                                        : SSL_KEY_UPDATE_NOT_REQUESTED),
            1);
  EXPECT_EQ(SSL_do_handshake(ssl_.get()), 1);  // sends it
}

void OpensslClient::close() { EXPECT_GE(SSL_shutdown(ssl_.get()), 0); }

void OpensslClient::shut_down_tcp() { shutdown(socket_, SHUT_WR); }

void OpensslClient::reset_tcp() {
  const linger abort = {.l_onoff = 1, .l_linger = 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
  ::close(std::exchange(socket_, -1));
}

void OpensslClient::write_raw(const std::string& bytes) {
  EXPECT_EQ(::write(socket_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
}

}  // namespace tls_se

#include "support/openssl_peer.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "support/server_process.h"

namespace tls_se {
namespace {

sockaddr_in loopback(uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int new_socket() { return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

/// A test that fails says so instead of waiting for good.
void limit_patience(int handle) {
  const timeval patience = {.tv_sec = 30, .tv_usec = 0};
  setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

int connect_to(uint16_t port) {
  const int handle = new_socket();
  const sockaddr_in address = loopback(port);
  EXPECT_EQ(connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  return handle;
}

const OpensslOptions& options_of(SSL* ssl) {
  return *static_cast<const OpensslOptions*>(SSL_get_app_data(ssl));
}

unsigned key_of(const OpensslOptions& options, unsigned char* psk, unsigned max_psk) {
  size_t size = 0;
  const std::string& key = options.psk.empty() ? std::string(kPsk) : options.psk;
  if (OPENSSL_hexstr2buf_ex(psk, max_psk, &size, key.c_str(), '\0') != 1) return 0;
  return static_cast<unsigned>(size);
}

unsigned give_psk(SSL* ssl, const char*, char* identity, unsigned max_identity, unsigned char* psk,
                  unsigned max_psk) {
  const auto& options = options_of(ssl);
  if (options.identity.size() >= max_identity) return 0;
  options.identity.copy(identity, options.identity.size());
  identity[options.identity.size()] = '\0';
  return key_of(options, psk, max_psk);
}

unsigned find_psk(SSL* ssl, const char* identity, unsigned char* psk, unsigned max_psk) {
  const auto& options = options_of(ssl);
  return options.identity == identity ? key_of(options, psk, max_psk) : 0;
}

/// Names of one letter: no server knows them, and they may be ignored.
std::string alpn_protocols(size_t size) {
  std::string protocols;
  while (protocols.size() < size) protocols += {'\x01', 'x'};
  return protocols;
}

}  // namespace

OpensslPeer::OpensslPeer(const SSL_METHOD* method, int socket, OpensslOptions options)
    : options_(std::move(options)), socket_(socket), context_(SSL_CTX_new(method)) {
  std::signal(SIGPIPE, SIG_IGN);
  limit_patience(socket_);
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_3_VERSION);
  SSL_CTX_set_ciphersuites(context_.get(), options_.ciphersuites.c_str());
  SSL_CTX_set1_groups_list(context_.get(), options_.groups.c_str());
  SSL_CTX_set_psk_client_callback(context_.get(), give_psk);
  SSL_CTX_set_psk_server_callback(context_.get(), find_psk);
  ssl_.reset(SSL_new(context_.get()));
  SSL_set_app_data(ssl_.get(), &options_);
  SSL_set_msg_callback(
      ssl_.get(), [](int sent, int, int type, const void* bytes, size_t size, SSL*, void* self) {
        if (sent != 0 || type != SSL3_RT_ALERT || size != 2) return;
        static_cast<OpensslPeer*>(self)->alert_ = static_cast<const unsigned char*>(bytes)[1];
      });
  SSL_set_msg_callback_arg(ssl_.get(), this);
  SSL_set_fd(ssl_.get(), socket_);
}

OpensslPeer::~OpensslPeer() {
  ssl_.reset();
  if (socket_ >= 0) ::close(socket_);
}

bool OpensslPeer::handshake() {
  ERR_clear_error();
  return SSL_do_handshake(ssl_.get()) == 1;
}

void OpensslPeer::write(const std::string& text) { EXPECT_TRUE(try_to_write(text)); }

bool OpensslPeer::try_to_write(const std::string& text) {
  size_t written = 0;
  ERR_clear_error();
  return SSL_write_ex(ssl_.get(), text.data(), text.size(), &written) == 1 &&
         written == text.size();
}

std::string OpensslPeer::read(size_t size) {
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

bool OpensslPeer::closed_by_peer() {
  EXPECT_EQ(read(1), "");
  return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

void OpensslPeer::key_update(bool update_requested) {
  EXPECT_EQ(SSL_key_update(ssl_.get(), update_requested ? SSL_KEY_UPDATE_REQUESTED
                                                        : SSL_KEY_UPDATE_NOT_REQUESTED),
            1);
  EXPECT_EQ(SSL_do_handshake(ssl_.get()), 1);  // sends it
}

void OpensslPeer::close() { EXPECT_GE(SSL_shutdown(ssl_.get()), 0); }

void OpensslPeer::shut_down_tcp() { shutdown(socket_, SHUT_WR); }

void OpensslPeer::reset_tcp() {
  const linger abort = {.l_onoff = 1, .l_linger = 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
  ::close(std::exchange(socket_, -1));
}

void OpensslPeer::write_raw(const std::string& bytes) {
  EXPECT_EQ(::write(socket_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
}

OpensslClient::OpensslClient(uint16_t port, Options options)
    : OpensslPeer(TLS_client_method(), connect_to(port), std::move(options)) {
  SSL_set_connect_state(ssl());
  const std::string alpn = alpn_protocols(this->options().alpn_size);
  if (alpn.empty()) return;
  SSL_set_alpn_protos(ssl(), reinterpret_cast<const unsigned char*>(alpn.data()),
                      static_cast<unsigned>(alpn.size()));
}

OpensslServer::Connection::Connection(int socket, OpensslOptions options)
    : OpensslPeer(TLS_server_method(), socket, std::move(options)) {
  SSL_set_accept_state(ssl());
}

OpensslServer::OpensslServer(OpensslOptions options)
    : options_(std::move(options)), listener_(new_socket()) {
  limit_patience(listener_);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  EXPECT_EQ(bind(listener_, generic, size), 0);
  EXPECT_EQ(listen(listener_, SOMAXCONN), 0);
  EXPECT_EQ(getsockname(listener_, generic, &size), 0);
  port_ = ntohs(address.sin_port);
}

OpensslServer::~OpensslServer() { ::close(listener_); }

std::unique_ptr<OpensslServer::Connection> OpensslServer::accept() {
  const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  EXPECT_GE(socket, 0);
  return std::make_unique<Connection>(socket, options_);
}

}  // namespace tls_se

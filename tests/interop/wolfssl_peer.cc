// wolfSSL as a program, since Debian packages none of its own:
//
//   wolfssl_peer client|server PORT [--key value ...]
//
// As a server it takes one connection, at a port of the kernel's choice if PORT is 0. Standard
// input goes to the peer and what comes from there to standard output; a line `^rekey^` asks for a
// KeyUpdate, the end of the input is close_notify. All that is said about the session goes to
// standard error.
#include <wolfssl/options.h>
// After the options that wolfSSL was built with.
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <wolfssl/ssl.h>

#include <cstdio>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Options = std::map<std::string, std::string>;

constexpr char kRekey[] = "^rekey^\n";

struct Psk {
  std::string identity;
  std::string key;
  std::string suite;
};
Psk psk;  // wolfSSL's callbacks are functions

unsigned give_key(unsigned char* key, unsigned max_size, const char** suite) {
  if (psk.key.size() > max_size) return 0;
  std::memcpy(key, psk.key.data(), psk.key.size());
  *suite = psk.suite.c_str();
  return static_cast<unsigned>(psk.key.size());
}

unsigned client_psk(WOLFSSL*, const char*, char* identity, unsigned max_identity,
                    unsigned char* key, unsigned max_key, const char** suite) {
  std::snprintf(identity, max_identity, "%s", psk.identity.c_str());
  return give_key(key, max_key, suite);
}

unsigned server_psk(WOLFSSL*, const char* identity, unsigned char* key, unsigned max_key,
                    const char** suite) {
  return identity == psk.identity ? give_key(key, max_key, suite) : 0;
}

std::string bytes_of(const std::string& hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

void require(bool condition, const std::string& what) {
  if (!condition) throw std::runtime_error(what);
}

sockaddr_in loopback(const std::string& port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(std::stoi(port)));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int dial(const std::string& port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(port);
  require(connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0,
          "nobody listens");
  return socket;
}

int accept_one(const std::string& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(port);
  socklen_t size = sizeof address;
  require(bind(listener, reinterpret_cast<const sockaddr*>(&address), size) == 0, "no such port");
  require(listen(listener, 1) == 0, "can't listen");
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  std::fprintf(stderr, "listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
  return accept(listener, nullptr, nullptr);
}

class Peer {
 public:
  Peer(bool is_client, Options options) : is_client_(is_client), options_(std::move(options)) {
    context_ =
        wolfSSL_CTX_new(is_client ? wolfTLSv1_3_client_method() : wolfTLSv1_3_server_method());
    require(wolfSSL_CTX_set_cipher_list(context_, options_["suite"].c_str()) == SSL_SUCCESS,
            "--suite");
    set_psk();
    set_certificates();
  }

  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() {
    wolfSSL_free(session_);
    wolfSSL_CTX_free(context_);
  }

  int run(int socket) {
    session_ = wolfSSL_new(context_);
    wolfSSL_set_fd(session_, socket);
    set_extensions();
    const int result = is_client_ ? wolfSSL_connect(session_) : wolfSSL_accept(session_);
    if (result != SSL_SUCCESS) return fail("handshake failed");
    say_what_was_agreed();
    return relay(socket);
  }

 private:
  void set_psk() {
    if (!options_.contains("psk")) return;
    psk = {options_["identity"], bytes_of(options_["psk"]), options_["suite"]};
    wolfSSL_CTX_set_psk_client_tls13_callback(context_, client_psk);
    wolfSSL_CTX_set_psk_server_tls13_callback(context_, server_psk);
  }

  void set_certificates() {
    if (options_.contains("chain")) {
      require(wolfSSL_CTX_use_certificate_chain_file(context_, options_["chain"].c_str()) ==
                  SSL_SUCCESS,
              "--chain");
      require(wolfSSL_CTX_use_PrivateKey_file(context_, options_["key"].c_str(),
                                              SSL_FILETYPE_PEM) == SSL_SUCCESS,
              "--key");
    }
    if (!options_.contains("ca")) {
      wolfSSL_CTX_set_verify(context_, SSL_VERIFY_NONE, nullptr);
      return;
    }
    require(
        wolfSSL_CTX_load_verify_locations(context_, options_["ca"].c_str(), nullptr) == SSL_SUCCESS,
        "--ca");
    wolfSSL_CTX_set_verify(context_, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  }

  void set_extensions() {
    if (options_.contains("group")) set_group(options_["group"]);
    if (options_.contains("name")) {
      const std::string& name = options_["name"];
      wolfSSL_check_domain_name(session_, name.c_str());
      wolfSSL_UseSNI(session_, WOLFSSL_SNI_HOST_NAME, name.data(),
                     static_cast<unsigned short>(name.size()));
    }
    if (options_.contains("alpn")) {
      std::string& alpn = options_["alpn"];
      wolfSSL_UseALPN(session_, alpn.data(), static_cast<unsigned>(alpn.size()),
                      WOLFSSL_ALPN_FAILED_ON_MISMATCH);
    }
    if (options_.contains("max-fragment")) {
      wolfSSL_UseMaxFragment(session_,
                             static_cast<unsigned char>(std::stoi(options_["max-fragment"])));
    }
  }

  /// The group of the first key share; the others are still offered.
  void set_group(const std::string& name) {
    const int group = name == "x25519" ? WOLFSSL_ECC_X25519 : WOLFSSL_ECC_SECP256R1;
    require(wolfSSL_UseKeyShare(session_, static_cast<word16>(group)) == SSL_SUCCESS, "--group");
  }

  void say_what_was_agreed() {
    std::fprintf(stderr, "open, %s\n", wolfSSL_get_cipher(session_));
    void* name = nullptr;
    if (!is_client_ && wolfSSL_SNI_GetRequest(session_, WOLFSSL_SNI_HOST_NAME, &name) != 0) {
      std::fprintf(stderr, "SNI %s\n", static_cast<const char*>(name));
    }
    char* alpn = nullptr;
    unsigned short size = 0;
    if (wolfSSL_ALPN_GetProtocol(session_, &alpn, &size) == SSL_SUCCESS && alpn != nullptr) {
      std::fprintf(stderr, "ALPN %.*s\n", size, alpn);
    }
  }

  /// A record may hold nothing for the user, as a KeyUpdate does: reading must not wait for more.
  int relay(int socket) {
    fcntl(socket, F_SETFL, O_NONBLOCK);
    pollfd ready[] = {{STDIN_FILENO, POLLIN, 0}, {socket, POLLIN, 0}};
    for (;;) {
      if (wolfSSL_pending(session_) == 0) poll(ready, 2, -1);
      if (ready[0].revents != 0 && !forward_input()) ready[0].fd = -1;
      if ((ready[1].revents != 0 || wolfSSL_pending(session_) != 0) && !forward_output()) break;
    }
    if (wolfSSL_get_error(session_, 0) != WOLFSSL_ERROR_ZERO_RETURN) return fail("failed");
    std::fprintf(stderr, "closed by close_notify\n");
    if (ready[0].fd >= 0) wolfSSL_shutdown(session_);
    return 0;
  }

  bool forward_input() {
    std::vector<char> buffer(1 << 14);
    const ssize_t size = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (size <= 0) {
      wolfSSL_shutdown(session_);
      return false;
    }
    if (std::string(buffer.data(), static_cast<size_t>(size)) == kRekey) {
      const bool sent = wolfSSL_update_keys(session_) == SSL_SUCCESS;
      if (sent) std::fprintf(stderr, "KeyUpdate sent\n");
      return sent;
    }
    pollfd room = {wolfSSL_get_fd(session_), POLLOUT, 0};
    while (wolfSSL_write(session_, buffer.data(), static_cast<int>(size)) != size) {
      if (wolfSSL_get_error(session_, -1) != SSL_ERROR_WANT_WRITE) return false;
      poll(&room, 1, -1);
    }
    return true;
  }

  bool forward_output() {
    std::vector<char> buffer(1 << 14);
    const int size = wolfSSL_read(session_, buffer.data(), static_cast<int>(buffer.size()));
    if (size <= 0) return wolfSSL_get_error(session_, size) == SSL_ERROR_WANT_READ;
    return write(STDOUT_FILENO, buffer.data(), static_cast<size_t>(size)) == size;
  }

  int fail(const char* what) {
    const int error = wolfSSL_get_error(session_, -1);
    char text[80];
    std::fprintf(stderr, "%s: %d, %s\n", what, error,
                 wolfSSL_ERR_error_string(static_cast<unsigned long>(error), text));
    WOLFSSL_ALERT_HISTORY alerts;
    wolfSSL_get_alert_history(session_, &alerts);
    if (alerts.last_rx.code > 0) std::fprintf(stderr, "alert %d received\n", alerts.last_rx.code);
    if (alerts.last_tx.code > 0) std::fprintf(stderr, "alert %d sent\n", alerts.last_tx.code);
    return 1;
  }

  bool is_client_;
  Options options_;
  WOLFSSL_CTX* context_ = nullptr;
  WOLFSSL* session_ = nullptr;
};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() < 2) return 2;
  Options options;
  for (size_t i = 2; i + 1 < words.size(); i += 2) options[words[i].substr(2)] = words[i + 1];
  const bool is_client = words[0] == "client";
  wolfSSL_Init();
  try {
    Peer peer(is_client, options);
    const int socket = is_client ? dial(words[1]) : accept_one(words[1]);
    return peer.run(socket);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "wolfssl_peer: %s\n", error.what());
    return 2;
  }
}

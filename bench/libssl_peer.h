// OpenSSL's libssl over memory: what everything here is measured with, and what the element is
// measured beside.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <vector>

#include "bench/credentials.h"
#include "se/tls_lib/settings.h"

namespace tls_se::bench {

/// What connections have in common; as fast as libssl lets it be.
class LibsslContext {
 public:
  /// `groups` as SSL_CTX_set1_groups_list has them. Throws std::runtime_error if libssl fails.
  LibsslContext(Role role, Mode mode, const char* groups);

 private:
  void use_psk() const;
  void show(const test::Identity& identity) const;
  void verify_peer() const;

  friend class LibsslPeer;
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };

  Role role_;
  std::unique_ptr<SSL_CTX, Free> context_;
};

/// One connection.
class LibsslPeer {
 public:
  explicit LibsslPeer(const LibsslContext& context);

  /// Records of the peer's in, records out. Throws std::runtime_error if the handshake fails.
  const std::vector<uint8_t>& handshake(Bytes records);
  [[nodiscard]] bool is_open() const { return SSL_is_init_finished(ssl_.get()) == 1; }

  const std::vector<uint8_t>& encrypt(Bytes content);
  const std::vector<uint8_t>& decrypt(Bytes record);

 private:
  struct Free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  const std::vector<uint8_t>& written();

  std::unique_ptr<SSL, Free> ssl_;
  BIO* input_;  // both owned by ssl_
  BIO* output_;
  std::vector<uint8_t> result_;
};

}  // namespace tls_se::bench

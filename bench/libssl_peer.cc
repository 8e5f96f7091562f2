#include "bench/libssl_peer.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <cstring>
#include <stdexcept>
#include <string>

namespace tls_se::bench {
namespace {

constexpr const char* kCipherSuite = "TLS_AES_128_CCM_SHA256";
constexpr uint8_t kCipherSuiteId[] = {0x13, 0x04};
constexpr long kMaxTimeout = 24L * 60 * 60;  // libssl lets a PSK expire after 5 minutes
constexpr size_t kMaxContent = 1 << 14;

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(std::string(what) + ": " + ERR_reason_error_string(ERR_get_error()));
}

void must(bool done, const char* what) {
  if (!done) fail(what);
}

/// The PSK as libssl wants it, made once for all connections.
SSL_SESSION* psk_session(SSL* ssl) {
  static SSL_SESSION* const session = [&] {
    SSL_SESSION* const made = SSL_SESSION_new();
    must(made != nullptr && SSL_SESSION_set1_master_key(made, kKey.data(), kKey.size()) == 1 &&
             SSL_SESSION_set_cipher(made, SSL_CIPHER_find(ssl, kCipherSuiteId)) == 1 &&
             SSL_SESSION_set_protocol_version(made, TLS1_3_VERSION) == 1 &&
             SSL_SESSION_set_timeout(made, kMaxTimeout) == 1,
         "PSK");
    return made;
  }();
  SSL_SESSION_up_ref(session);
  return session;
}

int choose_psk(SSL* ssl, const EVP_MD*, const unsigned char** identity, size_t* identity_size,
               SSL_SESSION** session) {
  *identity = reinterpret_cast<const unsigned char*>(kIdentity.data());
  *identity_size = kIdentity.size();
  *session = psk_session(ssl);
  return 1;
}

int find_psk(SSL* ssl, const unsigned char* identity, size_t identity_size, SSL_SESSION** session) {
  const bool known = identity_size == kIdentity.size() &&
                     std::memcmp(identity, kIdentity.data(), identity_size) == 0;
  *session = known ? psk_session(ssl) : nullptr;
  return 1;
}

}  // namespace

LibsslContext::LibsslContext(Role role, Mode mode, const char* groups)
    : role_(role),
      context_(SSL_CTX_new(role == Role::client ? TLS_client_method() : TLS_server_method())) {
  SSL_CTX* const context = context_.get();
  must(context != nullptr && SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
           SSL_CTX_set_ciphersuites(context, kCipherSuite) == 1 &&
           SSL_CTX_set1_groups_list(context, groups) == 1 &&
           SSL_CTX_set_num_tickets(context, 0) == 1,
       "SSL_CTX");
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);  // a search, and the root sent too
  if (mode == Mode::psk) {
    use_psk();
    return;
  }
  must(SSL_CTX_set1_sigalgs_list(context, "ECDSA+SHA256") == 1, "signature algorithms");
  const bool is_client = role == Role::client;
  if (!is_client || mode == Mode::mutual) {
    show(is_client ? Credentials::get().client : Credentials::get().server);
  }
  if (is_client || mode == Mode::mutual) verify_peer();
}

void LibsslContext::use_psk() const {
  SSL_CTX_set_psk_use_session_callback(context_.get(), choose_psk);
  SSL_CTX_set_psk_find_session_callback(context_.get(), find_psk);
}

void LibsslContext::show(const test::Identity& identity) const {
  const std::string& pem = identity.private_key_pem;
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  must(SSL_CTX_use_certificate_ASN1(context_.get(), static_cast<int>(identity.certificate.size()),
                                    identity.certificate.data()) == 1 &&
           SSL_CTX_use_PrivateKey(context_.get(), key.get()) == 1,
       "certificate");
}

void LibsslContext::verify_peer() const {
  const std::vector<uint8_t>& root = Credentials::get().authority.own().certificate;
  const unsigned char* der = root.data();
  const std::unique_ptr<X509, decltype(&X509_free)> anchor(
      d2i_X509(nullptr, &der, static_cast<long>(root.size())), X509_free);
  must(X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), anchor.get()) == 1, "root");
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  if (role_ == Role::client) {
    must(X509_VERIFY_PARAM_set1_host(SSL_CTX_get0_param(context_.get()), kServerName, 0) == 1,
         "server's name");
  }
}

LibsslPeer::LibsslPeer(const LibsslContext& context)
    : ssl_(SSL_new(context.context_.get())),
      input_(BIO_new(BIO_s_mem())),
      output_(BIO_new(BIO_s_mem())) {
  must(ssl_ && input_ != nullptr && output_ != nullptr, "SSL");
  SSL_set_bio(ssl_.get(), input_, output_);
  if (context.role_ == Role::client) {
    must(SSL_set_tlsext_host_name(ssl_.get(), kServerName) == 1, "server_name");
    SSL_set_connect_state(ssl_.get());
  } else {
    SSL_set_accept_state(ssl_.get());
  }
  result_.reserve(2 * kMaxContent);
}

const std::vector<uint8_t>& LibsslPeer::handshake(Bytes records) {
  BIO_write(input_, records.data(), static_cast<int>(records.size()));
  const int done = SSL_do_handshake(ssl_.get());
  must(done == 1 || SSL_get_error(ssl_.get(), done) == SSL_ERROR_WANT_READ, "SSL_do_handshake");
  return written();
}

const std::vector<uint8_t>& LibsslPeer::encrypt(Bytes content) {
  const int size = static_cast<int>(content.size());
  must(SSL_write(ssl_.get(), content.data(), size) == size, "SSL_write");
  return written();
}

const std::vector<uint8_t>& LibsslPeer::decrypt(Bytes record) {
  BIO_write(input_, record.data(), static_cast<int>(record.size()));
  result_.resize(kMaxContent);
  const int size = SSL_read(ssl_.get(), result_.data(), static_cast<int>(result_.size()));
  must(size > 0, "SSL_read");
  result_.resize(static_cast<size_t>(size));
  return result_;
}

const std::vector<uint8_t>& LibsslPeer::written() {
  result_.resize(BIO_ctrl_pending(output_));
  if (!result_.empty()) BIO_read(output_, result_.data(), static_cast<int>(result_.size()));
  return result_;
}

}  // namespace tls_se::bench

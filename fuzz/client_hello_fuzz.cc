// Check-ClientHello on a message's body, as the first and as the second of a session.
#include <algorithm>

#include "platform/openssl/openssl_crypto.h"
#include "se/tls_lib/client_hello.h"

namespace {

using namespace tls_se;

constexpr uint8_t kKey[32] = {1};
constexpr uint8_t kIdentity[] = {'C', 'l', 'i', 'e', 'n', 't', '_', 'i',
                                 'd', 'e', 'n', 't', 'i', 't', 'y'};
constexpr Psk kPsks[] = {{kIdentity, kKey}};
constexpr const CipherSuite* kSuites[] = {&kAes128CcmSha256};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static OpensslCrypto crypto;
  static uint8_t message[1 << 16];
  const TlsSettings settings = {.role = Role::server, .psks = kPsks, .cipher_suites = kSuites};
  size = std::min(size, sizeof message - kHandshakeHeaderSize);
  copy_bytes(std::span(message).subspan(kHandshakeHeaderSize), {data, size});
  for (const bool retried : {false, true}) {
    Session session(crypto, settings);
    session.transcript.start();
    if (retried) {
      session.negotiated.hello_retried = true;
      session.negotiated.cipher_suite = kSuites[0];
    }
    const Alert alert =
        check_client_hello(session, std::span(message).first(kHandshakeHeaderSize + size));
    // What was accepted is usable.
    if (alert == Alert::none && session.negotiated.cipher_suite == nullptr) __builtin_trap();
    if (session.negotiated.session_id_size > kMaxSessionIdSize) __builtin_trap();
  }
  return 0;
}

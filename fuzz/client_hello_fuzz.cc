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
constexpr uint8_t kProtocols[] = {4, 'm', 'q', 't', 't', 2, 'h', '2'};
constexpr const CipherSuite* kSuites[] = {&kAes128CcmSha256};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static OpensslCrypto crypto;
  static uint8_t message[1 << 16];
  static const Circumstances circumstances{.protocols = kProtocols};
  const TlsSettings settings = {.role = Role::server,
                                .modes = {.psk = true, .certificate = true, .mutual = false},
                                .psks = kPsks,
                                .cipher_suites = kSuites,
                                .circumstances = &circumstances};
  size = std::min(size, sizeof message - kHandshakeHeaderSize);
  copy_bytes(std::span(message).subspan(kHandshakeHeaderSize), {data, size});
  for (const bool retried : {false, true}) {
    Session session(crypto, settings, kMaxPlaintext + 1);
    session.clear();
    session.transcript.start();
    if (retried) {
      session.negotiated.hello_retried = true;
      session.negotiated.cipher_suite = kSuites[0];
    }
    const Alert alert = check_client_hello_for_either(
        session, std::span(message).first(kHandshakeHeaderSize + size));
    // What was accepted is usable.
    if (alert == Alert::none && session.negotiated.cipher_suite == nullptr) __builtin_trap();
    if (session.negotiated.session_id_size > kMaxSessionIdSize) __builtin_trap();
  }
  return 0;
}

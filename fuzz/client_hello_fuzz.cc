// Check-ClientHello on a message's body, as the first and as the second of a session.
#include <algorithm>

#include "platform/openssl/openssl_crypto.h"
#include "se/crypto_lib/hkdf.h"
#include "se/tls_lib/client_hello.h"

namespace {

using namespace tls_se;

constexpr uint8_t kIdentity[] = {'C', 'l', 'i', 'e', 'n', 't', '_', 'i',
                                 'd', 'e', 'n', 't', 'i', 't', 'y'};
constexpr Psk kPsks[] = {{kIdentity, KeyHandle{0}}};
constexpr uint8_t kProtocols[] = {4, 'm', 'q', 't', 't', 2, 'h', '2'};
constexpr const CipherSuite* kSuites[] = {&kAes128CcmSha256};
constexpr const NamedGroup* kGroups[] = {&kSecp256r1};

class Keys final : public KeyBytes {
 public:
  explicit Keys(Crypto& crypto) {
    constexpr uint8_t kKey[32] = {1};
    extract_early_secret(crypto, kKey, early_secret_.bytes());
  }
  [[nodiscard]] Bytes find(KeyHandle) const override { return early_secret_.bytes(); }

 private:
  Secret<kSha256Size> early_secret_;
};

void require(bool condition) {
  if (!condition) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static OpensslCrypto crypto;
  static const Keys keys(crypto);
  crypto.use_keys(&keys);
  static uint8_t message[1 << 16];
  static const Circumstances circumstances{.protocols = kProtocols};
  static const TlsSettings settings = {.modes = {Mode::psk, Mode::certificate},
                                       .psks = kPsks,
                                       .cipher_suites = kSuites,
                                       .groups = kGroups,
                                       .circumstances = &circumstances};
  size = std::min(size, sizeof message - kHandshakeHeaderSize);
  copy_bytes(std::span(message).subspan(kHandshakeHeaderSize), {data, size});
  for (const bool retried : {false, true}) {
    HandshakeMemory handshake(crypto);
    Session session(crypto, settings, handshake, Slots{});
    session.clear();
    session.record_size_limit = kMaxPlaintext + 1;
    session.role = Role::server;
    if (retried) {
      session.negotiated.retried = true;
      handshake.state.group = kGroups[0];
      session.negotiated.cipher_suite = kSuites[0];
    }
    const Alert alert = check_client_hello_for_either(
        session, std::span(message).first(kHandshakeHeaderSize + size));
    require(!crypto.take_failure());
    require(handshake.state.session_id_size <= kMaxSessionIdSize);
    // What was accepted is usable.
    if (alert != Alert::none) continue;
    require(session.negotiated.cipher_suite == kSuites[0] && handshake.state.group == kGroups[0]);
  }
  return 0;
}

// The key schedule, RFC 8446 section 7.1. It goes one way, Early Secret to Handshake Secret to
// Master Secret, and keeps no more than the secrets that are still to be used.
#pragma once

#include "se/base/secret.h"
#include "se/crypto_lib/crypto.h"
#include "se/tls_lib/protocol.h"
#include "se/tls_lib/transcript.h"

namespace tls_se {

using TrafficSecret = Secret<kSha256Size>;

class KeySchedule {
 public:
  /// Early Secret = HKDF-Extract(0, PSK).
  void enter_early(Crypto& crypto, Bytes psk);
  /// HMAC under the finished_key of binder_key "ext binder": PskBinderEntry, section 4.2.11.2.
  void external_psk_binder(Crypto& crypto, const Transcript::Hash& hash,
                           std::span<uint8_t, kSha256Size> binder) const;

  /// Handshake Secret = HKDF-Extract(Derive-Secret(Early Secret, "derived", ""), (EC)DHE).
  void enter_handshake(Crypto& crypto, Bytes shared_secret);
  /// [sender]_handshake_traffic_secret become the current ones. Hash: ClientHello...ServerHello.
  void derive_handshake_traffic(Crypto& crypto, const Transcript::Hash& hash);

  /// Master Secret, and from it [sender]_application_traffic_secret_0: the server's becomes current
  /// at once, the client's when use_client_application_traffic is called, since the client's
  /// Finished still belongs to the handshake secret. Hash: ClientHello...server Finished.
  void derive_application_traffic(Crypto& crypto, const Transcript::Hash& hash);
  void use_client_application_traffic() { secret_of(Role::client).take(next_client_); }

  /// application_traffic_secret_N+1 of one sender, section 7.2.
  void update_traffic(Crypto& crypto, Role sender);

  /// verify_data of `sender`'s Finished, section 4.4.4, under its handshake traffic secret. The
  /// server's is made or checked before derive_application_traffic, the client's before
  /// use_client_application_traffic.
  void finished_verify_data(Crypto& crypto, Role sender, const Transcript::Hash& hash,
                            std::span<uint8_t, kSha256Size> verify_data) const;

  [[nodiscard]] const TrafficSecret& traffic_secret(Role sender) const {
    return sender == Role::client ? client_ : server_;
  }

  void clear();

 private:
  TrafficSecret& secret_of(Role sender) { return sender == Role::client ? client_ : server_; }
  /// From this stage to the next: HKDF-Extract(Derive-Secret(., "derived", ""), input).
  void enter_next_stage(Crypto& crypto, Bytes input);

  Secret<kSha256Size> stage_;  // Early, Handshake, then Master Secret
  TrafficSecret client_;
  TrafficSecret server_;
  TrafficSecret next_client_;
};

}  // namespace tls_se

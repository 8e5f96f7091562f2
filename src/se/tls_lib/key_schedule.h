// The key schedule, RFC 8446 section 7.1. It goes one way, Early Secret to Handshake Secret to
// Master Secret, and keeps no more than the secrets that are still to be used.
#pragma once

#include "se/base/protocol.h"
#include "se/base/secret.h"
#include "se/crypto_lib/crypto.h"

namespace tls_se {

using TrafficSecret = Secret<kSha256Size>;

class KeySchedule {
 public:
  explicit KeySchedule(Crypto& crypto) : crypto_(crypto) {}

  /// Early Secret = HKDF-Extract(0, PSK).
  void enter_early(const Bytes& psk);
  /// The same with a string of zeros in the PSK's place: certificates.
  void enter_early_without_psk();
  /// HMAC under the finished_key of binder_key "ext binder": PskBinderEntry, section 4.2.11.2.
  void external_psk_binder(const Sha256Hash& hash, std::span<uint8_t, kSha256Size> binder) const;

  /// Handshake Secret = HKDF-Extract(Derive-Secret(Early Secret, "derived", ""), (EC)DHE).
  void enter_handshake(const Bytes& shared_secret) { enter_next_stage(shared_secret); }
  /// [sender]_handshake_traffic_secret become the current ones. Hash: ClientHello...ServerHello.
  void derive_handshake_traffic(const Sha256Hash& hash);

  /// Master Secret, and from it [sender]_application_traffic_secret_0: the server's becomes current
  /// at once, the client's when use_client_application_traffic is called, since the client's
  /// Finished still belongs to the handshake secret. Hash: ClientHello...server Finished.
  void derive_application_traffic(const Sha256Hash& hash);
  void use_client_application_traffic() { secret_of(Role::client).take(secrets_.next_client); }

  /// application_traffic_secret_N+1 of one sender, section 7.2.
  void update_traffic(Role sender);

  /// verify_data of `sender`'s Finished, section 4.4.4, under its handshake traffic secret. The
  /// server's is made or checked before derive_application_traffic, the client's before
  /// use_client_application_traffic.
  void finished_verify_data(Role sender, const Sha256Hash& hash,
                            std::span<uint8_t, kSha256Size> verify_data) const;

  [[nodiscard]] const TrafficSecret& traffic_secret(Role sender) const {
    return sender == Role::client ? secrets_.client : secrets_.server;
  }

  void clear();
  /// One sender will send no more.
  void clear_traffic(Role sender) { secret_of(sender).clear(); }

 private:
  /// Derive-Secret(stage, label, messages) into `out`.
  void derive(const char* label, const Sha256Hash& hash, TrafficSecret& out);
  TrafficSecret& secret_of(Role sender) {
    return sender == Role::client ? secrets_.client : secrets_.server;
  }
  /// From this stage to the next: HKDF-Extract(Derive-Secret(., "derived", ""), input).
  void enter_next_stage(const Bytes& input);

  Crypto& crypto_;
  struct {
    Secret<kSha256Size> stage;  // Early, Handshake, then Master Secret
    TrafficSecret client;
    TrafficSecret server;
    TrafficSecret next_client;
  } secrets_;
};

}  // namespace tls_se

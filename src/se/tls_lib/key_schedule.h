// The key schedule, RFC 8446 section 7.1. It goes one way, Early Secret to Handshake Secret to
// Master Secret, and keeps no more than the secrets that are still to be used. A platform that
// fails is noted in `crypto`.
#pragma once

#include "se/base/protocol.h"
#include "se/base/secret.h"
#include "se/crypto_lib/crypto.h"

namespace tls_se {

using TrafficSecret = Secret<kSha256Size>;

/// The current [sender]_handshake_traffic_secret or [sender]_application_traffic_secret_N.
class TrafficSecrets {
 public:
  [[nodiscard]] TrafficSecret& of(Role sender) { return secrets_[static_cast<size_t>(sender)]; }
  void clear() { wipe(secrets_, sizeof secrets_); }

 private:
  TrafficSecret secrets_[2];  // by Role
};

/// What a handshake needs of it.
class KeySchedule {
 public:
  explicit KeySchedule(Crypto& crypto) : crypto_(crypto) {}

  /// HMAC under the finished_key of binder_key "ext binder": PskBinderEntry, section 4.2.11.2.
  void external_psk_binder(KeyHandle psk, const Sha256Hash& hash,
                           std::span<uint8_t, kSha256Size> binder) const;

  /// From the Early Secret of this PSK, which stays where it is; or from that of no PSK, a string
  /// of zeros in its place: certificates.
  void start(KeyHandle psk);
  void start_without_psk();
  /// Handshake Secret = HKDF-Extract(Derive-Secret(Early Secret, "derived", ""), (EC)DHE).
  void enter_handshake(const Bytes& shared_secret) { enter_stage(shared_secret); }
  /// [sender]_handshake_traffic_secret become the current ones. Hash: ClientHello...ServerHello.
  void derive_handshake_traffic(const Sha256Hash& hash, TrafficSecrets& current);

  /// Master Secret, and from it [sender]_application_traffic_secret_0: the server's becomes current
  /// at once, the client's when use_client_application_traffic is called, since the client's
  /// Finished still belongs to the handshake secret. Hash: ClientHello...server Finished.
  void derive_application_traffic(const Sha256Hash& hash, TrafficSecrets& current);
  void use_client_application_traffic(TrafficSecrets& current) {
    current.of(Role::client).take(secrets_.next_client);
  }

  void clear();

 private:
  /// Derive-Secret(stage, label, messages) into `out`.
  void derive(const char* label, const Sha256Hash& hash, TrafficSecret& out);
  /// HKDF-Extract(what was derived from the stage before, input).
  void enter_stage(const Bytes& input);

  Crypto& crypto_;
  struct {
    /// Handshake and Master Secret; before either, Derive-Secret(., "derived", "") of the stage
    /// before it.
    Secret<kSha256Size> stage;
    TrafficSecret next_client;
  } secrets_;
};

/// verify_data of the Finished under its sender's handshake traffic secret, section 4.4.4.
void finished_verify_data(Crypto& crypto, const TrafficSecret& secret, const Sha256Hash& hash,
                          std::span<uint8_t, kSha256Size> verify_data);

/// application_traffic_secret_N+1, section 7.2.
void update_traffic_secret(Crypto& crypto, TrafficSecret& secret);

}  // namespace tls_se

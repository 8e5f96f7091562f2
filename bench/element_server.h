// The secure element as TLS server, driven by APDUs as a node drives it, without the node.
#pragma once

#include <vector>

#include "bench/demo_psk.h"
#include "bench/stopwatch.h"
#include "platform/openssl/openssl_crypto.h"
#include "se/applet/secure_element.h"

namespace tls_se::bench {

/// The platform, with a watch on the two curve operations that a handshake needs.
class WatchedCrypto final : public OpensslCrypto {
 public:
  [[nodiscard]] bool p256_generate(std::span<uint8_t, kP256PrivateKeySize> private_key,
                                   std::span<uint8_t, kP256PointSize> public_point) override {
    return watch_.time([&] { return OpensslCrypto::p256_generate(private_key, public_point); });
  }
  [[nodiscard]] bool p256_ecdh(std::span<const uint8_t, kP256PrivateKeySize> private_key,
                               std::span<const uint8_t, kP256PointSize> peer,
                               std::span<uint8_t, kP256SecretSize> secret) override {
    return watch_.time([&] { return OpensslCrypto::p256_ecdh(private_key, peer, secret); });
  }

  [[nodiscard]] double seconds_on_curve() const { return watch_.seconds(); }

 private:
  Stopwatch watch_;
};

class ElementServer {
 public:
  enum class Apdus { short_length, extended_length };

  explicit ElementServer(Apdus apdus = Apdus::short_length);
  ElementServer(const ElementServer&) = delete;
  ElementServer& operator=(const ElementServer&) = delete;

  void reset();
  /// Whole records of the peer's in, the element's out. Throws std::runtime_error if a status word
  /// is none that belongs to a handshake that goes well.
  const std::vector<uint8_t>& handshake(Bytes records);
  [[nodiscard]] bool is_open() const { return status_ == sw::kOpen; }

  /// What the curve operations of all handshakes up to now have taken.
  [[nodiscard]] double seconds_on_curve() const { return crypto_.seconds_on_curve(); }

  /// One record's content and the byte of its type in, the record out.
  const std::vector<uint8_t>& encrypt(Bytes message);
  const std::vector<uint8_t>& decrypt(Bytes record);

 private:
  void exchange(uint8_t direction, Bytes input);
  void recv(uint8_t direction, uint8_t flags, Bytes fragment);
  void send();
  void process(size_t command_size);

  Apdus apdus_;
  size_t max_fragment_;
  Psk psk_;
  CardSettings settings_;
  WatchedCrypto crypto_;
  SecureElement<kMaxPlaintext + kRecordOverhead> element_;
  std::vector<uint8_t> command_;
  std::vector<uint8_t> response_;
  StatusWord status_ = 0;
  std::vector<uint8_t> output_;
};

}  // namespace tls_se::bench

// What an element of one role and mode is personalised with, built in.
#pragma once

#include "se/data_exchange/data_exchange.h"
#include "se/tls_state_machine/programs.h"

namespace tls_se {

class BuiltInObjects final : public KeyBytes {
 public:
  static constexpr KeyHandle kPrivateKey{0};
  /// Of the certificate, in which it is found.
  static std::span<const uint8_t, kP256PointSize> public_key(Role role);
  /// The draft's, section 5.
  static Bytes psk();

  /// Both outlive it.
  BuiltInObjects(Role role, Mode mode, Crypto& crypto, Signatures& signatures);
  BuiltInObjects(const BuiltInObjects&) = delete;
  BuiltInObjects& operator=(const BuiltInObjects&) = delete;

  [[nodiscard]] const CardSettings& settings() const { return settings_; }
  [[nodiscard]] Bytes find(KeyHandle key) const override;

 private:
  const Role role_;
  std::array<uint8_t, kSha256Size> early_secret_{};
  Psk psk_;
  Bytes certificate_;
  Bytes trust_anchor_;
  Circumstances circumstances_;
  CardSettings settings_;
};

}  // namespace tls_se

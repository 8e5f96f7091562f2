// What cards on this host have in the place of silicon.
#pragma once

#include <memory>

#include "se/crypto_lib/crypto.h"
#include "se/crypto_lib/key_maker.h"
#include "se/crypto_lib/signatures.h"

namespace tls_se {

/// libcrypto, which is fast, or what chips without engines have, which knows no x25519.
enum class HostPlatform { openssl, software };

/// Where nothing else is asked for: the build's choice, TLS_SE_PLATFORM.
[[nodiscard]] HostPlatform default_host_platform();

[[nodiscard]] constexpr bool has_x25519(HostPlatform platform) {
  return platform == HostPlatform::openssl;
}

/// The parts of the seam (src/se/crypto_lib), for one card.
class HostParts {
 public:
  virtual ~HostParts() = default;
  [[nodiscard]] virtual Crypto& crypto() = 0;
  [[nodiscard]] virtual Signatures& signatures() = 0;
  [[nodiscard]] virtual KeyMaker& key_maker() = 0;
  /// There is no key store: these outlive the parts, and are null without key objects.
  virtual void use_keys(const KeyBytes* keys) = 0;
  /// The private half of what is in this slot, for tests; all zero while it is empty.
  [[nodiscard]] virtual std::span<uint8_t, kP256ScalarSize> private_key_in(KeyPairSlot slot) = 0;
};

/// For so many sessions. Throws std::runtime_error if libcrypto fails, or the kernel has no
/// entropy.
[[nodiscard]] std::unique_ptr<HostParts> make_host_parts(HostPlatform platform, size_t sessions);

}  // namespace tls_se

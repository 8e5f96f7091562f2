// The primitives of a platform, each alone, through the crypto seam.
#pragma once

#include "arena.h"
#include "built_in_objects.h"

namespace tls_se {

/// With keys, and without an element.
template <class Platform>
struct PlatformAlone : Platform {
  PlatformAlone() {
    this->crypto.use_keys(&objects);
    this->signatures.use_keys(&objects);
  }

  BuiltInObjects objects{Role::server, Mode::certificate, this->crypto, this->signatures};
  std::array<uint8_t, kSha256Size> bytes = {0x5a};  // a digest, a key, a block
  std::array<uint8_t, kP256PointSize> point{};
  std::array<uint8_t, kP256SignatureSize> signature{};
};

/// Counts `work`, which is given the platform, once `prepare` is done.
template <class Platform>
bool count_primitive(Counter& counter, auto prepare, auto work) {
  auto& platform = in_arena<PlatformAlone<Platform>>();
  if (platform.start() != CryptoStatus::done || prepare(platform) != CryptoStatus::done)
    return false;
  auto status = CryptoStatus::failed;
  counter.count([&] { status = work(platform); });
  return status == CryptoStatus::done;
}

inline constexpr auto kNothing = [](auto&) { return CryptoStatus::done; };

/// Of one block and its padding: two compressions.
template <class Platform>
bool count_sha256(Counter& counter) {
  return count_primitive<Platform>(counter, kNothing, [](auto& platform) {
    static constexpr uint8_t kBlock[kSha256BlockSize] = {};
    Sha256State state;
    platform.crypto.note(platform.crypto.sha256_start(state));
    platform.crypto.note(platform.crypto.sha256_update(state, kBlock));
    return platform.crypto.sha256_finish(state, platform.bytes);
  });
}

inline constexpr auto kLoadAes = [](auto& platform) {
  return platform.crypto.aes128_load(AesSlot{0}, Bytes(platform.bytes).first<kAes128KeySize>());
};

template <class Platform>
bool count_aes_key(Counter& counter) {
  return count_primitive<Platform>(counter, kNothing, kLoadAes);
}

template <class Platform>
bool count_aes_block(Counter& counter) {
  return count_primitive<Platform>(counter, kLoadAes, [](auto& platform) {
    const auto block = MutableBytes(platform.bytes).template first<kAesBlockSize>();
    return platform.crypto.aes128_encrypt(AesSlot{0}, block, block);
  });
}

inline constexpr auto kGenerate = [](auto& platform) {
  return platform.crypto.p256_generate(KeyPairSlot{0}, platform.point);
};

template <class Platform>
bool count_generate(Counter& counter) {
  return count_primitive<Platform>(counter, kNothing, kGenerate);
}

template <class Platform>
bool count_agree(Counter& counter) {
  return count_primitive<Platform>(counter, kGenerate, [](auto& platform) {
    return platform.crypto.p256_agree(KeyPairSlot{0}, platform.point, platform.bytes);
  });
}

inline constexpr auto kSign = [](auto& platform) {
  return platform.signatures.p256_ecdsa_sign(BuiltInObjects::kPrivateKey, platform.bytes,
                                             platform.signature);
};

template <class Platform>
bool count_sign(Counter& counter) {
  return count_primitive<Platform>(counter, kNothing, kSign);
}

template <class Platform>
bool count_verify(Counter& counter) {
  const auto public_key = BuiltInObjects::public_key(Role::server);
  return count_primitive<Platform>(counter, kSign, [&](auto& platform) {
    return platform.signatures.p256_ecdsa_verify(public_key, platform.bytes, platform.signature);
  });
}

}  // namespace tls_se

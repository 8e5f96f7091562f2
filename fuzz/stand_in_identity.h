// What cards and peers of the fuzz targets are personalised with: draft section 5's PSK, and
// certificates of nobody's keys (stand_in_keys.sh), made at build time.
#pragma once

#include "fuzz/stand_ins.h"
#include "se/tls_lib/settings.h"

namespace tls_se::fuzz {

inline constexpr uint8_t kPskKey[32] = {1};
inline constexpr uint8_t kPskIdentity[] = {'C', 'l', 'i', 'e', 'n', 't', '_', 'i',
                                           'd', 'e', 'n', 't', 'i', 't', 'y'};
inline constexpr const CipherSuite* kSuites[] = {&kAes128CcmSha256, &kAes128GcmSha256,
                                                 &kAes128Ccm8Sha256};
inline constexpr const NamedGroup* kGroups[] = {&kSecp256r1};
inline constexpr uint8_t kServerName[] = {'s', 'e', 'r', 'v', 'e', 'r', '.', 'e', 'x',
                                          'a', 'm', 'p', 'l', 'e', '.', 'c', 'o', 'm'};
inline constexpr uint8_t kProtocols[] = {4, 'm', 'q', 't', 't', 2, 'h', '2'};
inline constexpr UtcTime kNow = {{0x20, 0x26, 0x01, 0x01, 0x00, 0x00, 0x00}};

/// A chain of two for either role, and its anchor; made once.
struct StandInIdentity {
  Buffer leaf, intermediate, root;  // DER
  Bytes chain[2];
  Bytes anchors[1];
  Bytes leaf_point;
  Bytes private_key;

  static const StandInIdentity& get();
};

/// A platform for one card or peer at a time; making one takes long.
struct StandInPlatform {
  StandInPlatform();

  void start_again(uint64_t seed, const KeyBytes* keys);

  StandInCrypto crypto;
  StandInSignatures signatures;
  StandInKeyMaker key_maker{crypto};
};

/// The key objects of who has no card, and views of them.
class StandInKeys final : public KeyBytes {
 public:
  static constexpr KeyHandle kPskHandle{0};
  static constexpr KeyHandle kPrivateKey{1};
  static constexpr Psk kPsks[] = {{kPskIdentity, kPskHandle}};

  static const StandInKeys& get();

  [[nodiscard]] Bytes find(KeyHandle key) const override;
  [[nodiscard]] static CertificateSettings certificates(Signatures& signatures) {
    const StandInIdentity& identity = StandInIdentity::get();
    return {&signatures, identity.chain, kPrivateKey, identity.anchors};
  }

 private:
  StandInKeys();
  Secret<kSha256Size> early_secret_;
};

}  // namespace tls_se::fuzz

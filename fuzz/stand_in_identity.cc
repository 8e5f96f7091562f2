#include "fuzz/stand_in_identity.h"

#include <fstream>
#include <iterator>

#include "se/crypto_lib/hkdf.h"

namespace tls_se::fuzz {
namespace {

Buffer certificate(const char* name) {
  std::ifstream file(std::string(TLS_SE_FUZZ_CERTIFICATES "/") + name, std::ios::binary);
  Buffer bytes{std::istreambuf_iterator<char>(file), {}};
  require(!bytes.empty());
  return bytes;
}

/// The subjectPublicKey: a BIT STRING of one uncompressed point.
Bytes point_in(const Buffer& certificate) {
  constexpr uint8_t kBegin[] = {3, 1 + kP256PointSize, 0, 4};
  const auto found = std::ranges::search(certificate, kBegin);
  require(!found.empty());
  return Bytes(found.end() - 1, kP256PointSize);
}

}  // namespace

const StandInIdentity& StandInIdentity::get() {
  static const StandInIdentity* const identity = [] {
    auto* made = new StandInIdentity{certificate("leaf-purpose-both.der"),
                                     certificate("intermediate.der"),
                                     certificate("root.der"),
                                     {},
                                     {},
                                     {},
                                     {}};
    made->chain[0] = made->leaf;
    made->chain[1] = made->intermediate;
    made->anchors[0] = made->root;
    made->leaf_point = point_in(made->leaf);
    made->private_key = made->leaf_point.subspan(1, kP256PrivateKeySize);
    return made;
  }();
  return *identity;
}

StandInPlatform::StandInPlatform()
    : signatures(
          {point_in(StandInIdentity::get().root), point_in(StandInIdentity::get().intermediate)}) {}

void StandInPlatform::start_again(uint64_t seed, const KeyBytes* keys) {
  crypto.start_again(seed);
  crypto.use_keys(keys);
  signatures.use_keys(keys);
}

StandInKeys::StandInKeys() {
  StandInCrypto crypto;
  extract_early_secret(crypto, kPskKey, early_secret_.bytes());
}

const StandInKeys& StandInKeys::get() {
  static const StandInKeys keys;
  return keys;
}

Bytes StandInKeys::find(KeyHandle key) const {
  if (key == kPskHandle) return early_secret_.bytes();
  return key == kPrivateKey ? StandInIdentity::get().private_key : Bytes{};
}

}  // namespace tls_se::fuzz

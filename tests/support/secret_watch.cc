#include "support/secret_watch.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "se/base/bytes.h"
#include "se/data_exchange/apdu.h"
#include "text/hex.h"

namespace tls_se::test {
namespace {

uint64_t shifted(uint64_t window, uint8_t byte) { return window << 8 | byte; }

/// Of eight equal bytes.
bool is_plain(uint64_t window) { return window == (window & 0xff) * 0x0101010101010101U; }

/// Tag, and a length of three bytes.
constexpr size_t kHeadOfLongObject = 5;

uint16_t hash_of(uint64_t window) {
  return static_cast<uint16_t>(window * 0x9e3779b97f4a7c15U >> 48);
}

}  // namespace

void SecretWatch::tell(const Bytes& secret) {
  uint64_t window = 0;
  for (size_t i = 0; i < secret.size(); ++i) {
    window = shifted(window, secret[i]);
    if (i + 1 < kWindow || is_plain(window)) continue;
    hashes_.set(hash_of(window));
    windows_.insert(window);
  }
}

void SecretWatch::tell_command(const Bytes& command) {
  constexpr uint8_t kBringSecrets[] = {ins::kChangeReferenceData, ins::kResetRetryCounter,
                                       ins::kPutData, ins::kPutDataBer};
  if (command.size() < 5) return;
  if (std::ranges::find(kBringSecrets, command[1]) == std::end(kBringSecrets)) return;
  const auto apdu = parse_apdu(command);
  if (!apdu) return;
  if (apdu->ins == ins::kPutData) {
    tell_object(apdu->p1, apdu->p2, apdu->data);
  } else if (apdu->ins != ins::kPutDataBer) {
    tell(apdu->data);
  } else if (apdu->data.size() > kHeadOfLongObject) {
    const size_t head = apdu->data[2] < 0x80 ? 3 : apdu->data[2] == 0x81 ? 4 : kHeadOfLongObject;
    tell_object(apdu->data[0], apdu->data[1], apdu->data.subspan(head));
  }
}

/// docs/apdu.md: PINs, private keys, and pre-shared keys behind their identity.
void SecretWatch::tell_object(uint8_t tag, uint8_t second_of_tag, const Bytes& value) {
  if (tag != 0xdf) return;
  const bool is_pin = second_of_tag == 0x2b || second_of_tag == 0x2c;
  const bool is_private_key = second_of_tag == 0x40 || second_of_tag == 0x41;
  if (is_pin || is_private_key) return tell(value);
  if (second_of_tag < 0x50 || second_of_tag > 0x5f || value.size() < 2) return;
  const size_t key = 2U + load_u16(value.data());
  if (key < value.size()) tell(value.subspan(key));
}

bool SecretWatch::is_in(const Bytes& response) const {
  uint64_t window = 0;
  for (size_t i = 0; i < response.size(); ++i) {
    window = shifted(window, response[i]);
    if (i + 1 < kWindow || !hashes_.test(hash_of(window))) continue;
    if (windows_.contains(window)) return true;
  }
  return false;
}

void SecretWatch::expect_none_in(const Bytes& response, const Bytes& command) const {
  if (response.size() < kWindow || !is_in(response)) return;
  ADD_FAILURE() << "a secret is in the answer to " << to_spaced_hex(command) << ": "
                << to_spaced_hex(response);
}

/// HMAC begins with a block of its key XOR 36 (RFC 2104): that key is a secret of the key schedule.
CryptoStatus WatchedCrypto::sha256_update(Sha256State& state, const Bytes& data) {
  constexpr uint8_t kInnerPad = 0x36;
  constexpr size_t kKeySize = kSha256Size;
  if (data.size() == kSha256BlockSize) {
    const Bytes rest = data.subspan(kKeySize);
    if (std::ranges::all_of(rest, [](uint8_t byte) { return byte == kInnerPad; })) {
      std::array<uint8_t, kKeySize> key;
      for (size_t i = 0; i < key.size(); ++i) key[i] = data[i] ^ kInnerPad;
      watch_.tell(key);
    }
  }
  return HostCrypto::sha256_update(state, data);
}

CryptoStatus WatchedCrypto::aes128_load(AesSlot slot,
                                        std::span<const uint8_t, kAes128KeySize> key) {
  watch_.tell(key);
  return HostCrypto::aes128_load(slot, key);
}

CryptoStatus WatchedCrypto::p256_generate(KeyPairSlot slot,
                                          std::span<uint8_t, kP256PointSize> public_point) {
  const CryptoStatus status = HostCrypto::p256_generate(slot, public_point);
  watch_.tell(private_key_in(slot));
  return status;
}

CryptoStatus WatchedCrypto::p256_agree(KeyPairSlot slot,
                                       std::span<const uint8_t, kP256PointSize> peer,
                                       std::span<uint8_t, kP256SecretSize> secret) {
  const CryptoStatus status = HostCrypto::p256_agree(slot, peer, secret);
  if (status == CryptoStatus::done) watch_.tell(secret);
  return status;
}

CryptoStatus WatchedCrypto::x25519_generate(KeyPairSlot slot,
                                            std::span<uint8_t, kX25519Size> public_key) {
  const CryptoStatus status = HostCrypto::x25519_generate(slot, public_key);
  watch_.tell(private_key_in(slot));
  return status;
}

CryptoStatus WatchedCrypto::x25519_agree(KeyPairSlot slot,
                                         std::span<const uint8_t, kX25519Size> peer,
                                         std::span<uint8_t, kX25519Size> secret) {
  const CryptoStatus status = HostCrypto::x25519_agree(slot, peer, secret);
  if (status == CryptoStatus::done) watch_.tell(secret);
  return status;
}

/// The nonce is the IV, but for the sequence number in its last bytes (RFC 8446 section 5.3).
CryptoStatus WatchedCrypto::aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                                      const MutableBytes& tag) {
  constexpr size_t kOfIvAlone = kAeadNonceSize - 3;
  watch_.tell(input.nonce.first(kOfIvAlone));
  return HostCrypto::aead_seal(algorithm, input, tag);
}

CryptoStatus WatchedKeyMaker::p256_make_key_pair(std::span<uint8_t, kP256ScalarSize> private_key,
                                                 std::span<uint8_t, kP256PointSize> public_key) {
  const CryptoStatus status = HostKeyMaker::p256_make_key_pair(private_key, public_key);
  if (status == CryptoStatus::done) watch_.tell(private_key);
  return status;
}

}  // namespace tls_se::test

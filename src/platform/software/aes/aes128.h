// AES-128 encryption (FIPS 197) in software, two blocks at a time: CCM has two, one of the counter
// and one of the MAC. Neither time nor addresses depend on key or data. An expanded key takes 352
// bytes.
#pragma once

#include <bit>
#include <span>

#include "platform/software/aes/aes_planes.h"
#include "se/base/secret.h"
#include "se/crypto_lib/crypto.h"

namespace tls_se {

/// A block that is read by words, a column each, in the order of its bytes.
class AesBlock {
 public:
  [[nodiscard]] std::span<uint8_t, kAesBlockSize> bytes() {
    return std::span<uint8_t, kAesBlockSize>(reinterpret_cast<uint8_t*>(columns.data()),
                                             kAesBlockSize);
  }

  std::array<uint32_t, 4> columns;
};

/// A column with row 0 as its lowest byte.
inline uint32_t little_endian(uint32_t column) {
  return std::endian::native == std::endian::little ? column : std::byteswap(column);
}

/// Of no value before load() and after clear(): nothing may be encrypted then. Wiped when it goes.
class SoftwareAes128 {
 public:
  SoftwareAes128() {}  // NOLINT: no key, and not zeroed for that
  SoftwareAes128(const SoftwareAes128&) = delete;
  SoftwareAes128& operator=(const SoftwareAes128&) = delete;
  ~SoftwareAes128() { clear(); }

  void load(std::span<const uint8_t, kAes128KeySize> key);
  void clear();
  [[nodiscard]] bool is_loaded() const { return is_loaded_; }

  /// Both, in place. Of the last round something is left where its stack was, from which the key
  /// follows: who has no more blocks calls wipe_aes_stack().
  void encrypt(AesBlock& one, AesBlock& other) const;
  /// `in` and `out` may be the same block. Takes as long as two, and leaves nothing.
  void encrypt(std::span<const uint8_t, kAesBlockSize> in,
               std::span<uint8_t, kAesBlockSize> out) const;

 private:
  void expand(std::span<const uint8_t, kAes128KeySize> key);

  static constexpr size_t kRounds = 10;

  // On planes; each with the constant that substitute_bytes() leaves out, and those of odd rounds
  // with their rows where ShiftRows has not put them.
  std::array<AesPlanes, kRounds + 1> round_keys_;
  bool is_loaded_ = false;
};

/// More than what encrypts a block, and is called by what calls this, takes.
inline void wipe_aes_stack() { wipe_stack_below<sizeof(void*) == 4 ? 288 : 512>(); }

}  // namespace tls_se

// AES and the hashes branch on nothing of a key or of data, and take no address from them: run by
// valgrind's memcheck, for which these are memory of no value (the method of ctgrind, by Adam
// Langley). What comes of them is given a value again, and compared.
//
//   symmetric_poisoned aes_key     under a key that is a secret: no complaint
//   symmetric_poisoned aes_data    of blocks that are secrets: no complaint
//   symmetric_poisoned sha256      of a message that is a secret: no complaint
//   symmetric_poisoned sha512      the same of SHA-512
//   symmetric_poisoned table       what looks a secret up in a table: memcheck complains
//   symmetric_poisoned branch      what branches on one: memcheck complains
#include <algorithm>
#include <string_view>

#include "platform/software/aes/aes128.h"
#include "platform/software/sha2/sha256.h"
#include "platform/software/sha2/sha512.h"
#include "support/hex.h"
#include "support/memcheck.h"

namespace tls_se {
namespace {

enum class Secrets { key, data };

// FIPS 197 appendix C.1.
bool aes_is_right(Secrets secret) {
  auto key = array_from_hex<16>("000102030405060708090a0b0c0d0e0f");
  const auto plain = array_from_hex<16>("00112233445566778899aabbccddeeff");
  AesBlock one, other;
  copy_bytes(one.bytes(), plain);
  copy_bytes(other.bytes(), plain);
  auto single = plain;
  if (secret == Secrets::key) {
    poison(key);
  } else {
    for (const Bytes block : {Bytes(one.bytes()), Bytes(other.bytes()), Bytes(single)})
      poison(block);
  }
  SoftwareAes128 aes;
  aes.load(key);
  aes.encrypt(one, other);
  aes.encrypt(single, single);
  const auto expected = array_from_hex<16>("69c4e0d86a7b0430d8cdb78070b4c55a");
  return std::ranges::all_of(std::array{Bytes(one.bytes()), Bytes(other.bytes()), Bytes(single)},
                             [&](const Bytes& block) {
                               publish(block);
                               return std::ranges::equal(block, expected);
                             });
}

/// In two pieces.
template <typename Hash, size_t digest_size>
bool hash_is_right(std::string_view expected) {
  auto message = from_text("abc");
  poison(message);
  Hash hash;
  hash.start();
  hash.update(Bytes(message).first(1));
  hash.update(Bytes(message).subspan(1));
  std::array<uint8_t, digest_size> digest;
  hash.finish(digest);
  publish(digest);
  return std::ranges::equal(digest, from_hex(expected));
}

// What they must not do, done by hand.
bool is_found(bool (*use)(uint8_t), uint8_t secret) {
  poison({&secret, 1});
  return published(use(secret));
}

bool is_right(std::string_view what) {
  if (what == "aes_key") return aes_is_right(Secrets::key);
  if (what == "aes_data") return aes_is_right(Secrets::data);
  if (what == "sha256") {
    return hash_is_right<SoftwareSha256, 32>(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
  if (what == "sha512") {
    return hash_is_right<SoftwareSha512, 64>(
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  }
  if (what == "table") return is_found([](uint8_t secret) { return look_up(secret) == 7; }, 2);
  return what == "branch" && is_found(branch_on, 2);
}

}  // namespace
}  // namespace tls_se

int main(int count, char** arguments) {
  return tls_se::verdict(tls_se::is_right(count > 1 ? arguments[1] : ""));
}

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
#include <valgrind/memcheck.h>

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "platform/software/aes/aes128.h"
#include "platform/software/sha2/sha256.h"
#include "platform/software/sha2/sha512.h"
#include "support/hex.h"

namespace tls_se {
namespace {

void poison(const Bytes& secret) {
  static_cast<void>(VALGRIND_MAKE_MEM_UNDEFINED(secret.data(), secret.size()));
}
/// Tells memcheck that this may be known.
void publish(const Bytes& result) {
  static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(result.data(), result.size()));
}
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
bool looks_up() {
  static constexpr std::array<uint8_t, 4> kTable = {9, 8, 7, 6};
  std::array<uint8_t, 1> secret = {2};
  poison(secret);
  secret[0] = kTable[secret[0]];
  publish(secret);
  return secret[0] == 7;
}

bool branches() {
  std::array<uint8_t, 1> secret = {2};
  poison(secret);
  volatile int taken = 0;
  if (secret[0] == 2) taken = 1;
  return taken == 1;
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
  if (what == "table") return looks_up();
  return what == "branch" && branches();
}

int run(std::string_view what) {
  if (!is_right(what) || RUNNING_ON_VALGRIND == 0) return 2;
  return VALGRIND_COUNT_ERRORS == 0 ? 0 : 1;
}

}  // namespace
}  // namespace tls_se

/// 0: memcheck has nothing to say; 1: it has; 2: this has not gone as it should.
int main(int count, char** arguments) {
  const int result = tls_se::run(count > 1 ? arguments[1] : "");
  std::printf("%s\n", result == 0 ? "no complaint" : result == 1 ? "memcheck complains" : "failed");
  return result;
}

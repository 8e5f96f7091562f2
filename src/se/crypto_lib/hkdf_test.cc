#include "se/crypto_lib/hkdf.h"

#include <gtest/gtest.h>

#include "platform/host/host_crypto.h"
#include "support/hex.h"

namespace tls_se {
namespace {

using Secret32 = std::array<uint8_t, kSha256Size>;

Secret32 secret_from(std::string_view hex) {
  Secret32 secret{};
  const auto bytes = from_hex(hex);
  EXPECT_EQ(bytes.size(), secret.size());
  copy_bytes(secret, bytes);
  return secret;
}

struct HkdfVector {
  const char* name;
  const char* input_key_material;
  const char* salt;
  const char* pseudorandom_key;
};

// RFC 5869 appendix A.1 to A.3. HKDF-Expand is inside of HKDF-Expand-Label, and tested below.
constexpr HkdfVector kRfc5869[] = {
    {"test case 1", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c",
     "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"},
    {"test case 2, longer inputs",
     "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
     "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
     "404142434445464748494a4b4c4d4e4f",
     "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
     "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"
     "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
     "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244"},
    {"test case 3, no salt", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "",
     "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04"},
};

TEST(Hkdf, ExtractsTheKeysOfRfc5869) {
  HostCrypto crypto;
  for (const HkdfVector& vector : kRfc5869) {
    Secret32 out;
    hkdf_extract(crypto, from_hex(vector.salt), from_hex(vector.input_key_material), out);
    EXPECT_EQ(out, secret_from(vector.pseudorandom_key)) << vector.name;
  }
}

// RFC 8448 section 3, "Simple 1-RTT Handshake": what a server derives, in its order.
struct Rfc8448 {
  Secret32 ecdhe = secret_from("8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d");
  Secret32 early = secret_from("33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a");
  Secret32 handshake =
      secret_from("1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac");
  Secret32 master = secret_from("18df06843d13a08bf2a449844c5f8a478001bc4d4c627984d5a41da8d0402919");
  // Transcript-Hash of ClientHello...ServerHello, and of ClientHello...server Finished.
  Secret32 hello_hash =
      secret_from("860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8");
  Secret32 finished_hash =
      secret_from("9608102a0f1ccc6db6250b7b7e417b1a000eaada3daae4777a7686c9ff83df13");
};

TEST(KeySchedule, ExtractsTheSecretsOfRfc8448) {
  HostCrypto crypto;
  const Rfc8448 trace;
  const Secret32 zeros{};
  Secret32 secret{};

  hkdf_extract(crypto, secret, zeros, secret);
  EXPECT_EQ(secret, trace.early);
  derive_secret_of_nothing(crypto, secret, "derived", secret);
  EXPECT_EQ(secret,
            secret_from("6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba"));
  hkdf_extract(crypto, secret, trace.ecdhe, secret);
  EXPECT_EQ(secret, trace.handshake);
  derive_secret_of_nothing(crypto, secret, "derived", secret);
  EXPECT_EQ(secret,
            secret_from("43de77e0c77713859a944db9db2590b53190a65b3ee2e4f12dd7a0bb7ce254b4"));
  hkdf_extract(crypto, secret, zeros, secret);
  EXPECT_EQ(secret, trace.master);
}

TEST(KeySchedule, DerivesTheTrafficSecretsOfRfc8448) {
  HostCrypto crypto;
  const Rfc8448 trace;
  struct {
    const Secret32& from;
    const char* label;
    const Secret32& transcript_hash;
    const char* secret;
  } const cases[] = {
      {trace.handshake, "c hs traffic", trace.hello_hash,
       "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"},
      {trace.handshake, "s hs traffic", trace.hello_hash,
       "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38"},
      {trace.master, "c ap traffic", trace.finished_hash,
       "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"},
      {trace.master, "s ap traffic", trace.finished_hash,
       "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643"},
  };
  for (const auto& one : cases) {
    Secret32 out;
    hkdf_expand_label(crypto, one.from, one.label, &one.transcript_hash, out.size(), out);
    EXPECT_EQ(out, secret_from(one.secret)) << one.label;
  }
}

TEST(KeySchedule, ExpandsTheWriteKeysOfRfc8448) {
  HostCrypto crypto;
  const Secret32 server_handshake_traffic_secret =
      secret_from("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");
  const auto expand = [&](const char* label, size_t size) {
    std::vector<uint8_t> out(kSha256Size);
    hkdf_expand_label(crypto, server_handshake_traffic_secret, label, nullptr, size,
                      std::span(out).first<kSha256Size>());
    out.resize(size);
    return out;
  };
  EXPECT_EQ(expand("key", 16), from_hex("3fce516009c21727d0f2e4e86ee403bc"));
  EXPECT_EQ(expand("iv", 12), from_hex("5d313eb2671276ee13000b30"));
  EXPECT_EQ(expand("finished", 32),
            from_hex("008d3b66f816ea559f96b537e885c31fc068bf492c652f01f288a1d8cdc19fc8"));
}

// kDerivedWithoutPsk of key_schedule.cc, computed.
TEST(KeySchedule, BeginsWithoutPskAtAConstant) {
  HostCrypto crypto;
  const Secret32 no_psk{};
  Secret32 secret{};
  extract_early_secret(crypto, no_psk, secret);
  derive_secret_of_nothing(crypto, secret, "derived", secret);
  EXPECT_EQ(secret,
            secret_from("6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba"));
  EXPECT_FALSE(crypto.take_failure());
}

struct EarlySecretVector {
  const char* name;
  const char* psk;
  const char* early_secret;
  const char* derived;
};

// The draft does not print its Early Secret: the trace in tests/traces has it.
constexpr EarlySecretVector kEarlySecrets[] = {
    {"RFC 8448 section 3, no PSK",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a",
     "6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba"},
    {"RFC 8448 section 4, resumption",
     "4ecd0eb6ec3b4d87f5d6028f922ca4c5851a277fd41311c9e62d2c9492e1c4f3",
     "9b2188e9b2fc6d64d71dc329900e20bb41915000f678aa839cbb797cb7d8332c",
     "5f1790bbd82c5e7d376ed2e1e52f8e6038c9346db61b43be9a52f77ef3998e80"},
    {"draft section 5, external",
     "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
     "23499e7edf0fbe6baa137df0f23becaefa722ad19fc262855409de8cd8b3c897", nullptr},
};

TEST(EarlySecret, IsThatOfTheTraces) {
  HostCrypto crypto;
  for (const EarlySecretVector& vector : kEarlySecrets) {
    Secret32 secret;
    extract_early_secret(crypto, from_hex(vector.psk), secret);
    EXPECT_EQ(secret, secret_from(vector.early_secret)) << vector.name;
    if (vector.derived == nullptr) continue;
    derive_secret_of_nothing(crypto, secret, "derived", secret);
    EXPECT_EQ(secret, secret_from(vector.derived)) << vector.name;
  }
}

// RFC 5869 section 2.2: a salt that is not provided is "set to a string of HashLen zeros".
TEST(EarlySecret, IsExtractedUnderZerosOfAnyPsk) {
  HostCrypto crypto;
  for (const size_t size : {0, 1, 16, 31, 32, 33, 64, 65, 255}) {
    const std::vector<uint8_t> psk(size, 0x5a);
    Secret32 secret, expected;
    extract_early_secret(crypto, psk, secret);
    hkdf_extract(crypto, Secret32{}, psk, expected);
    EXPECT_EQ(secret, expected) << size;
  }
}

/// The key object of one PSK.
struct OnePsk final : KeyBytes {
  static constexpr KeyHandle kHandle{3};
  [[nodiscard]] Bytes find(KeyHandle key) const override {
    return key == kHandle ? Bytes(early_secret) : Bytes{};
  }

  Secret32 early_secret{};
};

TEST(DeriveSecretOfNothing, IsTheSameOfAKeyObjectAndOfItsBytes) {
  OnePsk keys;
  HostCrypto crypto;
  crypto.use_keys(&keys);
  for (const EarlySecretVector& vector : kEarlySecrets) {
    extract_early_secret(crypto, from_hex(vector.psk), keys.early_secret);
    for (const char* const label :
         {"derived", "ext binder", "res binder", "", "of 18 characters.."}) {
      Secret32 of_object{}, of_bytes{};
      derive_secret_of_nothing(crypto, OnePsk::kHandle, label, of_object);
      derive_secret_of_nothing(crypto, keys.early_secret, label, of_bytes);
      EXPECT_EQ(of_object, of_bytes) << vector.name << ", " << label;
      EXPECT_NE(of_object, Secret32{});
    }
  }
  EXPECT_FALSE(crypto.take_failure());
}

// RFC 8448 section 4: the binder_key.
TEST(DeriveSecretOfNothing, OfAKeyObjectMatchesRfc8448) {
  OnePsk keys;
  keys.early_secret = secret_from(kEarlySecrets[1].early_secret);
  HostCrypto crypto;
  crypto.use_keys(&keys);
  Secret32 secret{};
  derive_secret_of_nothing(crypto, OnePsk::kHandle, "res binder", secret);
  EXPECT_EQ(secret,
            secret_from("69fe131a3bbad5d63c64eebcc30e395b9d8107726a13d074e389dbc8a4e47256"));
  EXPECT_FALSE(crypto.take_failure());
}

TEST(DeriveSecretOfNothing, NotesThatThereIsNoSuchKeyObject) {
  OnePsk keys;
  HostCrypto crypto;
  Secret32 secret{};
  derive_secret_of_nothing(crypto, OnePsk::kHandle, "derived", secret);
  EXPECT_TRUE(crypto.take_failure()) << "the platform has none";
  crypto.use_keys(&keys);
  derive_secret_of_nothing(crypto, KeyHandle{4}, "derived", secret);
  EXPECT_TRUE(crypto.take_failure()) << "unknown";
  derive_secret_of_nothing(crypto, OnePsk::kHandle, "derived", secret);
  EXPECT_FALSE(crypto.take_failure());
}

TEST(HkdfExpandLabel, DependsOnEachOfItsInputs) {
  HostCrypto crypto;
  const Rfc8448 trace;
  const auto expand = [&](const Secret32& secret, const char* label, const Secret32* context,
                          size_t size) {
    Secret32 out{};
    hkdf_expand_label(crypto, secret, label, context, size, out);
    return std::vector<uint8_t>(out.begin(), out.begin() + 12);
  };
  const auto reference = expand(trace.early, "key", nullptr, 16);
  EXPECT_NE(expand(trace.master, "key", nullptr, 16), reference);
  EXPECT_NE(expand(trace.early, "kez", nullptr, 16), reference);
  EXPECT_NE(expand(trace.early, "key", &trace.hello_hash, 16), reference);
  // HkdfLabel holds the length, so that a shorter output is no prefix of a longer one.
  EXPECT_NE(expand(trace.early, "key", nullptr, 17), reference);
}

}  // namespace
}  // namespace tls_se

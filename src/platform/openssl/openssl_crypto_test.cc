#include "platform/openssl/openssl_crypto.h"

#include <gtest/gtest.h>

#include <openssl/err.h>

#include <algorithm>
#include <string>

#include "support/hex.h"

namespace tls_se {
namespace {

bool all_zero(Bytes bytes) {
  return std::ranges::all_of(bytes, [](uint8_t byte) { return byte == 0; });
}

using PrivateKey = std::array<uint8_t, kP256PrivateKeySize>;
using Point = std::array<uint8_t, kP256PointSize>;
using SharedSecret = std::array<uint8_t, kP256SecretSize>;
using Digest = std::array<uint8_t, kSha256Size>;
using Block = std::array<uint8_t, kAesBlockSize>;
using Nonce = std::array<uint8_t, kAeadNonceSize>;

class OpensslCryptoTest : public testing::Test {
 protected:
  ~OpensslCryptoTest() override { EXPECT_EQ(ERR_peek_error(), 0u) << "left in libcrypto's queue"; }

  OpensslCrypto crypto_;
};

TEST_F(OpensslCryptoTest, RandomFillsAndDiffers) {
  std::array<uint8_t, 32> one{}, other{};
  EXPECT_TRUE(crypto_.random(one));
  EXPECT_TRUE(crypto_.random(other));
  EXPECT_NE(one, other);
  EXPECT_FALSE(all_zero(one));
  EXPECT_TRUE(crypto_.random({}));
}

// FIPS 180-4's examples.
TEST_F(OpensslCryptoTest, Sha256MatchesFips180) {
  const auto digest_of = [&](std::string_view text) {
    Sha256State state;
    Digest digest;
    crypto_.sha256_start(state);
    crypto_.sha256_update(state, from_text(text));
    crypto_.sha256_finish(state, digest);
    return digest;
  };
  EXPECT_EQ(digest_of(""),
            array_from_hex<32>("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  EXPECT_EQ(digest_of("abc"),
            array_from_hex<32>("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  EXPECT_EQ(digest_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            array_from_hex<32>("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
}

TEST_F(OpensslCryptoTest, ACopyOfAHashForksIt) {
  Sha256State state;
  Digest digest, forked;
  crypto_.sha256_start(state);
  crypto_.sha256_update(state, from_text("ab"));
  Sha256State fork = state;
  crypto_.sha256_update(fork, from_text("x"));
  crypto_.sha256_finish(fork, forked);
  crypto_.sha256_update(state, {});
  crypto_.sha256_update(state, from_text("c"));
  crypto_.sha256_finish(state, digest);
  EXPECT_EQ(digest,
            array_from_hex<32>("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  EXPECT_NE(digest, forked);
}

// FIPS 197 appendix C.1, and in place.
TEST_F(OpensslCryptoTest, Aes128MatchesFips197) {
  ASSERT_TRUE(
      crypto_.aes128_load(KeySlot::read, array_from_hex<16>("000102030405060708090a0b0c0d0e0f")));
  auto block = array_from_hex<16>("00112233445566778899aabbccddeeff");
  crypto_.aes128_encrypt(KeySlot::read, block, block);
  EXPECT_EQ(block, array_from_hex<16>("69c4e0d86a7b0430d8cdb78070b4c55a"));
}

TEST_F(OpensslCryptoTest, SlotsKeepTheirKeysApart) {
  const auto block_under = [&](KeySlot slot) {
    Block block{};
    crypto_.aes128_encrypt(slot, block, block);
    return block;
  };
  ASSERT_TRUE(
      crypto_.aes128_load(KeySlot::read, array_from_hex<16>("000102030405060708090a0b0c0d0e0f")));
  ASSERT_TRUE(
      crypto_.aes128_load(KeySlot::write, array_from_hex<16>("0f0e0d0c0b0a09080706050403020100")));
  const Block read = block_under(KeySlot::read);
  const Block write = block_under(KeySlot::write);
  EXPECT_NE(read, write);
  EXPECT_EQ(block_under(KeySlot::read), read);
  crypto_.aes128_clear(KeySlot::write);
  EXPECT_EQ(block_under(KeySlot::read), read);
  ASSERT_TRUE(
      crypto_.aes128_load(KeySlot::write, array_from_hex<16>("000102030405060708090a0b0c0d0e0f")));
  EXPECT_EQ(block_under(KeySlot::write), read);
}

TEST_F(OpensslCryptoTest, AClearedSlotEncryptsNothing) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  ASSERT_TRUE(crypto_.aes128_load(KeySlot::read, Block{}));
  Block block{};
  crypto_.aes128_encrypt(KeySlot::read, block, block);
  crypto_.aes128_clear(KeySlot::read);
  EXPECT_DEATH(crypto_.aes128_encrypt(KeySlot::read, block, block), "");
}

// The GCM specification (McGrew and Viega), test case 4 with its 20 bytes of additional data.
TEST_F(OpensslCryptoTest, GcmMatchesItsSpecification) {
  ASSERT_TRUE(
      crypto_.aes128_load(KeySlot::read, array_from_hex<16>("feffe9928665731c6d6a8f9467308308")));
  const auto nonce = array_from_hex<12>("cafebabefacedbaddecaf888");
  const auto additional = from_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const auto plain = from_hex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  auto data = plain;
  std::array<uint8_t, 16> tag{};
  EXPECT_EQ(
      crypto_.aead_seal(AeadAlgorithm::aes_128_gcm, {KeySlot::read, nonce, additional, data}, tag),
      AeadOutcome::done);
  EXPECT_EQ(data, from_hex("42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                           "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"));
  EXPECT_EQ(tag, array_from_hex<16>("5bc94fbc3221a5db94fae95ae7121a47"));

  auto opened = data;
  EXPECT_EQ(crypto_.aead_open(AeadAlgorithm::aes_128_gcm,
                              {KeySlot::read, nonce, additional, opened}, tag),
            AeadOutcome::done);
  EXPECT_EQ(opened, plain);
  tag[15] ^= 1;
  EXPECT_EQ(
      crypto_.aead_open(AeadAlgorithm::aes_128_gcm, {KeySlot::read, nonce, additional, data}, tag),
      AeadOutcome::bad_tag);
  EXPECT_TRUE(all_zero(data));
}

TEST_F(OpensslCryptoTest, GcmSealsNothing) {
  ASSERT_TRUE(crypto_.aes128_load(KeySlot::read, Block{}));
  std::array<uint8_t, 16> tag{};
  crypto_.aead_seal(AeadAlgorithm::aes_128_gcm, {KeySlot::read, Nonce{}, {}, {}}, tag);
  EXPECT_EQ(tag, array_from_hex<16>("58e2fccefa7e3061367f1d57a4e7455a"));  // test case 1
  EXPECT_EQ(crypto_.aead_open(AeadAlgorithm::aes_128_gcm, {KeySlot::read, Nonce{}, {}, {}}, tag),
            AeadOutcome::done);
}

TEST_F(OpensslCryptoTest, AlgorithmsShareASlotWithoutHarm) {
  ASSERT_TRUE(crypto_.aes128_load(KeySlot::write, Block{}));
  const auto seal = [&](AeadAlgorithm algorithm, size_t tag_size) {
    std::vector<uint8_t> sealed(40);
    std::vector<uint8_t> tag(tag_size);
    crypto_.aead_seal(algorithm, {KeySlot::write, Nonce{}, {}, sealed}, tag);
    auto opened = sealed;
    EXPECT_EQ(crypto_.aead_open(algorithm, {KeySlot::write, Nonce{}, {}, opened}, tag),
              AeadOutcome::done);
    EXPECT_TRUE(all_zero(opened));
    sealed.insert(sealed.end(), tag.begin(), tag.end());
    return sealed;
  };
  const auto ccm = seal(AeadAlgorithm::aes_128_ccm, 16);
  const auto ccm_8 = seal(AeadAlgorithm::aes_128_ccm_8, 8);
  const auto gcm = seal(AeadAlgorithm::aes_128_gcm, 16);
  EXPECT_EQ(seal(AeadAlgorithm::aes_128_ccm, 16), ccm);
  EXPECT_EQ(seal(AeadAlgorithm::aes_128_ccm_8, 8), ccm_8);
  EXPECT_EQ(seal(AeadAlgorithm::aes_128_gcm, 16), gcm);
  EXPECT_NE(ccm, gcm);
}

// RFC 5903 section 8.1: i, gi and gir of the 256-bit random ECP group, which is secp256r1.
struct Rfc5903 {
  PrivateKey i =
      array_from_hex<32>("c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433");
  PrivateKey r =
      array_from_hex<32>("c6ef9c5d78ae012a011164acb397ce2088685d8f06bf9be0b283ab46476bee53");
  Point gi = array_from_hex<65>(
      "04dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c37725811805271a0461cdb8252d61f1c456f"
      "a3"
      "e59ab1f45b33accf5f58389e0577b8990bb3");
  Point gr = array_from_hex<65>(
      "04d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf6356fbf3ca366cc23e8157854c13"
      "c5"
      "8d6aac23f046ada30f8353e74f33039872ab");
  SharedSecret shared =
      array_from_hex<32>("d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de");
};

TEST_F(OpensslCryptoTest, EcdhMatchesRfc5903) {
  const Rfc5903 vector;
  SharedSecret secret{};
  EXPECT_TRUE(crypto_.p256_ecdh(vector.i, vector.gr, secret));
  EXPECT_EQ(secret, vector.shared);
  EXPECT_TRUE(crypto_.p256_ecdh(vector.r, vector.gi, secret));
  EXPECT_EQ(secret, vector.shared);
}

TEST_F(OpensslCryptoTest, EcdhAgreesBetweenGeneratedKeys) {
  for (int round = 0; round < 64; ++round) {
    PrivateKey mine{}, theirs{};
    Point my_point{}, their_point{};
    ASSERT_TRUE(crypto_.p256_generate(mine, my_point));
    ASSERT_TRUE(crypto_.p256_generate(theirs, their_point));
    EXPECT_EQ(my_point[0], 4);
    EXPECT_NE(mine, theirs);
    SharedSecret one{}, other{};
    EXPECT_TRUE(crypto_.p256_ecdh(mine, their_point, one));
    EXPECT_TRUE(crypto_.p256_ecdh(theirs, my_point, other));
    EXPECT_EQ(one, other);
    EXPECT_FALSE(all_zero(one));
  }
}

TEST_F(OpensslCryptoTest, EcdhRefusesWhatIsNoPointOfTheCurveAndWipes) {
  const Rfc5903 vector;
  const auto refuses = [&](const Point& peer) {
    SharedSecret secret;
    secret.fill(0xaa);
    const bool refused = !crypto_.p256_ecdh(vector.i, peer, secret);
    return refused && all_zero(secret) && ERR_peek_error() == 0;
  };

  Point off_curve = vector.gr;
  off_curve[64] ^= 1;
  EXPECT_TRUE(refuses(off_curve));

  Point other_form = vector.gr;
  for (const int form : {0x00, 0x02, 0x03, 0x05, 0x06, 0x07, 0xff}) {
    other_form[0] = static_cast<uint8_t>(form);
    EXPECT_TRUE(refuses(other_form)) << form;
  }

  Point origin{};
  EXPECT_TRUE(refuses(origin)) << "the point at infinity, padded";
  origin[0] = 4;
  EXPECT_TRUE(refuses(origin));

  SharedSecret secret{};
  EXPECT_TRUE(crypto_.p256_ecdh(vector.i, vector.gr, secret)) << "a refusal must not harm the next";
  EXPECT_EQ(secret, vector.shared);
}

// x = 5 + p names the point of x = 5, but is no encoding of it.
TEST_F(OpensslCryptoTest, EcdhRefusesACoordinateThatIsNotReduced) {
  const std::string y = "459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc";
  const PrivateKey key = Rfc5903().i;
  SharedSecret secret{};
  EXPECT_TRUE(crypto_.p256_ecdh(
      key,
      array_from_hex<65>("040000000000000000000000000000000000000000000000000000000000000005" + y),
      secret));
  EXPECT_FALSE(crypto_.p256_ecdh(
      key,
      array_from_hex<65>("04ffffffff00000001000000000000000000000001000000000000000000000004" + y),
      secret));
  EXPECT_TRUE(all_zero(secret));
}

TEST_F(OpensslCryptoTest, EcdhRefusesAPrivateKeyOfZero) {
  SharedSecret secret;
  secret.fill(0xaa);
  EXPECT_FALSE(crypto_.p256_ecdh(PrivateKey{}, Rfc5903().gr, secret));
  EXPECT_TRUE(all_zero(secret));
}

}  // namespace
}  // namespace tls_se

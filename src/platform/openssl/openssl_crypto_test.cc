#include "platform/openssl/openssl_crypto.h"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

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

constexpr AesSlot kRead{0};
constexpr AesSlot kWrite{1};
constexpr KeyPairSlot kKeyPair{0};

/// For two sessions; whose private keys can be seen.
class GlassCrypto : public OpensslCrypto {
 public:
  GlassCrypto() : OpensslCrypto(2) {}
  using OpensslCrypto::private_key_in;
};

class OpensslCryptoTest : public testing::Test {
 protected:
  ~OpensslCryptoTest() override { EXPECT_EQ(ERR_peek_error(), 0u) << "left in libcrypto's queue"; }

  void load(AesSlot slot, const std::array<uint8_t, kAes128KeySize>& key) {
    EXPECT_EQ(crypto_.aes128_load(slot, key), CryptoStatus::done);
  }
  Block zeros_under(AesSlot slot) {
    Block block{};
    EXPECT_EQ(crypto_.aes128_encrypt(slot, block, block), CryptoStatus::done);
    return block;
  }

  GlassCrypto crypto_;
  P256 p256_;  // what is behind p256_generate and p256_agree, for private keys that are given
};

TEST_F(OpensslCryptoTest, RandomFillsAndDiffers) {
  std::array<uint8_t, 32> one{}, other{};
  EXPECT_EQ(crypto_.random(one), CryptoStatus::done);
  EXPECT_EQ(crypto_.random(other), CryptoStatus::done);
  EXPECT_NE(one, other);
  EXPECT_FALSE(all_zero(one));
  EXPECT_EQ(crypto_.random({}), CryptoStatus::done);
}

// FIPS 180-4's examples.
TEST_F(OpensslCryptoTest, Sha256MatchesFips180) {
  const auto digest_of = [&](std::string_view text) {
    Sha256State state;
    Digest digest;
    EXPECT_EQ(crypto_.sha256_start(state), CryptoStatus::done);
    EXPECT_EQ(crypto_.sha256_update(state, from_text(text)), CryptoStatus::done);
    EXPECT_EQ(crypto_.sha256_finish(state, digest), CryptoStatus::done);
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
  EXPECT_EQ(crypto_.sha256_start(state), CryptoStatus::done);
  EXPECT_EQ(crypto_.sha256_update(state, from_text("ab")), CryptoStatus::done);
  Sha256State fork = state;
  EXPECT_EQ(crypto_.sha256_update(fork, from_text("x")), CryptoStatus::done);
  EXPECT_EQ(crypto_.sha256_finish(fork, forked), CryptoStatus::done);
  EXPECT_EQ(crypto_.sha256_update(state, {}), CryptoStatus::done);
  EXPECT_EQ(crypto_.sha256_update(state, from_text("c")), CryptoStatus::done);
  EXPECT_EQ(crypto_.sha256_finish(state, digest), CryptoStatus::done);
  EXPECT_EQ(digest,
            array_from_hex<32>("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  EXPECT_NE(digest, forked);
}

// FIPS 197 appendix C.1, and in place.
TEST_F(OpensslCryptoTest, Aes128MatchesFips197) {
  load(kRead, array_from_hex<16>("000102030405060708090a0b0c0d0e0f"));
  auto block = array_from_hex<16>("00112233445566778899aabbccddeeff");
  EXPECT_EQ(crypto_.aes128_encrypt(kRead, block, block), CryptoStatus::done);
  EXPECT_EQ(block, array_from_hex<16>("69c4e0d86a7b0430d8cdb78070b4c55a"));
}

TEST_F(OpensslCryptoTest, SlotsKeepTheirKeysApart) {
  load(kRead, array_from_hex<16>("000102030405060708090a0b0c0d0e0f"));
  load(kWrite, array_from_hex<16>("0f0e0d0c0b0a09080706050403020100"));
  const Block read = zeros_under(kRead);
  const Block write = zeros_under(kWrite);
  EXPECT_NE(read, write);
  EXPECT_EQ(zeros_under(kRead), read);
  crypto_.aes128_clear(kWrite);
  EXPECT_EQ(zeros_under(kRead), read);
  load(kWrite, array_from_hex<16>("000102030405060708090a0b0c0d0e0f"));
  EXPECT_EQ(zeros_under(kWrite), read);
}

TEST_F(OpensslCryptoTest, SessionsKeepTheirKeysApart) {
  constexpr std::array kSlots = {AesSlot{0}, AesSlot{1}, AesSlot{2}, AesSlot{3}};
  static_assert(kSlots.size() == 2 * kAesSlotsPerSession);
  for (const AesSlot slot : kSlots) load(slot, {std::to_underlying(slot)});
  std::vector<Block> blocks;
  for (const AesSlot slot : kSlots) blocks.push_back(zeros_under(slot));
  auto sorted = blocks;
  std::ranges::sort(sorted);
  EXPECT_EQ(std::ranges::adjacent_find(sorted), sorted.end());
  crypto_.aes128_clear(kSlots[0]);
  crypto_.aes128_clear(kSlots[1]);
  EXPECT_EQ(zeros_under(kSlots[2]), blocks[2]);
  EXPECT_EQ(zeros_under(kSlots[3]), blocks[3]);
}

TEST_F(OpensslCryptoTest, AnEmptySlotFails) {
  const Nonce nonce{};
  const auto fails = [&] {
    Block block{};
    EXPECT_EQ(crypto_.aes128_encrypt(kRead, block, block), CryptoStatus::failed);
    for (const auto algorithm :
         {AeadAlgorithm::aes_128_ccm, AeadAlgorithm::aes_128_ccm_8, AeadAlgorithm::aes_128_gcm}) {
      std::vector<uint8_t> data(20, 0x5a);
      std::vector<uint8_t> tag(algorithm == AeadAlgorithm::aes_128_ccm_8 ? 8 : 16);
      const AeadInput input = {kRead, nonce, {}, data};
      EXPECT_EQ(crypto_.aead_seal(algorithm, input, tag), CryptoStatus::failed);
      EXPECT_EQ(crypto_.aead_open(algorithm, input, tag), CryptoStatus::failed);
      EXPECT_TRUE(all_zero(data)) << "nothing that was not opened stays";
    }
    EXPECT_EQ(ERR_peek_error(), 0u);
  };
  fails();  // never loaded
  load(kWrite, {});
  fails();  // the other one is
  load(kRead, {});
  const Block block = zeros_under(kRead);
  crypto_.aes128_clear(kRead);
  fails();
  load(kRead, {});
  EXPECT_EQ(zeros_under(kRead), block) << "a failure must not harm the next";
}

// The GCM specification (McGrew and Viega), test case 4 with its 20 bytes of additional data.
TEST_F(OpensslCryptoTest, GcmMatchesItsSpecification) {
  load(kRead, array_from_hex<16>("feffe9928665731c6d6a8f9467308308"));
  const auto nonce = array_from_hex<12>("cafebabefacedbaddecaf888");
  const auto additional = from_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const auto plain = from_hex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  auto data = plain;
  std::array<uint8_t, 16> tag{};
  EXPECT_EQ(crypto_.aead_seal(AeadAlgorithm::aes_128_gcm, {kRead, nonce, additional, data}, tag),
            CryptoStatus::done);
  EXPECT_EQ(data, from_hex("42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                           "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"));
  EXPECT_EQ(tag, array_from_hex<16>("5bc94fbc3221a5db94fae95ae7121a47"));

  auto opened = data;
  EXPECT_EQ(crypto_.aead_open(AeadAlgorithm::aes_128_gcm, {kRead, nonce, additional, opened}, tag),
            CryptoStatus::done);
  EXPECT_EQ(opened, plain);
  tag[15] ^= 1;
  EXPECT_EQ(crypto_.aead_open(AeadAlgorithm::aes_128_gcm, {kRead, nonce, additional, data}, tag),
            CryptoStatus::rejected);
  EXPECT_TRUE(all_zero(data));
}

TEST_F(OpensslCryptoTest, GcmSealsNothing) {
  load(kRead, {});
  std::array<uint8_t, 16> tag{};
  EXPECT_EQ(crypto_.aead_seal(AeadAlgorithm::aes_128_gcm, {kRead, Nonce{}, {}, {}}, tag),
            CryptoStatus::done);
  EXPECT_EQ(tag, array_from_hex<16>("58e2fccefa7e3061367f1d57a4e7455a"));  // test case 1
  EXPECT_EQ(crypto_.aead_open(AeadAlgorithm::aes_128_gcm, {kRead, Nonce{}, {}, {}}, tag),
            CryptoStatus::done);
}

TEST_F(OpensslCryptoTest, AlgorithmsShareASlotWithoutHarm) {
  load(kWrite, {});
  const auto seal = [&](AeadAlgorithm algorithm, size_t tag_size) {
    std::vector<uint8_t> sealed(40);
    std::vector<uint8_t> tag(tag_size);
    EXPECT_EQ(crypto_.aead_seal(algorithm, {kWrite, Nonce{}, {}, sealed}, tag), CryptoStatus::done);
    auto opened = sealed;
    EXPECT_EQ(crypto_.aead_open(algorithm, {kWrite, Nonce{}, {}, opened}, tag), CryptoStatus::done);
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

// NIST SP 800-38C appendix A.1: beside a nonce of 12 bytes there are 3 for the length.
TEST_F(OpensslCryptoTest, CcmFailsToSealMoreThanItCanCount) {
  load(kWrite, {1});
  std::vector<uint8_t> data(size_t{1} << 24);
  std::array<uint8_t, 16> tag{};
  const auto seal = [&](size_t size) {
    const Nonce nonce{};
    return crypto_.aead_seal(AeadAlgorithm::aes_128_ccm,
                             {kWrite, nonce, {}, MutableBytes(data).first(size)}, tag);
  };
  EXPECT_EQ(seal(data.size()), CryptoStatus::failed);
  EXPECT_EQ(ERR_peek_error(), 0u) << "left in libcrypto's queue";
  load(kWrite, {1});
  EXPECT_EQ(seal(1), CryptoStatus::done);
}

TEST_F(OpensslCryptoTest, EcdhMatchesRfc5903) {
  const Rfc5903 vector;
  SharedSecret secret{};
  EXPECT_EQ(p256_.ecdh(vector.i, vector.gr, secret), CryptoStatus::done);
  EXPECT_EQ(secret, vector.shared);
  EXPECT_EQ(p256_.ecdh(vector.r, vector.gi, secret), CryptoStatus::done);
  EXPECT_EQ(secret, vector.shared);
}

TEST_F(OpensslCryptoTest, EcdhAgreesBetweenGeneratedKeys) {
  for (int round = 0; round < 64; ++round) {
    PrivateKey mine{}, theirs{};
    Point my_point{}, their_point{};
    ASSERT_TRUE(p256_.generate(mine, my_point));
    ASSERT_TRUE(p256_.generate(theirs, their_point));
    EXPECT_EQ(my_point[0], 4);
    EXPECT_NE(mine, theirs);
    SharedSecret one{}, other{};
    EXPECT_EQ(p256_.ecdh(mine, their_point, one), CryptoStatus::done);
    EXPECT_EQ(p256_.ecdh(theirs, my_point, other), CryptoStatus::done);
    EXPECT_EQ(one, other);
    EXPECT_FALSE(all_zero(one));
  }
}

/// What is no point of the curve, whatever form it has.
std::vector<Point> no_points() {
  const Point point = Rfc5903().gr;
  std::vector<Point> points;
  const auto add = [&](Point changed, size_t at, int byte) {
    changed[at] = static_cast<uint8_t>(byte);
    points.push_back(changed);
  };
  add(point, 64, point[64] ^ 1);
  for (const int form : {0x00, 0x02, 0x03, 0x05, 0x06, 0x07, 0xff}) add(point, 0, form);
  add(Point{}, 0, 0);  // the point at infinity, padded
  add(Point{}, 0, 4);  // the origin
  return points;
}

TEST_F(OpensslCryptoTest, EcdhRejectsWhatIsNoPointOfTheCurveAndWipes) {
  const Rfc5903 vector;
  for (const Point& peer : no_points()) {
    SharedSecret secret;
    secret.fill(0xaa);
    EXPECT_EQ(p256_.ecdh(vector.i, peer, secret), CryptoStatus::rejected) << to_hex(peer);
    EXPECT_TRUE(all_zero(secret));
    EXPECT_EQ(ERR_peek_error(), 0u);
  }

  SharedSecret secret{};
  EXPECT_EQ(p256_.ecdh(vector.i, vector.gr, secret), CryptoStatus::done)
      << "a refusal must not harm the next";
  EXPECT_EQ(secret, vector.shared);
}

// x = 5 + p names the point of x = 5, but is no encoding of it.
TEST_F(OpensslCryptoTest, EcdhRejectsACoordinateThatIsNotReduced) {
  const std::string y = "459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc";
  const PrivateKey key = Rfc5903().i;
  SharedSecret secret{};
  EXPECT_EQ(
      p256_.ecdh(key,
                 array_from_hex<65>(
                     "040000000000000000000000000000000000000000000000000000000000000005" + y),
                 secret),
      CryptoStatus::done);
  EXPECT_EQ(
      p256_.ecdh(key,
                 array_from_hex<65>(
                     "04ffffffff00000001000000000000000000000001000000000000000000000004" + y),
                 secret),
      CryptoStatus::rejected);
  EXPECT_TRUE(all_zero(secret));
}

TEST_F(OpensslCryptoTest, EcdhFailsUnderAPrivateKeyOfZero) {
  SharedSecret secret;
  secret.fill(0xaa);
  EXPECT_EQ(p256_.ecdh(PrivateKey{}, Rfc5903().gr, secret), CryptoStatus::failed);
  EXPECT_TRUE(all_zero(secret));
}

TEST_F(OpensslCryptoTest, AKeyPairSlotAgreesOnce) {
  for (int round = 0; round < 64; ++round) {
    PrivateKey theirs{};
    Point my_point{}, their_point{};
    ASSERT_EQ(crypto_.p256_generate(kKeyPair, my_point), CryptoStatus::done);
    ASSERT_TRUE(p256_.generate(theirs, their_point));
    EXPECT_EQ(my_point[0], 4);
    EXPECT_FALSE(all_zero(crypto_.private_key_in(kKeyPair)));
    SharedSecret one{}, other{};
    EXPECT_EQ(crypto_.p256_agree(kKeyPair, their_point, one), CryptoStatus::done);
    EXPECT_EQ(p256_.ecdh(theirs, my_point, other), CryptoStatus::done);
    EXPECT_EQ(one, other);
    EXPECT_FALSE(all_zero(one));
    EXPECT_TRUE(all_zero(crypto_.private_key_in(kKeyPair)));
    EXPECT_EQ(crypto_.p256_agree(kKeyPair, their_point, one), CryptoStatus::failed);
    EXPECT_TRUE(all_zero(one));
  }
}

TEST_F(OpensslCryptoTest, AnEmptyKeyPairSlotFails) {
  const auto fails = [&] {
    EXPECT_TRUE(all_zero(crypto_.private_key_in(kKeyPair)));
    SharedSecret secret;
    secret.fill(0xaa);
    EXPECT_EQ(crypto_.p256_agree(kKeyPair, Rfc5903().gr, secret), CryptoStatus::failed);
    EXPECT_TRUE(all_zero(secret));
  };
  fails();  // never filled
  Point point{};
  ASSERT_EQ(crypto_.p256_generate(kKeyPair, point), CryptoStatus::done);
  crypto_.key_pair_clear(kKeyPair);
  fails();
  crypto_.key_pair_clear(kKeyPair);
  fails();  // cleared twice
}

TEST_F(OpensslCryptoTest, AKeyPairSlotIsEmptyAfterARejectedPeer) {
  for (const Point& peer : no_points()) {
    Point point{};
    SharedSecret secret;
    secret.fill(0xaa);
    ASSERT_EQ(crypto_.p256_generate(kKeyPair, point), CryptoStatus::done);
    EXPECT_EQ(crypto_.p256_agree(kKeyPair, peer, secret), CryptoStatus::rejected) << to_hex(peer);
    EXPECT_TRUE(all_zero(secret));
    EXPECT_TRUE(all_zero(crypto_.private_key_in(kKeyPair)));
    EXPECT_EQ(crypto_.p256_agree(kKeyPair, Rfc5903().gr, secret), CryptoStatus::failed);
  }
}

TEST_F(OpensslCryptoTest, GeneratesAKeyPairInThePlaceOfAnother) {
  Point old_point{}, point{};
  ASSERT_EQ(crypto_.p256_generate(kKeyPair, old_point), CryptoStatus::done);
  ASSERT_EQ(crypto_.p256_generate(kKeyPair, point), CryptoStatus::done);
  EXPECT_NE(point, old_point);
  const Rfc5903 vector;
  SharedSecret one{}, other{};
  EXPECT_EQ(crypto_.p256_agree(kKeyPair, vector.gr, one), CryptoStatus::done);
  EXPECT_EQ(p256_.ecdh(vector.r, point, other), CryptoStatus::done);
  EXPECT_EQ(one, other);
}

TEST_F(OpensslCryptoTest, SessionsKeepTheirKeyPairsApart) {
  constexpr KeyPairSlot kOther{1};
  Point mine{}, others{};
  ASSERT_EQ(crypto_.p256_generate(kKeyPair, mine), CryptoStatus::done);
  ASSERT_EQ(crypto_.p256_generate(kOther, others), CryptoStatus::done);
  EXPECT_NE(mine, others);
  const Rfc5903 vector;
  SharedSecret one{}, other{};
  EXPECT_EQ(crypto_.p256_agree(kKeyPair, vector.gr, one), CryptoStatus::done);
  EXPECT_EQ(p256_.ecdh(vector.r, mine, other), CryptoStatus::done);
  EXPECT_EQ(one, other);
  EXPECT_TRUE(all_zero(crypto_.private_key_in(kKeyPair)));
  crypto_.key_pair_clear(kKeyPair);
  EXPECT_EQ(crypto_.p256_agree(kOther, vector.gr, one), CryptoStatus::done);
  EXPECT_EQ(p256_.ecdh(vector.r, others, other), CryptoStatus::done);
  EXPECT_EQ(one, other);
  EXPECT_TRUE(all_zero(crypto_.private_key_in(kOther)));
}

}  // namespace
}  // namespace tls_se

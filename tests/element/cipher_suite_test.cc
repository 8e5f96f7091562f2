// The cipher suites: each with the platform's AEAD and with the element's own.
#include <gtest/gtest.h>

#include "refusals.h"
#include "test_client.h"

namespace tls_se::test {
namespace {

/// A platform that offers the AES block and no whole AEAD.
class BareCrypto final : public WatchedCrypto {
 public:
  CryptoStatus aead_seal(AeadAlgorithm, const AeadInput&, const MutableBytes&) override {
    return CryptoStatus::not_offered;
  }
  CryptoStatus aead_open(AeadAlgorithm, const AeadInput&, const Bytes&) override {
    return CryptoStatus::not_offered;
  }
};

constexpr const CipherSuite* kAll[] = {&kAes128CcmSha256, &kAes128GcmSha256, &kAes128Ccm8Sha256};

void expect_to_work(CardDriver& card, const CipherSuite& suite) {
  TestClient client(suite);
  ASSERT_TRUE(open_session(client, card));
  for (const size_t size : {0u, 1u, 100u, 16384u}) {
    const Buffer content(size, 'c');
    Buffer with_type = content;
    with_type.push_back(0x17);
    EXPECT_EQ(card.exchange(client.seal(ContentType::application_data, content), p1::kDecrypt).data,
              with_type);
    const Answer record = card.exchange(with_type, p1::kEncrypt);
    EXPECT_EQ(record.data.size(), kRecordHeaderSize + size + 1 + suite.tag_size);
    EXPECT_EQ(client.open(record.data).content, content);
  }
  Buffer forged = client.seal(ContentType::application_data, Buffer{1});
  forged.back() ^= 1;
  EXPECT_EQ(client.refusal_in(card.exchange(forged, p1::kDecrypt).data, card), kNotAuthentic);
}

TEST(CipherSuites, WorkWithTheAeadOfThePlatform) {
  for (const CipherSuite* suite : kAll) {
    CardDriver card(CardDriver::options_with([&](auto& o) { o.cipher_suites = {suite}; }));
    expect_to_work(card, *suite);
  }
}

TEST(CipherSuites, WorkWithTheAeadOfTheElement) {
  for (const CipherSuite* suite : kAll) {
    BareCrypto crypto;
    CardDriver card(CardDriver::options_with([&](auto& o) {
      o.cipher_suites = {suite};
      o.crypto = &crypto;
    }));
    expect_to_work(card, *suite);
  }
}

TEST(CipherSuites, AreChosenInTheOrderOfTheCard) {
  CardDriver card(CardDriver::options_with([](auto& o) {
    o.cipher_suites = {&kAes128GcmSha256, &kAes128CcmSha256};
  }));
  TestClient client(kAes128GcmSha256);
  HelloSpec spec = client.hello();
  spec.cipher_suites = {0x1304, 0x1305, 0x1301};
  EXPECT_TRUE(open_session(client, card, spec));
}

TEST(CipherSuites, ThatTheCardWasNotGivenAreRefused) {
  CardDriver card(CardDriver::options_with([](auto& o) { o.cipher_suites = {&kAes128GcmSha256}; }));
  TestClient client;
  EXPECT_EQ(client.refusal_in(card.exchange(client.client_hello_record(client.hello())).data, card),
            refuse(Alert::handshake_failure, Reason::no_common_cipher_suite));
}

}  // namespace
}  // namespace tls_se::test

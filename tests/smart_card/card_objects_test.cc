// The objects of a card that has less memory for views than its model has rows.
#include "se/objects/card_objects.h"

#include <gtest/gtest.h>

#include "card_with_flash.h"
#include "platform/flash/memory_flash.h"
#include "platform/host/host_crypto.h"
#include "se/tls_state_machine/programs.h"
#include "support/hex.h"
#include "support/issued_certificates.h"

namespace tls_se::test {
namespace {

constexpr const CipherSuite* kSuitesOfModel[] = {&kAes128GcmSha256, &kAes128CcmSha256,
                                                 &kAes128Ccm8Sha256};
constexpr const NamedGroup* kGroupsOfModel[] = {&kSecp256r1, &kX25519};

struct CardObjectsTest : testing::Test {
  CardObjectsTest() {
    objects.power_up();
    EXPECT_FALSE(objects.is_lost());
  }

  ObjectStatus put(ObjectKind kind, const std::string& hex) {
    return objects.finish(objects.put(objects.name(kind), from_hex(hex)));
  }

  HostCrypto crypto;
  MemoryFlash flash{2048, 4};
  ObjectStore store{flash, 2, 4096};
  CardModel model = {.server = &programs::kServer,
                     .client = nullptr,
                     .cipher_suites = kSuitesOfModel,
                     .groups = kGroupsOfModel,
                     .signatures = nullptr,
                     .key_maker = nullptr,
                     .version = {}};
  // Room for two, and for one; what is behind it is somebody else's.
  std::array<const CipherSuite*, 3> suites = {};
  std::array<const NamedGroup*, 2> groups = {};
  CardObjects objects{store,
                      tables::kWhole,
                      crypto,
                      model,
                      {.psks = {},
                       .certificate_chain = {},
                       .public_keys = {},
                       .trust_anchors = {},
                       .allowed_peers = {},
                       .cipher_suites = std::span(suites).first(2),
                       .groups = std::span(groups).first(1)}};
};

TEST_F(CardObjectsTest, ChooseByPreference) {
  EXPECT_EQ(put(ObjectKind::cipher_suites, "13051304"), ObjectStatus::done);
  EXPECT_EQ(put(ObjectKind::groups, "001D"), ObjectStatus::done);
  const TlsSettings& tls = objects.views().settings.tls;
  ASSERT_EQ(tls.cipher_suites.size(), 2U);
  EXPECT_EQ(tls.cipher_suites[0], &kAes128Ccm8Sha256);
  EXPECT_EQ(tls.cipher_suites[1], &kAes128CcmSha256);
  ASSERT_EQ(tls.groups.size(), 1U);
  EXPECT_EQ(tls.groups[0], &kX25519);
}

TEST_F(CardObjectsTest, ChooseNothingThatThereIsNoRoomFor) {
  EXPECT_EQ(put(ObjectKind::cipher_suites, "130513041301"), ObjectStatus::done);
  EXPECT_EQ(put(ObjectKind::groups, "001D0017"), ObjectStatus::done);
  EXPECT_EQ(suites[2], nullptr);
  EXPECT_EQ(groups[1], nullptr);
  EXPECT_EQ(objects.views().settings.tls.cipher_suites.size(), std::size(kSuitesOfModel));
  EXPECT_EQ(objects.views().settings.tls.groups.size(), std::size(kGroupsOfModel));
}

TEST_F(CardObjectsTest, RefuseWhatTheModelHasNot) {
  for (const char* const wrong : {"1302", "13011301", "130113", "1301130213041305"}) {
    EXPECT_EQ(put(ObjectKind::cipher_suites, wrong), ObjectStatus::wrong) << wrong;
  }
  EXPECT_EQ(put(ObjectKind::groups, "0018"), ObjectStatus::wrong);
}

TEST_F(CardObjectsTest, KeepHistoricalBytesWhateverTheyAre) {
  for (const char* const right : {"00", "FF", "80664142", "000102030405060708090A0B0C0D0E"}) {
    EXPECT_EQ(put(ObjectKind::historical_bytes, right), ObjectStatus::done) << right;
    const ObjectName name = objects.name(ObjectKind::historical_bytes);
    const Bytes kept = store.find(name.id(), ObjectStore::View::committed);
    EXPECT_EQ(to_hex(kept), right);
  }
  EXPECT_EQ(put(ObjectKind::historical_bytes, "000102030405060708090A0B0C0D0E0F"),
            ObjectStatus::wrong);
}

TEST(HistoricalBytes, AreTheAdministratorsOfACardThatWorks) {
  CardWithFlash card;
  EXPECT_EQ(card.answer("00DADF2D0141"), "9000");
  for (const char* const command :
       {"00120080", "00DADF20020001", "00DB3FFF18DF5015000361626300010203040506070809 0A0B0C0D0E0F",
        "00120081", "00DADF2C0441424344", "00440000"}) {
    EXPECT_EQ(card.answer(command), "9000") << command;
  }
  EXPECT_EQ(card.answer("00DADF2D0142"), "6982");
  EXPECT_EQ(card.answer("00DADF2D"), "6982");
  EXPECT_EQ(card.answer("00CADF2D00"), "41 9000");
  EXPECT_EQ(card.answer("002000010441424344"), "9000");
  EXPECT_EQ(card.answer("00DADF2D0142"), "9000");
  EXPECT_EQ(card.answer("00CB3FFF045C02DF2D00"), "DF 2D 01 42 9000");
  EXPECT_EQ(card.answer("00DADF2D"), "9000");
  EXPECT_EQ(card.answer("00CADF2D00"), "6A88");
}

/// As a tag of two bytes, as there is for one object alone.
TEST(ObjectTables, OfAPskServerHaveNoHistoricalBytes) {
  const auto row_of = [](const ObjectTable& table, const char* tag) {
    const std::vector<uint8_t> bytes = from_hex(tag);
    Reader reader(bytes);
    return read_object_tag(table, reader).row;
  };
  const ObjectRow* const row = row_of(tables::kWhole, "DF2D");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->kind, ObjectKind::historical_bytes);
  EXPECT_EQ(row_of(tables::kWhole, "DF968000"), nullptr);
  EXPECT_EQ(row_of(tables::kPskServer, "DF2D"), nullptr);
  EXPECT_NE(row_of(tables::kPskServer, "DF2B"), nullptr);
}

/// A memory from a card that had room for one more private key: the chain's is not looked for among
/// the pre-shared ones, which come next.
TEST(CardObjectsOfLessRoom, ShowNoChainWithoutItsKey) {
  const Identity own = Authority("CA").issue({});
  HostCrypto crypto;
  HostKeyMaker key_maker;
  MemoryFlash flash(2048, 4);
  CardModel model = {.server = &programs::kServer,
                     .client = nullptr,
                     .cipher_suites = kSuitesOfModel,
                     .groups = kGroupsOfModel,
                     .signatures = nullptr,
                     .key_maker = &key_maker,
                     .version = {}};
  std::array<Bytes, 1> chain;
  std::array<Bytes, 2> keys;
  for (const size_t room : {2, 1}) {
    ObjectStore store(flash, 2, 4096);
    CardObjects objects(store, tables::kWhole, crypto, model,
                        {.psks = {},
                         .certificate_chain = chain,
                         .public_keys = std::span(keys).first(room),
                         .trust_anchors = {},
                         .allowed_peers = {},
                         .cipher_suites = {},
                         .groups = {}});
    objects.power_up();
    ASSERT_FALSE(objects.is_lost());
    if (room == 2) {
      EXPECT_EQ(objects.put(objects.name(ObjectKind::private_key, 1), own.private_key),
                ObjectStatus::done);
      EXPECT_EQ(objects.put(objects.name(ObjectKind::certificate_chain), own.certificate),
                ObjectStatus::done);
      EXPECT_EQ(
          objects.finish(objects.put(objects.name(ObjectKind::role_and_modes), from_hex("0002"))),
          ObjectStatus::done);
    }
    const CertificateSettings& certificates = objects.views().settings.tls.certificates;
    EXPECT_EQ(certificates.chain.size(), room - 1);
    EXPECT_EQ(certificates.private_key, private_key_handle(room - 1));
    EXPECT_EQ(objects.misfit(), room == 2 ? ObjectKind::none : ObjectKind::private_key);
  }
}

}  // namespace
}  // namespace tls_se::test

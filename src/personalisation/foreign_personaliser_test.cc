#include "personalisation/foreign_personaliser.h"

#include <gtest/gtest.h>

#include <functional>

#include "support/scripted_card.h"

namespace tls_se {
namespace {

CardProfile one_key() {
  CardProfile profile;
  profile.psks = {{{'a'}, std::vector<uint8_t>(32, 0xaa)}};
  return profile;
}

TEST(ForeignPersonaliserTest, OneKeyIsAllThatIsTaken) {
  EXPECT_FALSE(objection_of_foreign_card(one_key()));
  const std::pair<const char*, std::function<void(CardProfile&)>> cases[] = {
      {"a server's", [](CardProfile& p) { p.role = Role::client; }},
      {"\"psk\" alone",
       [](CardProfile& p) {
         p.modes = {Mode::psk, Mode::certificate};
       }},
      {"\"psk\" alone", [](CardProfile& p) { p.modes = Mode::certificate; }},
      {"one pre-shared key, and the profile has 2",
       [](CardProfile& p) { p.psks.push_back(p.psks[0]); }},
      {"the profile has 0", [](CardProfile& p) { p.psks.clear(); }},
      {"of 32 bytes, and the profile's has 16", [](CardProfile& p) { p.psks[0].key.resize(16); }},
      {"of 32 bytes, and the profile's has 33", [](CardProfile& p) { p.psks[0].key.resize(33); }},
      {"TLS_AES_128_CCM_SHA256 alone",
       [](CardProfile& p) { p.cipher_suites = {&kAes128GcmSha256}; }},
      {"\"secp256r1\" alone", [](CardProfile& p) { p.groups = {&kX25519}; }},
      {"told certificate_chain:", [](CardProfile& p) { p.certificate_chain = {{1}}; }},
      {"told private_key:", [](CardProfile& p) { p.private_key = {1}; }},
      {"told private_key:", [](CardProfile& p) { p.private_key_on_card = true; }},
      {"told trust_anchors:", [](CardProfile& p) { p.trust_anchors = {{1}}; }},
      {"told allow:", [](CardProfile& p) { p.allowed_peers = {{}}; }},
      {"told alpn:", [](CardProfile& p) { p.alpn = {"mqtt"}; }},
      {"told server_name:", [](CardProfile& p) { p.server_name = "a.example"; }},
      {"told record_size_limit:", [](CardProfile& p) { p.record_size_limit = 512; }},
      {"told user_pin:", [](CardProfile& p) { p.user_pin_for_tls = true; }},
      {"told key_share:", [](CardProfile& p) { p.key_share_on_request = true; }},
      {"told sw_more:", [](CardProfile& p) { p.sw_more = SwMore::mixed; }},
  };
  for (const auto& [words, change] : cases) {
    CardProfile profile = one_key();
    change(profile);
    const auto objection = objection_of_foreign_card(profile);
    ASSERT_TRUE(objection) << words;
    EXPECT_TRUE(objection->contains(words)) << *objection;
  }
}

class PutForeignPskTest : public testing::Test {
 protected:
  std::string refusal() {
    SecretBytes pin(8);
    copy_bytes(pin.bytes(), std::vector<uint8_t>(8, '0'));
    try {
      put_foreign_psk(card_, pin, one_key().psks[0].key);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }

  ScriptedCard card_;
};

TEST_F(PutForeignPskTest, TheAdministratorPutsIt) {
  card_.answer("9000").answer("9000");
  EXPECT_EQ(refusal(), "");
  std::string put = "00 85 00 0A 23 01 00 20";
  for (int i = 0; i < 32; ++i) put += " AA";
  EXPECT_EQ(card_.commands,
            (std::vector<std::string>{"00 20 00 01 08 30 30 30 30 30 30 30 30", put}));
}

TEST_F(PutForeignPskTest, NobodyElse) {
  card_.answer("6309");
  EXPECT_EQ(refusal(), "the administrator's PIN is wrong, and 9 tries are left");
  card_.answer("6300");
  EXPECT_EQ(refusal(), "the administrator's PIN is wrong, and blocked, and nothing ends that");
  EXPECT_EQ(card_.commands.size(), 2u);
  card_.answer("9000").answer("6380");
  EXPECT_EQ(refusal(), "the card refuses the pre-shared key: a PIN has to be shown first");
}

}  // namespace
}  // namespace tls_se

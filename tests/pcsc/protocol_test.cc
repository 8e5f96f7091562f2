// A card that speaks T=0 alone, or T=1 alone, in a reader: all that is done with it.
#include <gtest/gtest.h>

#include "cards_in_readers.h"
#include "winscard_card.h"

namespace tls_se {
namespace {

class PcscProtocolTest : public CardsInReaders {
 protected:
  PcscProtocolTest() : CardsInReaders({"--protocol", "t0"}, {"--protocol", "t1"}) {}

  void live(int slot) const {
    EXPECT_TRUE(run(slot, {"info"}).contains("life cycle     initial"));
    const std::string user = write("user.pin", "1357902468\n");
    const std::string wrong = write("wrong.pin", "8642086420\n");
    const std::string administrator = write("administrator.pin", "24681357\n");
    (void)run(slot, {"pin", "set", "--new-pin-file", user});
    (void)run(slot, {"pin", "set", "--administrator", "--new-pin-file", administrator});
    make(slot, "modes = [\"certificate\"]\nuser_pin = \"needed\"\n" + credentials("server"));
    (void)run(slot, {"activate"});
    EXPECT_TRUE(run(slot, {"keygen", "--key", "2", "--pin-file", administrator})
                    .starts_with("-----BEGIN PUBLIC KEY-----\n"));
    EXPECT_TRUE(
        run(slot, {"csr", "--key", "2", "--subject", "CN=next", "--pin-file", administrator})
            .starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"));

    const ToolRun refused = run_tool({TLS_SE_PROGRAM, "server", "--listen", "127.0.0.1:0", "--card",
                                      PcscDaemon::card(slot), "--pin-file", wrong});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_TRUE(refused.errors.contains("the user's PIN is wrong, and 2 tries are left"))
        << refused.errors;
    serve(slot, trust_of_openssl() + Words{"-verify_hostname", "card.example"}, "open, certificate",
          {"--pin-file", user});
    const std::string info = run(slot, {"info"});
    EXPECT_TRUE(info.contains("life cycle     operational")) << info;
    EXPECT_TRUE(info.contains("user PIN       set, 3 tries left")) << info;
    EXPECT_TRUE(info.contains("certificate    CN=leaf")) << info;
    EXPECT_TRUE(info.contains("private key 2")) << info;
  }
};

TEST_F(PcscProtocolTest, T0Alone) {
  EXPECT_EQ(WinscardCard(0).protocol(), static_cast<DWORD>(SCARD_PROTOCOL_T0));
  live(0);
}

TEST_F(PcscProtocolTest, T1Alone) {
  EXPECT_EQ(WinscardCard(1).protocol(), static_cast<DWORD>(SCARD_PROTOCOL_T1));
  live(1);
}

/// As ISO 7816-3 section 12.2 has it: an answer to data is announced, and fetched.
TEST_F(PcscProtocolTest, T0HasNoDataBothWays) {
  make(0, "modes = [\"certificate\"]\n" + credentials("server"));
  make(1, "modes = [\"certificate\"]\n" + credentials("server"));
  WinscardCard t0(0);
  EXPECT_EQ(t0.transmit("00CB3FFF045C02DF20"), "61 05");
  EXPECT_EQ(t0.transmit("00C0000000"), "6C 05");
  EXPECT_EQ(t0.transmit("00C0000005"), "DF 20 02 00 02 90 00");
  EXPECT_EQ(t0.transmit("00C0000005"), "69 85");
  const std::string begin = t0.transmit("00CADF3000");
  EXPECT_TRUE(begin.contains(" 61 ")) << begin;
  EXPECT_EQ(begin.size(), 3 * (256 + 2) - 1u);
  WinscardCard t1(1);
  EXPECT_EQ(t1.transmit("00CB3FFF045C02DF20"), "67 00");
  EXPECT_EQ(t1.transmit("00CB3FFF045C02DF2000"), "DF 20 02 00 02 90 00");
}

}  // namespace
}  // namespace tls_se

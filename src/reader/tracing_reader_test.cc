#include "reader/tracing_reader.h"

#include <gtest/gtest.h>

#include "reader/names.h"
#include "support/scripted_card.h"

namespace tls_se {
namespace {

class TracingReaderTest : public testing::Test {
 protected:
  /// Sends a command, and gives what was printed for it with its time and runs of blanks left out.
  std::string trace(const std::string& command) {
    if (!reader_) {
      reader_ = std::make_unique<TracingReader>(
          std::move(owned_), options_, [this](const std::string& text) { printed_ += text; });
    }
    printed_.clear();
    (void)reader_->transmit(parse_hex(command).value());
    std::string text;
    bool in_time = false;
    for (const char c : printed_) {
      in_time = c == '[' || (in_time && c != '\n');
      if (in_time || (c == ' ' && text.ends_with("  "))) continue;
      while (c == '\n' && text.ends_with(' ')) text.pop_back();
      text += c;
    }
    return text;
  }

  std::unique_ptr<ScriptedCard> owned_ = std::make_unique<ScriptedCard>();
  ScriptedCard& card_ = *owned_;
  TraceOptions options_;
  std::string printed_;
  std::unique_ptr<TracingReader> reader_;
};

TEST_F(TracingReaderTest, IsBriefIfAsked) {
  options_.brief = true;
  options_.label = "    ";
  card_.answer("6186");
  EXPECT_EQ(trace("00D8000100"), "  RESET  6186\n");
}

TEST_F(TracingReaderTest, NamesTheExchangesOfTheDraft) {
  const std::string client_hello = "16 03 03 00 F2 01 00 00 EE";
  card_.answer("9000").answer("9000").answer("6186");
  EXPECT_EQ(trace("00D8000100"), "RESET  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D8000109" + client_hello), "RECV(F-First) 9 bytes  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D80002024B68"), "RECV(F-Last) 2 bytes  Client Hello  61 86 sw-more(134)\n");

  card_.object(0x02, "01 16 02");
  card_.answer("16 03 03 00 81 02 9F1C");
  EXPECT_EQ(trace("00C0000006"), "SEND(Server Hello) 6 bytes  9F 1C sw-more(28)\n");
  card_.object(0x02, "01 16 08");
  card_.answer("17 03 03 9F3A");
  EXPECT_EQ(trace("00C0000003"), "SEND(Server Encrypted Extensions) 3 bytes  9F 3A sw-more(58)\n");
  card_.object(0x02, "01 16 14");
  card_.answer("17 03 9000");
  EXPECT_EQ(trace("00C0000002"), "SEND(Server Encrypted Finished) 2 bytes  90 00 sw-ok\n");

  card_.object(0x02, "00 16 14");
  card_.answer("9000").answer("9001");
  EXPECT_EQ(trace("00D8000306 140303000101"),
            "RECV(F-First, F-Last) 6 bytes  Client CCS  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D8000306 170303000101"),
            "RECV(F-First, F-Last) 6 bytes  Client Encrypted Finished  90 01 sw-open\n");

  card_.object(0x02, "01 17 00");
  card_.answer("9F02").answer("4117 9000").answer("9000").answer("9F02").answer("1703 9000");
  EXPECT_EQ(trace("00D8010306 170303000101"), "RECV(Decrypt) 6 bytes  9F 02 sw-more(2)\n");
  EXPECT_EQ(trace("00C0000002"), "SEND(Message) 2 bytes  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D802010141"), "RECV(Encrypt, F-First) 1 byte  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D802020117"), "RECV(Encrypt, F-Last) 1 byte  9F 02 sw-more(2)\n");
  EXPECT_EQ(trace("00C0000002"), "SEND(Record Packet) 2 bytes  90 00 sw-ok\n");
  EXPECT_TRUE(card_.finished());
}

TEST_F(TracingReaderTest, NamesTheExchangesOfAClient) {
  card_.object(0x02, "01 16 01");
  card_.answer("9F86").answer("16 03 01 00 81 01 9F02").answer("AA BB 9000");
  EXPECT_EQ(trace("00D8000100"), "RESET  9F 86 sw-more(134)\n");
  EXPECT_EQ(trace("00C0000006"), "SEND(Client Hello) 6 bytes  9F 02 sw-more(2)\n");
  EXPECT_EQ(trace("00C0000002"), "SEND(Client Hello) 2 bytes  90 00 sw-ok\n");

  card_.object(0x02, "00 16 02");
  card_.answer("9000").answer("9000").answer("9000").answer("9F06");
  EXPECT_EQ(trace("00D8000307 16030300020200"),
            "RECV(F-First, F-Last) 7 bytes  Server Hello  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D8000306 140303000101"),
            "RECV(F-First, F-Last) 6 bytes  Server CCS  90 00 sw-ok\n");
  card_.object(0x02, "00 16 08");
  EXPECT_EQ(trace("00D8000306 170303000101"),
            "RECV(F-First, F-Last) 6 bytes  Server Encrypted Extensions  90 00 sw-ok\n");
  card_.object(0x02, "00 16 14");
  EXPECT_EQ(trace("00D8000306 170303000101"),
            "RECV(F-First, F-Last) 6 bytes  Server Encrypted Finished  9F 06 sw-more(6)\n");
  card_.object(0x02, "01 14 00");
  card_.answer("140303000101 9F03").answer("170303 9001").answer("9F02").answer("1703 9000");
  EXPECT_EQ(trace("00C0000006"), "SEND(Client CCS) 6 bytes  9F 03 sw-more(3)\n");
  card_.object(0x02, "01 16 14");
  EXPECT_EQ(trace("00C0000003"), "SEND(Client Encrypted Finished) 3 bytes  90 01 sw-open\n");
  EXPECT_EQ(trace("00D80203024117"), "RECV(Encrypt) 2 bytes  9F 02 sw-more(2)\n");
  EXPECT_EQ(trace("00C0000002"), "SEND(Record Packet) 2 bytes  90 00 sw-ok\n");

  card_.object(0x02, "01 16 01");
  card_.answer("9F02").answer("1603 9000").answer("9002");
  EXPECT_EQ(trace("00D8000100"), "RESET  9F 02 sw-more(2)\n");
  EXPECT_EQ(trace("00C0000002"), "SEND(Client Hello) 2 bytes  90 00 sw-ok\n");
  card_.object(0x02, "00 16 02");
  EXPECT_EQ(trace("00D8000307 15030300020228"),
            "RECV(F-First, F-Last) 7 bytes  Server Alert  90 02 sw-close\n");
}

TEST_F(TracingReaderTest, NamesDataObjects) {
  card_.object(0x01, "00 00 00");
  for (int i = 0; i < 5; ++i) card_.answer("9000");
  EXPECT_EQ(trace("00CA010100"), "GET DATA(end reason)  90 00 sw-ok\n");
  card_.object(0x01, "01 28 23");
  EXPECT_EQ(trace("00CA010100"), "GET DATA(end reason) no cipher suite in common  90 00 sw-ok\n");
  card_.object(0x01, "02 28 00");
  EXPECT_EQ(trace("00CA010100"), "GET DATA(end reason) handshake_failure  90 00 sw-ok\n");
  EXPECT_EQ(trace("00CA010300"), "GET DATA(session parameters)  6A 88 data object not found\n");
  EXPECT_EQ(trace("00CA010400"), "GET DATA(max content)  6A 88 data object not found\n");
  EXPECT_EQ(trace("00DA020107 20261122094100"), "PUT DATA(time) 7 bytes  90 00 sw-ok\n");
  EXPECT_EQ(trace("00DA02020161"), "PUT DATA(server name) 1 byte  90 00 sw-ok\n");
  EXPECT_EQ(trace("00DA02030161"), "PUT DATA(ALPN) 1 byte  90 00 sw-ok\n");
  EXPECT_EQ(trace("00DA020400"), "PUT DATA(server address) 0 bytes  90 00 sw-ok\n");
  EXPECT_EQ(trace("00DA020500"), "PUT DATA(0205) 0 bytes  90 00 sw-ok\n");
}

TEST_F(TracingReaderTest, NamesHelloRetryRequestByItsRandom) {
  card_.object(0x02, "01 16 02");
  card_.answer("160303005802000054 0303 CF21AD74E59A6111 9000");
  EXPECT_EQ(trace("00C0000013"), "SEND(Hello Retry Request) 19 bytes  90 00 sw-ok\n");
}

TEST_F(TracingReaderTest, NamesAlertsAndWhatItDoesNotKnow) {
  card_.object(0x02, "01 15 00");
  card_.answer("15030300020228 9002").answer("6D00").answer("6700");
  EXPECT_EQ(trace("00C0000007"), "SEND(Server Alert) 7 bytes  90 02 sw-close\n");
  EXPECT_EQ(trace("00FF0000"), "COMMAND  6D 00 instruction not supported\n");
  EXPECT_EQ(trace("00"), "malformed command  67 00 wrong length\n");
}

TEST_F(TracingReaderTest, ACardThatDoesNotTellStillHasATrace) {
  card_.answer("16 03 03 00 81 02 9F1C").answer("17 03 9000");
  EXPECT_EQ(trace("00C0000006"), "SEND(Server Hello) 6 bytes  9F 1C sw-more(28)\n");
  EXPECT_EQ(trace("00C0000002"), "SEND(Record Packet) 2 bytes  90 00 sw-ok\n");
}

TEST_F(TracingReaderTest, DumpsBytesIfWanted) {
  options_.bytes = true;
  options_.label = "card 1  ";
  card_.answer("000102030405060708090A0B0C0D0E 9000");
  EXPECT_EQ(trace("00C000000F"),
            "card 1  SEND(Record Packet) 15 bytes  90 00 sw-ok\n"
            "card 1  Tx: 00 C0 00 00 0F\n"
            "card 1  Rx: 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 90\n"
            "card 1  00\n");
}

TEST_F(TracingReaderTest, ShowsNoBytesAndNoColourUnlessAsked) {
  card_.answer("4142434417 9000");
  const std::string text = trace("00C0000005");
  EXPECT_EQ(text.find("41"), text.npos);
  EXPECT_EQ(text.find('\033'), text.npos);
}

TEST_F(TracingReaderTest, ColoursIfAsked) {
  options_.colour = true;
  card_.answer("9000");
  (void)trace("00D8000100");
  EXPECT_NE(printed_.find("\033[32m90 00 sw-ok"), std::string::npos) << printed_;
}

TEST(NamesTest, CipherSuites) {
  EXPECT_EQ(cipher_suite_name(0x1304), "TLS_AES_128_CCM_SHA256");
  EXPECT_EQ(cipher_suite_name(0xc02b), "cipher suite(49195)");
}

TEST(NamesTest, StatusWords) {
  EXPECT_EQ(status_word_name(0x9000), "sw-ok");
  EXPECT_EQ(status_word_name(0x6100), "sw-more(256)");
  EXPECT_EQ(status_word_name(0x6c10), "sw-retry(16)");
  EXPECT_EQ(status_word_name(0x6d14), "sw-error(bad_record_mac)");
  EXPECT_EQ(status_word_name(0x6dfe), "sw-error(alert(254))");
  EXPECT_EQ(status_word_name(0x6f01), "sw-error(platform)");
  EXPECT_EQ(status_word_name(0x6985), "conditions of use not satisfied");
  EXPECT_EQ(status_word_name(0x6a84), "not enough memory");
  EXPECT_EQ(status_word_name(0x1234), "unknown status word");
}

}  // namespace
}  // namespace tls_se

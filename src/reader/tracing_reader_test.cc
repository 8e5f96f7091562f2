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
  options_.brief_width = 39;
  options_.label = "    ";
  card_.answer("6186");
  EXPECT_EQ(trace("00D8000100"), "  RESET  6186\n");
  card_.object(0x02, "00 16 08");
  card_.answer("9000", "00 16 0B").answer("9000").answer("9000", "00 16 0F");
  EXPECT_EQ(trace("00D8000306 170303000101"), "  RECV(Encrypted Extensions) 6 B  9000\n");
  EXPECT_EQ(trace("00D8000106 170303000101"), "  RECV(F-First) 6 B  9000\n");
  EXPECT_EQ(trace("00D800020100"), "  RECV(Certificate) 1 B  9000\n");
  card_.object(0x02, "01 15 00");
  card_.answer("15030300020228 9002");
  EXPECT_EQ(trace("00C0000007"), "  SEND(Alert) 7 B  9002\n");
}

TEST_F(TracingReaderTest, OfTheWidthThatItIsGivenItTakesNoMore) {
  options_.brief_width = 39;
  card_.object(0x01, "01 30 57");  // no_trust_anchor
  card_.answer("000102030405060708090A0B0C0D0E 9000");
  (void)trace("00CA010100");
  EXPECT_EQ(printed_, "GET DATA(end reason) a certific... 9000\n");
  options_.bytes = true;
  reader_ = std::make_unique<TracingReader>(std::make_unique<ScriptedCard>(card_), options_,
                                            [this](const std::string& text) { printed_ += text; });
  (void)trace("00C000000F");
  EXPECT_EQ(printed_,
            "SEND(Record Packet) 15 B           9000\n"
            "  Tx: 00 C0 00 00 0F\n"
            "  Rx: 00 01 02 03 04 05 06 07\n"
            "      08 09 0A 0B 0C 0D 0E 90\n"
            "      00\n");
}

/// Nor are they in the first part of a chain alone.
TEST_F(TracingReaderTest, NoSecretIsShownThatIsBroughtToTheCard) {
  options_.bytes = true;
  const std::string secret = "5EC4E75EC4E75EC4E75EC4E7";
  for (const std::string& command : std::vector<std::string>{
           "0020000006",       "0020000106",       "012400000C",           "002C020006",
           "00DADF2B06",       "00DADF2C06",       "00DADF4020",           "00DADF5006",
           "00DADF5F06",       "10DADF5006",       "00DADF5006",  // in a chain
           "00DB3FFF0FDF2B0C", "00DB3FFF0FDF400C", "00DB3FFF12DF9480100C", "10DB3FFF0FDF500C",
           "10DB3FFF0C",       "00DB3FFF0C",  // in another
           "00DB3FFF01",       "00DB3FFF",         "0085000A0F010020"}) {
    card_.answer("9000");
    const std::string shown = trace(command + secret);
    EXPECT_FALSE(shown.contains("5E C4")) << shown;
    EXPECT_FALSE(shown.contains("C4 E7")) << shown;
    EXPECT_TRUE(shown.contains("(not shown: it brings a secret)")) << shown;
    EXPECT_TRUE(shown.contains("Rx: 90 00")) << shown;
  }
  for (const std::string& command : std::vector<std::string>{
           "00DADF280C", "00DADF300C", "00DB3FFF0FDF280C", "00D800010C", "002000000C"}) {
    card_.answer("9000");
    const std::string shown = trace(command + secret);
    EXPECT_EQ(shown.contains("5E C4"), !command.starts_with("0020")) << shown;
  }
  card_.answer("63C2");
  EXPECT_EQ(trace("00200000"),
            "VERIFY(user's PIN)  63 C2 tries left(2)\n  Tx: 00 20 00 00\n  Rx: 63 C2\n");
}

/// Where the second column begins.
size_t second_column(const std::string& line) { return line.find("90 00 sw-ok"); }

TEST_F(TracingReaderTest, ColumnsStandBelowEachOther) {
  card_.object(0x02, "01 16 01");
  card_.object(0x01, "00 00 00");
  card_.answer("1603 9000", "00 16 0B").answer("9000").answer("9000", "00 16 0B");
  (void)trace("00C0000002");
  const size_t column = second_column(printed_);
  EXPECT_NE(column, printed_.npos);
  (void)trace("00D80001FF 17030301FF" + std::string(2 * 250, '0'));
  EXPECT_EQ(second_column(printed_), column);
  (void)trace("00D80002FF" + std::string(2 * 255, '0'));  // the longest name of all
  EXPECT_TRUE(printed_.contains("Certificate Request) 255 bytes  90 00")) << printed_;
  EXPECT_EQ(second_column(printed_), column) << printed_;
  card_.object(0x01, "01 28 27");
  (void)trace("00CA010100");
  EXPECT_TRUE(printed_.contains("...  90 00")) << printed_;
  EXPECT_EQ(second_column(printed_), column) << printed_;
}

TEST_F(TracingReaderTest, NamesTheExchangesOfTheDraft) {
  const std::string client_hello = "16 03 03 00 F2 01 00 00 EE";
  card_.answer("9000").answer("9000").answer("6186");
  EXPECT_EQ(trace("00D8000100"), "RESET  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D8000109" + client_hello), "RECV(F-First) 9 bytes  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D80002024B68"), "RECV(F-Last, Client Hello) 2 bytes  61 86 sw-more(134)\n");

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
  card_.answer("9000").answer("9001", "02 00 00");
  EXPECT_EQ(trace("00D8000306 140303000101"), "RECV(Client CCS) 6 bytes  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D8000306 170303000101"),
            "RECV(Client Encrypted Finished) 6 bytes  90 01 sw-open\n");

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
  card_.answer("9000").answer("9000", "00 16 08").answer("9000", "00 16 14");
  card_.answer("9F06", "01 14 00");
  EXPECT_EQ(trace("00D8000307 16030300020200"), "RECV(Server Hello) 7 bytes  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D8000306 140303000101"), "RECV(Server CCS) 6 bytes  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D8000306 170303000101"),
            "RECV(Server Encrypted Extensions) 6 bytes  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D8000306 170303000101"),
            "RECV(Server Encrypted Finished) 6 bytes  9F 06 sw-more(6)\n");
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
  EXPECT_EQ(trace("00D8000307 15030300020228"), "RECV(Server Alert) 7 bytes  90 02 sw-close\n");
}

class ProtectedRecordTest : public TracingReaderTest {
 protected:
  /// The name of a record that a card takes which expects `before` and then says `after`.
  std::string name_after(const std::string& before, const std::string& after,
                         const std::string& status = "9000") {
    card_.object(0x02, before);
    card_.answer(status, after);
    const std::string text = trace("00D8000306 170303000101");
    return text.substr(5, text.find(')') - 5);
  }
  void become_client() {
    card_.object(0x02, "01 16 01");
    card_.answer("1603 9000");
    EXPECT_TRUE(trace("00C0000002").starts_with("SEND(Client Hello)"));
  }
};

TEST_F(ProtectedRecordTest, IsWhatItTurnedOutToBe) {
  become_client();
  EXPECT_EQ(name_after("00160B", "00160F"), "Server Encrypted Certificate");
  EXPECT_EQ(name_after("00160B", "00160B"), "Server Encrypted Certificate Request");
  EXPECT_EQ(name_after("00160B", "04160D"), "Server Encrypted Certificate Request");  // begun
  EXPECT_EQ(name_after("04160D", "00160B"), "Server Encrypted Certificate Request");  // and whole
  EXPECT_EQ(name_after("00160B", "04160B"), "Server Encrypted Certificate");
  EXPECT_EQ(name_after("04160B", "04160B"), "Server Encrypted Certificate");
  EXPECT_EQ(name_after("04160B", "00160F"), "Server Encrypted Certificate");
  EXPECT_EQ(name_after("00160F", "00160F"), "Record Packet");  // it has changed nothing
}

TEST_F(ProtectedRecordTest, OfAClientThatChangesNothingIsNoMessage) {
  EXPECT_EQ(name_after("00160B", "00160B"), "Record Packet");  // early data
  EXPECT_EQ(name_after("00160B", "00160F"), "Client Encrypted Certificate");
}

TEST_F(ProtectedRecordTest, IsAnAlertIfThatHasEndedTheSession) {
  card_.object(0x01, "02 30 00");
  EXPECT_EQ(name_after("001614", "030000", "9002"), "Client Alert");
  card_.object(0x01, "01 2D 53");  // certificate_not_valid_now
  EXPECT_EQ(name_after("00160B", "011500", "9F18"), "Client Encrypted Certificate");
  EXPECT_EQ(name_after("00160B", "030000", "6D2D"), "Client Encrypted Certificate");
  card_.object(0x01, "01 14 0F");  // not_authentic: nobody knows what it was
  EXPECT_EQ(name_after("001614", "011500", "9F18"), "Record Packet");
}

TEST_F(ProtectedRecordTest, ThatTheCardDidNotLookAtIsWhatIsExpected) {
  card_.object(0x01, "02 30 00");
  EXPECT_EQ(name_after("001614", "001614", "6985"), "Client Encrypted Finished");
}

TEST_F(ProtectedRecordTest, InPiecesIsNamedWithItsLast) {
  card_.object(0x02, "00160B");
  card_.answer("9000").answer("9000").answer("9000", "00160F");
  EXPECT_EQ(trace("00D8000106 170303000301"), "RECV(F-First) 6 bytes  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D800000100"), "RECV(F-More) 1 byte  90 00 sw-ok\n");
  EXPECT_EQ(trace("00D800020100"),
            "RECV(F-Last, Client Encrypted Certificate) 1 byte  90 00 sw-ok\n");
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
  EXPECT_EQ(trace("00CA011000"), "GET DATA(life cycle)  6A 88 data object not found\n");
  EXPECT_EQ(trace("00CA011400"), "GET DATA(object counts)  6A 88 data object not found\n");
  EXPECT_EQ(trace("00DA020107 20261122094100"), "PUT DATA(time) 7 bytes  90 00 sw-ok\n");
  EXPECT_EQ(trace("00DA02020161"), "PUT DATA(server name) 1 byte  90 00 sw-ok\n");
  EXPECT_EQ(trace("00DA02030161"), "PUT DATA(ALPN) 1 byte  90 00 sw-ok\n");
  EXPECT_EQ(trace("00DA020400"), "PUT DATA(server address) 0 bytes  90 00 sw-ok\n");
  EXPECT_EQ(trace("00DA020500"), "PUT DATA(0205) 0 bytes  90 00 sw-ok\n");
}

TEST_F(TracingReaderTest, NamesTheObjectsOfAPersonalisation) {
  const auto name_of = [&](const std::string& command) {
    card_.answer("9000");
    const std::string text = trace(command);
    return text.substr(0, text.find("  "));
  };
  EXPECT_EQ(name_of("00CB3FFF045C02DF2100"), "GET DATA(cipher suites)");
  EXPECT_EQ(name_of("00CB3FFF065C04DF94801000"), "GET DATA(pre-shared key 17)");
  EXPECT_EQ(name_of("00CB3FFF045C02DF7E00"), "GET DATA");
  EXPECT_EQ(name_of("00CB3FFF015C00"), "GET DATA");
  EXPECT_EQ(name_of("00DADF20020001"), "PUT DATA(role and modes) 2 bytes");
  EXPECT_EQ(name_of("00DADF7E01FF"), "PUT DATA(DF7E) 1 byte");
  EXPECT_EQ(name_of("00120080"), "TRANSACTION(begin)");
  EXPECT_EQ(name_of("00DB3FFF05DF21021304"), "PUT DATA(cipher suites) 5 bytes");
  EXPECT_EQ(name_of("10DB3FFF03DF3082"), "PUT DATA(certificate 1) 3 bytes");
  EXPECT_EQ(name_of("10DB3FFF03DF2102"), "PUT DATA(certificate 1) 3 bytes");  // whatever it is like
  EXPECT_EQ(name_of("00DB3FFF02AABB"), "PUT DATA(certificate 1) 2 bytes");
  EXPECT_EQ(name_of("00DB3FFF02AABB"), "PUT DATA 2 bytes");
  EXPECT_EQ(name_of("10DB3FFF03DF3082"), "PUT DATA(certificate 1) 3 bytes");
  EXPECT_EQ(name_of("00120081"), "TRANSACTION(commit)");  // and drops the chain
  EXPECT_EQ(name_of("00DB3FFF02AABB"), "PUT DATA 2 bytes");
  EXPECT_EQ(name_of("00120082"), "TRANSACTION(rollback)");
  EXPECT_EQ(name_of("001200FF"), "TRANSACTION");
  EXPECT_EQ(name_of("0046000100"), "GENERATE KEY PAIR(private key 2)");
  EXPECT_EQ(name_of("0084000008"), "GET CHALLENGE");
  EXPECT_EQ(name_of("00440000"), "ACTIVATE");
  EXPECT_EQ(name_of("00E40000"), "ERASE");
  EXPECT_EQ(name_of("00FE0000"), "TERMINATE");
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
  EXPECT_EQ(status_word_name(0x6302), "tries left(2)");
  EXPECT_EQ(status_word_name(0x6380), "a PIN has to be shown first");
  EXPECT_EQ(status_word_name(0x9300), "busy with another handshake");
  EXPECT_EQ(status_word_name(0x6a84), "not enough memory");
  EXPECT_EQ(status_word_name(0x1234), "unknown status word");
}

}  // namespace
}  // namespace tls_se

#include "node/card_session.h"

#include <gtest/gtest.h>

#include "support/scripted_card.h"

namespace tls_se {
namespace {

using State = CardSession::State;
using Commands = std::vector<std::string>;

std::vector<uint8_t> hex(const std::string& text) { return parse_hex(text).value(); }

class CardSessionTest : public testing::Test {
 protected:
  /// A session that is open, and a script and commands that are empty again.
  void open() {
    card_.answer("9000").answer("9001");
    (void)session_.reset();
    EXPECT_TRUE(session_.handshake(hex("1703030001AA")).empty());
    ASSERT_EQ(session_.state(), State::open);
    card_.commands.clear();
  }

  ScriptedCard card_;
  CardSession session_{card_, {}};
};

TEST_F(CardSessionTest, ResetIsARecvWithoutData) {
  card_.answer("9000");
  EXPECT_TRUE(session_.reset().empty());
  EXPECT_EQ(card_.commands, Commands{"00 D8 00 01 00"});
  EXPECT_EQ(session_.state(), State::handshake);
}

TEST_F(CardSessionTest, AClientCardBeginsAtReset) {
  card_.answer("9F03").answer("010203 9000");
  EXPECT_EQ(session_.reset(), hex("010203"));
  EXPECT_EQ(card_.commands, (Commands{"00 D8 00 01 00", "00 C0 00 00 03"}));
}

TEST_F(CardSessionTest, ACardMayFailAtReset) {
  card_.answer("9F07").answer("15030300020250 9002");
  EXPECT_EQ(session_.reset(), hex("15030300020250"));
  EXPECT_EQ(session_.state(), State::failed);
  EXPECT_EQ(to_string(session_.ending_alert()), "internal_error, sent by the card");
  card_.answer("9F07").answer("15030300020250 9000");
  (void)session_.reset();
  EXPECT_EQ(session_.state(), State::failed);
  card_.answer("9002");
  (void)session_.reset();
  EXPECT_EQ(session_.state(), State::failed);
  EXPECT_EQ(to_string(session_.ending_alert()), "no reason known");
  card_.answer("9000");
  (void)session_.reset();
  EXPECT_EQ(session_.state(), State::handshake);
}

TEST_F(CardSessionTest, ABusyCardIsGivenTheSameAgain) {
  card_.answer("9300").answer("9300").answer("9000");
  EXPECT_TRUE(session_.reset().empty());
  EXPECT_TRUE(session_.is_busy());
  EXPECT_EQ(session_.state(), State::handshake);
  (void)session_.reset();
  EXPECT_TRUE(session_.is_busy());
  (void)session_.reset();
  EXPECT_FALSE(session_.is_busy());

  CardSession session(card_, {.fragment_size = 2});
  card_.commands.clear();
  card_.answer("9300").answer("9000").answer("9F02").answer("1703 9000");
  EXPECT_TRUE(session.handshake(hex("010203")).empty());
  EXPECT_TRUE(session.is_busy());
  EXPECT_EQ(session.handshake(hex("010203")), hex("1703"));
  EXPECT_FALSE(session.is_busy());
  EXPECT_EQ(card_.commands, (Commands{"00 D8 00 01 02 01 02", "00 D8 00 01 02 01 02",
                                      "00 D8 00 02 01 03", "00 C0 00 00 02"}));
}

/// An open session needs nothing that another has.
TEST_F(CardSessionTest, AnOpenSessionIsNeverBusy) {
  open();
  card_.answer("9300");
  try {
    (void)session_.decrypt(hex("17030300020102"));
    ADD_FAILURE() << "taken";
  } catch (const CardError& error) {
    EXPECT_TRUE(std::string(error.what()).contains("9300, busy with another handshake"));
  }
}

TEST_F(CardSessionTest, FragmentsARecord) {
  CardSession session(card_, {.fragment_size = 3});
  card_.answer("9000").answer("9000").answer("9000").answer("9000").answer("9000");
  EXPECT_TRUE(session.handshake(hex("0102030405060708")).empty());
  EXPECT_TRUE(session.handshake(hex("010203")).empty());
  EXPECT_TRUE(session.handshake(hex("01")).empty());
  EXPECT_EQ(card_.commands,
            (Commands{"00 D8 00 01 03 01 02 03", "00 D8 00 00 03 04 05 06", "00 D8 00 02 02 07 08",
                      "00 D8 00 03 03 01 02 03", "00 D8 00 03 01 01"}));
}

TEST_F(CardSessionTest, AFragmentIsAsLongAsItsReaderRemembersUnlessAPersonSaysSo) {
  card_.remember_fragment_size(2);
  card_.answer("9000").answer("9000");
  (void)session_.handshake(hex("010203"));
  EXPECT_EQ(card_.commands, (Commands{"00 D8 00 01 02 01 02", "00 D8 00 02 01 03"}));
  CardSession session(card_, {.fragment_size = 3});
  card_.answer("9000");
  (void)session.handshake(hex("010203"));
  EXPECT_EQ(card_.commands.back(), "00 D8 00 03 03 01 02 03");
}

TEST_F(CardSessionTest, ACardWithShortFragmentsIsTakenForASmallOne) {
  EXPECT_FALSE(session_.max_content());
  card_.remember_fragment_size(255);
  EXPECT_FALSE(session_.max_content());
  card_.remember_fragment_size(240);
  EXPECT_EQ(session_.max_content(), 480u);
  card_.object(0x04, "10 00");
  EXPECT_EQ(session_.max_content(), 4096u);
}

TEST_F(CardSessionTest, GathersAFlightInEveryEncoding) {
  card_.answer("6102").answer("0102 9F01").answer("03 6103").answer("040506 9000");
  EXPECT_EQ(session_.handshake(hex("16")), hex("010203040506"));
  card_.answer("9F00").answer("6C02").answer("0102 9000");
  EXPECT_EQ(session_.handshake(hex("16")), hex("0102"));
  EXPECT_EQ(card_.commands[5], "00 C0 00 00 00");
  EXPECT_EQ(card_.commands[6], "00 C0 00 00 02");
  card_.answer("0102 9F01").answer("03 9000");  // bytes attached to the answer to RECV
  EXPECT_EQ(session_.handshake(hex("16")), hex("010203"));
  EXPECT_EQ(session_.state(), State::handshake);
}

TEST_F(CardSessionTest, ACardThatNeverEndsIsLeft) {
  card_.answer("9F05").answer("6C02").answer("6C03").answer("6C04");
  EXPECT_THROW((void)session_.handshake(hex("16")), CardError);
  card_.answer("9F05").answer("9F05").answer("9F05");
  EXPECT_THROW((void)session_.handshake(hex("16")), CardError);
}

TEST_F(CardSessionTest, OpensAtTheEndOfSendToo) {
  card_.answer("9F02").answer("1703 9001");
  EXPECT_EQ(session_.handshake(hex("16")), hex("1703"));
  EXPECT_EQ(session_.state(), State::open);
  EXPECT_TRUE(session_.reads());
  EXPECT_TRUE(session_.writes());
}

TEST_F(CardSessionTest, AFailedHandshakeHasAnAlertToSend) {
  card_.object(0x01, "01 2F 00");
  card_.answer("9F07").answer("15030300020228 9002");
  EXPECT_EQ(session_.handshake(hex("16")), hex("15030300020228"));
  EXPECT_EQ(session_.state(), State::failed);
  EXPECT_EQ(to_string(session_.ending_alert()), "illegal_parameter, sent by the card");
}

TEST_F(CardSessionTest, AnAlertOfTheCardsHasAReason) {
  card_.answer("9F07").answer("15030300020228 9002");
  (void)session_.handshake(hex("16"));
  card_.object(0x01, "01 28 23");
  EXPECT_EQ(to_string(session_.ending_alert()),
            "handshake_failure, sent by the card: no cipher suite in common");
  card_.object(0x01, "01 28 FF");
  EXPECT_EQ(to_string(session_.ending_alert()), "handshake_failure, sent by the card: reason 255");
}

TEST_F(CardSessionTest, AnAlertThatCanBeReadIsToldWithoutTheCardsHelp) {
  card_.answer("9F07").answer("15030300020228 9002");
  (void)session_.handshake(hex("16"));
  EXPECT_EQ(to_string(session_.ending_alert()), "handshake_failure, sent by the card");
}

TEST_F(CardSessionTest, AnAlertFromThePeerEndsTheHandshake) {
  card_.object(0x01, "02 28 00");
  card_.answer("9002");
  EXPECT_TRUE(session_.handshake(hex("15")).empty());
  EXPECT_EQ(session_.state(), State::failed);
  EXPECT_EQ(to_string(session_.ending_alert()), "handshake_failure, received from the peer");
}

TEST_F(CardSessionTest, ASilentCardTellsTheAlertInItsStatusWord) {
  card_.answer("6D14");
  EXPECT_TRUE(session_.handshake(hex("16")).empty());
  EXPECT_EQ(session_.state(), State::failed);
  EXPECT_EQ(to_string(session_.ending_alert()), "bad_record_mac, found by the card, and not sent");
  card_.object(0x01, "01 14 0F");
  EXPECT_EQ(to_string(session_.ending_alert()),
            "bad_record_mac, found by the card, and not sent: a record that is not authentic");
}

TEST_F(CardSessionTest, DecryptsAndEncrypts) {
  open();
  card_.answer("610F").answer("48656C6C6F 17 9000");
  const auto decrypted = session_.decrypt(hex("170303000101"));
  EXPECT_EQ(decrypted.content, hex("48656C6C6F"));
  EXPECT_EQ(decrypted.type, ContentType::application_data);
  EXPECT_TRUE(decrypted.records.empty());
  card_.answer("9F03").answer("170303 9000");
  EXPECT_EQ(session_.encrypt(hex("4869"), ContentType::application_data), hex("170303"));
  EXPECT_EQ(card_.commands, (Commands{"00 D8 01 03 06 17 03 03 00 01 01", "00 C0 00 00 0F",
                                      "00 D8 02 03 03 48 69 17", "00 C0 00 00 03"}));
}

TEST_F(CardSessionTest, TheTwoDirectionsCloseApart) {
  open();
  card_.answer("9F03").answer("010015 9002");
  const auto decrypted = session_.decrypt(hex("17"));
  EXPECT_EQ(decrypted.type, ContentType::alert);
  EXPECT_TRUE(decrypted.records.empty());
  EXPECT_EQ(session_.state(), State::open);
  EXPECT_FALSE(session_.reads());
  EXPECT_TRUE(session_.writes());
  card_.answer("9F03").answer("170303 9002");
  EXPECT_EQ(session_.close(), hex("170303"));
  EXPECT_EQ(card_.commands[2], "00 D8 02 03 03 01 00 15");
  EXPECT_FALSE(session_.writes());
  EXPECT_EQ(session_.state(), State::closed);
}

TEST_F(CardSessionTest, ClosingFirst) {
  open();
  card_.answer("9F03").answer("170303 9002");
  (void)session_.close();
  EXPECT_TRUE(session_.reads());
  EXPECT_FALSE(session_.writes());
  card_.answer("9F02").answer("41 17 9000");
  EXPECT_EQ(session_.decrypt(hex("17")).content, hex("41"));
  // A KeyUpdate can't be answered any more, and needn't be: no application data will follow.
  card_.answer("9F06").answer("1800000101 16 9000");
  EXPECT_TRUE(session_.decrypt(hex("17")).records.empty());
  card_.answer("9F03").answer("010015 9002");
  (void)session_.decrypt(hex("17"));
  EXPECT_EQ(session_.state(), State::closed);
}

TEST_F(CardSessionTest, AFatalAlertEndsBothDirections) {
  open();
  card_.object(0x01, "02 14 00");
  card_.answer("9F03").answer("021415 9002");
  EXPECT_TRUE(session_.decrypt(hex("17")).records.empty());
  EXPECT_EQ(session_.state(), State::failed);
  EXPECT_FALSE(session_.reads());
  EXPECT_FALSE(session_.writes());
  EXPECT_EQ(to_string(session_.ending_alert()), "bad_record_mac, received from the peer");
}

/// The applets of the draft's author leave padding where it is, and say 9000 to every record.
TEST_F(CardSessionTest, WhatACardLeavesToItsNodeIsDoneThere) {
  open();
  card_.answer("4865 17 000000 9000");
  EXPECT_EQ(session_.decrypt(hex("17")).content, hex("4865"));
  card_.answer("4800 17 9000");
  EXPECT_EQ(session_.decrypt(hex("17")).content, hex("4800"));
  card_.answer("0000 9000");  // of padding alone
  EXPECT_TRUE(session_.decrypt(hex("17")).content.empty());
  card_.answer("015A15 9000");  // user_canceled, with close_notify behind it
  (void)session_.decrypt(hex("17"));
  EXPECT_TRUE(session_.reads());
  card_.answer("010015 00 9000");
  (void)session_.decrypt(hex("17"));
  EXPECT_EQ(session_.state(), State::open);
  EXPECT_FALSE(session_.reads());
  card_.answer("170303 9000");
  EXPECT_EQ(session_.close(), hex("170303"));
  EXPECT_FALSE(session_.writes());
  EXPECT_EQ(session_.state(), State::closed);
  EXPECT_FALSE(session_.is_over());  // the card may have its keys
}

TEST_F(CardSessionTest, ACardThatSaysTheEndOfBothDirectionsHasForgottenItsKeys) {
  open();
  card_.answer("010015 0000 9002").answer("170303 9002");
  (void)session_.decrypt(hex("17"));
  EXPECT_FALSE(session_.reads());
  EXPECT_EQ(session_.state(), State::open);
  (void)session_.close();
  EXPECT_TRUE(session_.is_over());
  for (const auto& [read, written] : {std::pair("9000", "9002"), std::pair("9002", "9000")}) {
    open();
    card_.answer(std::string("010015") + read).answer(std::string("170303") + written);
    (void)session_.decrypt(hex("17"));
    (void)session_.close();
    EXPECT_EQ(session_.state(), State::closed);
    EXPECT_FALSE(session_.is_over()) << read << ' ' << written;
  }
}

TEST_F(CardSessionTest, AFatalAlertThatTheCardDoesNotTakeForOneEndsTheSession) {
  open();
  card_.answer("021415 9000");
  (void)session_.decrypt(hex("17"));
  EXPECT_EQ(session_.state(), State::failed);
  EXPECT_FALSE(session_.is_over());
  EXPECT_EQ(to_string(session_.ending_alert()), "bad_record_mac, received from the peer");
  card_.answer("9000");
  (void)session_.reset();
  EXPECT_EQ(to_string(session_.ending_alert()), "no reason known");
}

TEST_F(CardSessionTest, AnAlertRecordThatEndsInZeroStaysWhole) {
  open();
  card_.answer("1703030002AA00 9002");
  EXPECT_EQ(session_.decrypt(hex("17")).records, hex("1703030002AA00"));
  EXPECT_EQ(session_.state(), State::failed);
}

TEST_F(CardSessionTest, AnyTlsErrorIsNoAlertUnlessTheCardTellsOne) {
  card_.answer("6D16");
  EXPECT_TRUE(session_.handshake(hex("16")).empty());
  EXPECT_EQ(session_.state(), State::failed);
  EXPECT_EQ(session_.ending_alert().origin, SessionAlert::Origin::card_untold);
  EXPECT_EQ(to_string(session_.ending_alert()),
            "the card has found a TLS error, does not tell which (6D16), and has sent no alert");
  card_.object(0x01, "01 16 09");
  EXPECT_EQ(to_string(session_.ending_alert()),
            "record_overflow, found by the card, and not sent: a record that is too long");
}

TEST_F(CardSessionTest, WhatHasNoRoomInTheCardIsNoAlert) {
  open();
  card_.answer("6D02");
  EXPECT_THROW((void)session_.encrypt(hex("41"), ContentType::application_data), ContentTooLong);
  EXPECT_EQ(session_.state(), State::open);
  card_.answer("6D02");
  try {
    (void)session_.decrypt(hex("17"));
    ADD_FAILURE() << "taken";
  } catch (const CardError& error) {
    EXPECT_TRUE(std::string(error.what()).contains("no room for so many bytes (6D02)"));
  }
}

TEST_F(CardSessionTest, ABadRecordHasAnAlertToSend) {
  open();
  card_.answer("9F18").answer("1703030013000102030405060708090A0B0C0D0E0F101112 9002");
  const auto decrypted = session_.decrypt(hex("17"));
  EXPECT_TRUE(decrypted.content.empty());
  EXPECT_EQ(decrypted.records.size(), 24);
  EXPECT_EQ(session_.state(), State::failed);
}

TEST_F(CardSessionTest, AnswersAKeyUpdate) {
  open();
  card_.answer("9F06").answer("1800000101 16 9000").answer("9F03").answer("170303 9000");
  const auto decrypted = session_.decrypt(hex("17"));
  EXPECT_EQ(decrypted.type, ContentType::handshake);
  EXPECT_EQ(decrypted.records, hex("170303"));
  EXPECT_EQ(card_.commands[2], "00 D8 02 03 06 18 00 00 01 00 16");

  card_.answer("9F06").answer("1800000100 16 9000");  // update_not_requested: nothing to answer
  EXPECT_TRUE(session_.decrypt(hex("17")).records.empty());
  EXPECT_TRUE(card_.finished());
}

TEST_F(CardSessionTest, ChangesItsKeyInTime) {
  CardSession session(card_, {.records_per_key = 2});
  card_.answer("9001");
  (void)session.handshake(hex("17"));
  card_.commands.clear();
  for (int i = 0; i < 4; ++i) card_.answer("9F01").answer("AA 9000");
  EXPECT_EQ(session.encrypt(hex("01"), ContentType::application_data), hex("AA"));
  EXPECT_EQ(session.encrypt(hex("02"), ContentType::application_data), hex("AA"));
  EXPECT_EQ(session.encrypt(hex("03"), ContentType::application_data), hex("AAAA"));
  EXPECT_EQ(card_.commands[4], "00 D8 02 03 06 18 00 00 01 00 16");
  EXPECT_EQ(card_.commands[6], "00 D8 02 03 02 03 17");
}

TEST_F(CardSessionTest, LosesNoRecordWhenContentIsTooLong) {
  CardSession session(card_, {.records_per_key = 1});
  card_.answer("9001");
  (void)session.handshake(hex("17"));
  card_.answer("9F01").answer("AA 9000");
  EXPECT_EQ(session.encrypt(hex("01"), ContentType::application_data), hex("AA"));
  card_.answer("9F01").answer("BB 9000").answer("6700");  // its KeyUpdate, then the content
  EXPECT_THROW((void)session.encrypt(hex("0202"), ContentType::application_data), ContentTooLong);
  card_.answer("9F01").answer("CC 9000");
  EXPECT_EQ(session.encrypt(hex("02"), ContentType::application_data), hex("BBCC"));
}

TEST_F(CardSessionTest, SaysInWordsWhatTheCardRefuses) {
  const auto words = [&](const std::string& answer) -> std::string {
    card_.answer(answer);
    try {
      (void)session_.encrypt(hex("41"), ContentType::application_data);
    } catch (const CardError& error) {
      return error.what();
    }
    return "accepted";
  };
  open();
  EXPECT_NE(words("6700").find("less"), std::string::npos);
  EXPECT_NE(words("6985").find("present state"), std::string::npos);
  EXPECT_NE(words("6D00").find("TLS-SE"), std::string::npos);
  EXPECT_NE(words("6A86").find("wrong P1-P2"), std::string::npos);
  EXPECT_NE(words("6380").find("--pin-file"), std::string::npos);
  EXPECT_NE(words("6982").find("--pin-file"), std::string::npos);
  EXPECT_NE(words("6F01").find("platform"), std::string::npos);
  EXPECT_EQ(session_.state(), State::failed);
}

TEST_F(CardSessionTest, AFragmentRefusedEndsTheRecord) {
  CardSession session(card_, {.fragment_size = 1});
  card_.answer("9000").answer("6700");
  EXPECT_THROW((void)session.handshake(hex("010203")), CardError);
  EXPECT_EQ(card_.commands.size(), 2);
}

TEST(KeyUpdateWatchTest, SeesARequestAmongAndAcrossRecords) {
  KeyUpdateWatch watch;
  EXPECT_FALSE(watch.feed(hex("04000003 180000")));       // a ticket
  EXPECT_FALSE(watch.feed(hex("14000000")));              // an empty message
  EXPECT_TRUE(watch.feed(hex("0400000101 1800000101")));  // a ticket and the request
  EXPECT_FALSE(watch.feed(hex("180000")));
  EXPECT_FALSE(watch.feed(hex("01")));
  EXPECT_TRUE(watch.feed(hex("01")));
  EXPECT_FALSE(watch.feed(hex("1800000100")));
}

}  // namespace
}  // namespace tls_se

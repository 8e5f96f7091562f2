// Data exchange, draft sections 3.2 and 4, and the commands around it: status words, flags,
// lengths.
#include <gtest/gtest.h>

#include "test_client.h"

namespace tls_se::test {
namespace {

StatusWord status_of(CardDriver& card, std::string_view command) {
  return card.transmit(command).status;
}

TEST(Apdu, HasALengthOfOneOfTheFourCases) {
  const auto parse = [](std::string_view hex, auto check) {
    const Buffer command = from_hex(hex);
    Apdu apdu;
    return check(parse_apdu(command, apdu) ? &apdu : nullptr);
  };
  const auto none = [](const Apdu* apdu) { return apdu == nullptr; };
  EXPECT_TRUE(parse("", none));
  EXPECT_TRUE(parse("00D800", none));
  EXPECT_TRUE(parse("00D8000003AABB", none));      // Lc of 3, two bytes
  EXPECT_TRUE(parse("00D8000001AA0000", none));    // more than one Le
  EXPECT_TRUE(parse("00D800000000", none));        // half an extended length
  EXPECT_TRUE(parse("00D80000000002AA", none));    // extended Lc of 2, one byte
  EXPECT_TRUE(parse("00D80000000001AA00", none));  // a short Le behind extended data
  EXPECT_TRUE(parse("00D800000000000000", none));  // extended Lc of 0
  EXPECT_TRUE(parse("00D80001", [](const Apdu* a) { return a && a->p3_is_zero && !a->expected; }));
  EXPECT_TRUE(parse("00C0000010", [](const Apdu* a) { return a && a->expected == 16; }));
  EXPECT_TRUE(parse("00C0000000", [](const Apdu* a) { return a && a->expected == 256; }));
  EXPECT_TRUE(parse("00D8000001AA", [](const Apdu* a) { return a && a->data.size() == 1; }));
  EXPECT_TRUE(parse("00D8000001AA00",
                    [](const Apdu* a) { return a && a->data.size() == 1 && a->expected == 256; }));
  EXPECT_TRUE(parse("00C00000001000", [](const Apdu* a) { return a && a->expected == 4096; }));
  EXPECT_TRUE(parse("00C00000000000", [](const Apdu* a) { return a && a->expected == 65536; }));
  EXPECT_TRUE(parse("00D80000000001AA", [](const Apdu* a) { return a && a->data.size() == 1; }));
  EXPECT_TRUE(parse("00D80000000001AA0100",
                    [](const Apdu* a) { return a && a->data.size() == 1 && a->expected == 256; }));
}

TEST(Card, AnswersWrongCommandsWithTheWordsOfIso7816) {
  CardDriver card;
  EXPECT_EQ(status_of(card, "00"), 0x6700);
  EXPECT_EQ(status_of(card, "80D8000100"), 0x6e00);
  EXPECT_EQ(status_of(card, "00B0000000"), 0x6d00);
  EXPECT_EQ(status_of(card, "0022000001"), 0x6d00);
  EXPECT_EQ(status_of(card, "00D8000302AA"), 0x6700);  // Lc does not fit
  EXPECT_EQ(status_of(card, "00D8000305"), 0x6700);    // P3 without its data
  EXPECT_EQ(status_of(card, "00D8030301AA"), 0x6a86);  // decrypt and encrypt
  EXPECT_EQ(status_of(card, "00D8000401AA"), 0x6a86);  // no such flag
  EXPECT_EQ(status_of(card, "00D8000001AA"), 0x6985);  // no first fragment
  EXPECT_EQ(status_of(card, "00D8000201AA"), 0x6985);
  EXPECT_EQ(status_of(card, "00C0000010"), 0x6985);  // nothing to send
  EXPECT_EQ(status_of(card, "00C0010010"), 0x6a86);
  EXPECT_EQ(status_of(card, "00C0000001AA"), 0x6700);  // SEND has no data
  EXPECT_EQ(status_of(card, "00C00000"), 0x6700);      // nor is it without Le
  EXPECT_EQ(status_of(card, "00A4040007F0544C532D5345"), 0x9000);
  EXPECT_EQ(status_of(card, "00A4040007A0000000031010"), 0x6a82);
  EXPECT_EQ(status_of(card, "00A4040000"), 0x6a82);
  EXPECT_EQ(status_of(card, "00A40000023F00"), 0x6a86);
  EXPECT_EQ(status_of(card, "00CA9F7F00"), 0x6a88);
  EXPECT_EQ(status_of(card, "00CA010102"), 0x6c03);
  EXPECT_EQ(status_of(card, "00CA010103"), 0x9000);
  EXPECT_TRUE(works_after_reset(card));
}

TEST(Card, IsReadyWithoutAReset) {
  CardDriver card;
  TestClient client;
  EXPECT_TRUE(open_session(client, card));
}

TEST(Card, IsNotHurtByProbesInAnOpenSessionOrInTheMiddleOfARecord) {
  CardDriver card;
  TestClient client;
  const Buffer hello = client.client_hello_record(client.hello());
  const auto probe = [&] {
    for (const char* command :
         {"00A4040007A0000000031010", "00CA9F7F00", "00CA006600", "0070000001", "80CA9F7F00", "00",
          "FFCA000000", "00D8000302AA", "00D8040301AA", "00C00000", "00A4040007F0544C532D5345",
          "00CA010200", "00CA010100"}) {
      card.transmit(command);
    }
  };
  Buffer first = {0, ins::kRecv, 0, p2::kFirst, 100};
  first.insert(first.end(), hello.begin(), hello.begin() + 100);
  EXPECT_EQ(card.transmit(first).status, sw::kOk);
  probe();
  Buffer last = {0, ins::kRecv, 0, p2::kLast, static_cast<uint8_t>(hello.size() - 100)};
  last.insert(last.end(), hello.begin() + 100, hello.end());
  Answer flight{.data = {}, .status = card.transmit(last).status};
  Buffer all;
  while (sw::is_more(flight.status)) {
    probe();
    flight = card.transmit(Buffer{0, ins::kSend, 0, 0, sw::sw2(flight.status)});
    all.insert(all.end(), flight.data.begin(), flight.data.end());
  }
  client.read_flight(all);
  probe();
  EXPECT_EQ(card.recv(client.seal(ContentType::handshake, client.finished())), sw::kOpen);
  client.finish();
  probe();
  const Answer got =
      card.exchange(client.seal(ContentType::application_data, Buffer{'a'}), p1::kDecrypt);
  EXPECT_EQ(got.data, (Buffer{'a', 0x17}));
}

TEST(Reset, IsAnyRecvWithP3Zero) {
  for (const char* reset : {"00D8000100", "00D8000000", "00D8000300", "00D8010200", "00D80001"}) {
    CardDriver card;
    TestClient client;
    ASSERT_TRUE(open_session(client, card));
    EXPECT_EQ(status_of(card, reset), sw::kOk) << reset;
    EXPECT_EQ(card.transmit("00CA010200").data, (Buffer{0, 22, 1})) << reset;
    TestClient again;
    EXPECT_TRUE(open_session(again, card));
  }
}

TEST(Reset, WorksWhileARecordWaitsAndInTheMiddleOfAnInput) {
  CardDriver card;
  TestClient client;
  ASSERT_TRUE(sw::is_more(card.recv(client.client_hello_record(client.hello()))));
  EXPECT_TRUE(works_after_reset(card));
  EXPECT_EQ(status_of(card, "00D8010102AABB"), sw::kOk);
  EXPECT_TRUE(works_after_reset(card));
}

TEST(Send, AnswersAWrongLengthWithTheRightOneAndLosesNothing) {
  CardDriver card;
  TestClient client;
  const StatusWord more = card.recv(client.client_hello_record(client.hello()));
  ASSERT_EQ(more, 0x9f86);
  for (const char* wrong : {"00C0000001", "00C0000085", "00C0000087", "00C0000000"}) {
    const Answer got = card.transmit(wrong);
    EXPECT_EQ(got.status, 0x6c86) << wrong;
    EXPECT_TRUE(got.data.empty());
  }
  client.read_flight(card.send(more).data);
  EXPECT_EQ(card.recv(client.seal(ContentType::handshake, client.finished())), sw::kOpen);
}

TEST(Send, GivesLongRecordsInPiecesOf256) {
  for (const size_t size : {233u, 234u, 235u, 490u, 1000u, 16384u}) {
    CardDriver card;
    TestClient client;
    ASSERT_TRUE(open_session(client, card));
    Buffer content(size, 'z');
    content.push_back(0x17);
    StatusWord status = card.recv(content, p1::kEncrypt);
    size_t left = size + kRecordOverhead;
    Buffer record;
    while (left > 0) {
      EXPECT_EQ(status, sw::join(0x9f, static_cast<uint8_t>(std::min<size_t>(left, 256))));
      const Answer got = card.transmit(Buffer{0, ins::kSend, 0, 0, sw::sw2(status)});
      ASSERT_EQ(got.data.size(), std::min<size_t>(left, 256));
      record.insert(record.end(), got.data.begin(), got.data.end());
      left -= got.data.size();
      status = got.status;
    }
    EXPECT_EQ(status, sw::kOk);
    EXPECT_EQ(client.open(record).content, Buffer(size, 'z'));
  }
}

TEST(Send, OfExtendedLengthTakesAWholeRecord) {
  CardDriver card;
  TestClient client;
  ASSERT_TRUE(open_session(client, card));
  Buffer content(5000, 'z');
  content.push_back(0x17);
  Buffer command = {0, ins::kRecv, p1::kEncrypt, 3, 0, 0x13, 0x89};  // 5,001 bytes
  command.insert(command.end(), content.begin(), content.end());
  ASSERT_EQ(card.transmit(command).status, 0x9f00);
  const Answer got = card.transmit("00C00000000000");
  EXPECT_EQ(got.status, sw::kOk);
  EXPECT_EQ(client.open(got.data).content.size(), 5000u);
}

TEST(SwMore, IsEncodedAsTheCardIsSet) {
  struct Case {
    SwMore setting;
    uint8_t after_recv;
    uint8_t during_send;
  };
  for (const Case& one : {Case{SwMore::always_9f, 0x9f, 0x9f}, Case{SwMore::always_61, 0x61, 0x61},
                          Case{SwMore::mixed, 0x61, 0x9f}}) {
    CardDriver card(CardDriver::options_with([&](auto& o) { o.sw_more = one.setting; }));
    TestClient client;
    const StatusWord first = card.recv(client.client_hello_record(client.hello()));
    EXPECT_EQ(first, sw::join(one.after_recv, 0x86));
    const Answer second = card.transmit("00C0000086");
    EXPECT_EQ(second.status, sw::join(one.during_send, 0x1c));
  }
}

TEST(Recv, OfAnyFragmentSizeGivesTheSame) {
  for (size_t fragment = 1; fragment <= 255; ++fragment) {
    CardDriver card(CardDriver::options_with([&](auto& o) { o.fragment = fragment; }));
    ASSERT_TRUE(works_after_reset(card)) << fragment;
  }
}

TEST(Recv, StartsAnewWithEachFirst) {
  CardDriver card;
  TestClient client;
  const Buffer hello = client.client_hello_record(client.hello());
  EXPECT_EQ(status_of(card, "00D8000104DEADBEEF"), sw::kOk);
  EXPECT_TRUE(sw::is_more(card.recv(hello)));
}

TEST(Recv, WithADirectionThatDoesNotFitTheStateIsRefusedAndChangesNothing) {
  CardDriver card;
  TestClient client;
  const Buffer hello = client.client_hello_record(client.hello());
  Buffer last = {0, ins::kRecv, 0, p2::kLast, 10};
  last.insert(last.end(), hello.end() - 10, hello.end());
  CardDriver* const at = &card;
  for (size_t i = 0; i + 10 < hello.size(); i += 100) {
    const size_t size = std::min<size_t>(100, hello.size() - 10 - i);
    Buffer part = {0, ins::kRecv, 0, static_cast<uint8_t>(i == 0 ? 1 : 0),
                   static_cast<uint8_t>(size)};
    part.insert(part.end(), hello.begin() + static_cast<ptrdiff_t>(i),
                hello.begin() + static_cast<ptrdiff_t>(i + size));
    ASSERT_EQ(at->transmit(part).status, sw::kOk);
  }
  last[2] = p1::kDecrypt;
  EXPECT_EQ(card.transmit(last).status, sw::kConditionsNotSatisfied);
  last[2] = p1::kEncrypt;
  EXPECT_EQ(card.transmit(last).status, sw::kConditionsNotSatisfied);
  last[2] = p1::kHandshake;
  const StatusWord more = card.transmit(last).status;
  ASSERT_TRUE(sw::is_more(more));
  client.read_flight(card.send(more).data);
  ASSERT_EQ(card.recv(client.seal(ContentType::handshake, client.finished())), sw::kOpen);
  client.finish();
  const Buffer record = client.seal(ContentType::application_data, Buffer{'a'});
  EXPECT_EQ(card.recv(record, p1::kHandshake), sw::kConditionsNotSatisfied);
  EXPECT_EQ(card.exchange(record, p1::kDecrypt).data, (Buffer{'a', 0x17}));
}

}  // namespace
}  // namespace tls_se::test

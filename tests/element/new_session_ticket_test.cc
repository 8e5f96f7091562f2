// Check-NewSessionTicket, RFC 8446 section 4.6.1: a client card checks tickets and resumes nothing.
#include <gtest/gtest.h>

#include "meeting.h"
#include "named_case.h"
#include "refusals.h"

namespace tls_se::test {
namespace {

struct TicketSpec : WithExtensions {
  uint32_t lifetime = 7200;
  Buffer nonce = {0};
  Buffer ticket = Buffer(48, 't');
};

Buffer message_of(const TicketSpec& spec) {
  Buffer body;
  append_u16(body, spec.lifetime >> 16);
  append_u16(body, spec.lifetime & 0xffff);
  append(body, Buffer(4, 0x3c));  // ticket_age_add
  append(body, vector8(spec.nonce));
  append(body, vector16(spec.ticket));
  append(body, extension_block(spec.extensions));
  return handshake_message(HandshakeType::new_session_ticket, body);
}

/// An open session of a client card.
class Tickets : public testing::Test {
 protected:
  void SetUp() override { at.expect_open(at.play(at.flight())); }

  Answer deliver(const Buffer& content, ContentType type = ContentType::handshake) {
    return at.card().exchange(at.server().seal(type, content), p1::kDecrypt);
  }
  /// The node gets a copy, and the session goes on.
  void expect_taken(const Buffer& content) {
    Buffer with_type = content;
    with_type.push_back(22);
    const Answer answer = deliver(content);
    EXPECT_EQ(answer.status, sw::kOk);
    EXPECT_EQ(answer.data, with_type);
  }
  void expect_alive() { EXPECT_TRUE(exchanges_content(at.server(), at.card())); }

  ClientMeeting at{Mode::certificate};
};

struct TicketCase : Named {
  void (*change)(TicketSpec&);
  Alert expected = Alert::none;
};

const TicketCase kTicketCases[] = {
    {"as it should be", [](auto&) {}},
    {"without a nonce", [](auto& t) { t.nonce.clear(); }},
    {"with the longest nonce", [](auto& t) { t.nonce = Buffer(255, 1); }},
    {"of one byte", [](auto& t) { t.ticket = {1}; }},
    {"of many bytes", [](auto& t) { t.ticket = Buffer(9000, 1); }},
    {"with early_data",
     [](auto& t) {
       t.add(ExtensionType::early_data, {0, 0, 64, 0});
     }},
    {"with an unknown extension", [](auto& t) { t.add(ExtensionType{0x1a1a}, {1}); }},
    {"that lives no time at all", [](auto& t) { t.lifetime = 0; }},
    {"that lives for ever", [](auto& t) { t.lifetime = 0xffffffff; }},  // never used anyway
    {"without a ticket", [](auto& t) { t.ticket.clear(); }, kMalformed},
    {"with key_share", [](auto& t) { t.add(ExtensionType::key_share, {}); }, kExtensionOutOfPlace},
    {"with early_data of three bytes",
     [](auto& t) {
       t.add(ExtensionType::early_data, {0, 64, 0});
     },
     kMalformed},
    {"with early_data twice",
     [](auto& t) {
       t.add(ExtensionType::early_data, {0, 0, 64, 0});
       t.add(ExtensionType::early_data, {0, 0, 64, 0});
     },
     kExtensionTwice},
};

TEST_F(Tickets, AreJudged) {
  for (const TicketCase& one : kTicketCases) {
    SCOPED_TRACE(one.name);
    TicketSpec spec;
    one.change(spec);
    if (one.expected == Alert::none) {
      expect_taken(message_of(spec));
      expect_alive();
    } else {
      at.expect_refused(deliver(message_of(spec)), one.expected);
    }
  }
}

TEST_F(Tickets, CutAnywhereOrWithATailAreRefused) {
  const Buffer message = message_of({});
  Buffer body(message.begin() + kHandshakeHeaderSize, message.end());
  body.push_back(0);
  for (size_t size = 0; size <= body.size(); ++size) {
    if (size == body.size() - 1) continue;  // the good one
    SCOPED_TRACE(size);
    at.expect_refused(
        deliver(handshake_message(HandshakeType::new_session_ticket, Bytes(body).first(size))),
        kMalformed);
  }
}

TEST_F(Tickets, ComeInPieces) {
  for (const uint8_t byte : message_of({})) expect_taken({byte});
  expect_alive();
}

TEST_F(Tickets, ComeSeveralInARecordAndAcrossRecords) {
  Buffer content = message_of({});
  append(content, message_of({}));
  expect_taken(content);
  append(content, message_of({}));
  const size_t middle = content.size() - 10;
  expect_taken({content.begin(), content.begin() + static_cast<ptrdiff_t>(middle)});
  expect_taken({content.begin() + static_cast<ptrdiff_t>(middle), content.end()});
  expect_alive();
}

const Buffer kKeyUpdate = {24, 0, 0, 1, 0};

TEST_F(Tickets, MayHaveAKeyUpdateBehindThem) {
  Buffer content = message_of({});
  append(content, kKeyUpdate);
  expect_taken(content);
  at.server().update_own_keys();
  expect_alive();
  expect_taken(message_of({}));
  expect_alive();
}

TEST_F(Tickets, MayNotStandBehindAKeyUpdateInItsRecord) {
  Buffer content = kKeyUpdate;
  append(content, message_of({}));
  at.expect_refused(deliver(content), kMessageAcrossKeys);
}

TEST_F(Tickets, HaveNoOtherRecordsBetweenTheirPieces) {
  expect_taken({4, 0, 0});
  at.expect_refused(deliver({'x'}, ContentType::application_data), kInterleaved);
}

// A card resumes nothing, so that none need fit: one in pieces is passed over, whatever is in it.
TEST_F(Tickets, OfAnyLengthArePassedOver) {
  const size_t size = 3 << 16;
  Buffer head = {4, 3, 0, 0};
  head.resize(1000, 0xee);
  expect_taken(head);
  for (size_t left = kHandshakeHeaderSize + size - head.size(); left != 0;) {
    const size_t piece = std::min<size_t>(left, 10000);
    expect_taken(Buffer(piece, 0xee));
    left -= piece;
  }
  expect_alive();
}

TEST_F(Tickets, ArePassedOverUpToTheirEndAndNoFurther) {
  expect_taken({4, 0, 1, 0, 0xee});
  Buffer rest(255, 0xee);
  append(rest, kKeyUpdate);
  expect_taken(rest);
  at.server().update_own_keys();
  expect_alive();
  expect_taken({4, 0, 1, 0, 0xee});
  rest = Buffer(255, 0xee);
  rest.push_back(20);  // a Finished behind it
  at.expect_refused(deliver(rest), kMessageOutOfPlace);
}

TEST_F(Tickets, ThatArePassedOverHaveNoOtherRecordsBetweenTheirPieces) {
  expect_taken({4, 0, 1, 0, 0xee});
  at.expect_refused(deliver({'x'}, ContentType::application_data), kInterleaved);
}

TEST(TicketsOf, AnyLengthArePassedOverBySmallCards) {
  CardDriver::Options options = options_of(Role::client, kPskOnly);
  options.record_buffer_size = 512;
  ClientMeeting at(Mode::psk, options);
  at.expect_open(at.play(at.flight()));
  size_t left = 1500;
  Buffer piece = {4, 0, 5, 0xdc};
  while (left != 0) {
    const size_t size = std::min<size_t>(left, 200);
    piece.resize(piece.size() + size, 0xee);
    left -= size;
    const Answer got =
        at.card().exchange(at.server().seal(ContentType::handshake, piece), p1::kDecrypt);
    ASSERT_EQ(got.status, sw::kOk);
    piece.push_back(22);
    EXPECT_EQ(got.data, piece);  // the node sees it all
    piece.clear();
  }
  EXPECT_TRUE(exchanges_content(at.server(), at.card()));
}

TEST(TicketsOf, AClientAreRefusedByAServer) {
  for (const Modes& modes : {kPskOnly, kAllModes}) {
    ServerMeeting at(modes);
    at.expect_open(at.play(at.flight()));
    at.expect_refused(
        at.card().exchange(at.client().seal(ContentType::handshake, message_of({})), p1::kDecrypt),
        kMessageOutOfPlace);
  }
}

TEST_F(Tickets, InPiecesAreWhatComesNext) {
  const auto next_after = [&](const Buffer& content) {
    const StatusWord more =
        at.card().recv(at.server().seal(ContentType::handshake, content), p1::kDecrypt);
    const Buffer next = at.card().transmit("00CA010200").data;
    at.card().send(more);
    return next;
  };
  EXPECT_EQ(next_after({4, 0, 1, 0, 1, 2}), (Buffer{1, 22, 4}));
  EXPECT_EQ(next_after(Buffer(20, 24)), (Buffer{1, 22, 4}));  // a KeyUpdate by its first byte
}

}  // namespace
}  // namespace tls_se::test

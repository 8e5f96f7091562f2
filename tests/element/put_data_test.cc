// PUT DATA: what the node tells the card before a connection; and what a client card does before
// its first RESET.
#include <gtest/gtest.h>

#include <ctime>

#include "built_in_objects.h"
#include "failing_crypto.h"
#include "meeting.h"
#include "named_case.h"
#include "refusals.h"

namespace tls_se::test {
namespace {

constexpr Alert kNotValidNow =
    refuse(Alert::certificate_expired, Reason::certificate_not_valid_now);
constexpr Alert kAnotherName = refuse(Alert::certificate_unknown, Reason::certificate_name);
constexpr Alert kUnnamed = refuse(Alert::certificate_unknown, Reason::server_unnamed);

using enum ExtensionType;
constexpr auto alpn = application_layer_protocol_negotiation;

StatusWord put(CardDriver& card, DataObject object, const Buffer& value) {
  Buffer command = {0, ins::kPutData};
  append_u16(command, static_cast<uint16_t>(object));
  if (value.size() > kMaxShortData) {
    command.push_back(0);
    append(command, vector16(value));
  } else if (!value.empty()) {
    append(command, vector8(value));
  }
  return card.transmit(command).status;
}

/// YYYYMMDDhhmmss.
Buffer now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char digits[15];
  std::strftime(digits, sizeof digits, "%Y%m%d%H%M%S", &parts);
  return from_hex(digits);
}

Buffer name_of_size(size_t size) {
  Buffer name;
  while (name.size() + 64 < size) append(name, text(std::string(63, 'a') + "."));
  name.resize(size, 'b');
  return name;
}

struct ObjectCase : Named {
  DataObject object;
  Buffer value;
  StatusWord expected = sw::kOk;
};

const ObjectCase kObjectCases[] = {
    {"time", DataObject::time, from_hex("20260228235959")},
    {"time cleared", DataObject::time, {}},
    {"time without seconds", DataObject::time, from_hex("202602282359"), sw::kWrongData},
    {"time with a tail", DataObject::time, from_hex("2026022823595900"), sw::kWrongData},
    {"time of one byte", DataObject::time, {0x20}, sw::kWrongData},
    {"time that is not in BCD", DataObject::time, from_hex("2026022823595a"), sw::kWrongData},
    {"a month that is none", DataObject::time, from_hex("20261301000000"), sw::kWrongData},
    {"a day that is none", DataObject::time, from_hex("20260229000000"), sw::kWrongData},
    {"an hour that is none", DataObject::time, from_hex("20260228240000"), sw::kWrongData},
    {"name", DataObject::server_name, text("card.example")},
    {"name cleared", DataObject::server_name, {}},
    {"the longest name", DataObject::server_name, name_of_size(253)},
    {"a name that is too long", DataObject::server_name, name_of_size(254), sw::kNotEnoughMemory},
    {"a name that is far too long", DataObject::server_name, Buffer(3000, 'a'),
     sw::kNotEnoughMemory},
    {"a label that is too long", DataObject::server_name, text(std::string(64, 'a') + ".b"),
     sw::kWrongData},
    {"an empty label", DataObject::server_name, text("card..example"), sw::kWrongData},
    {"underscores", DataObject::server_name, text("sensor_1.fleet.example")},
    {"a hyphen before the dot", DataObject::server_name, text("sensor-.example"), sw::kWrongData},
    {"a dot at the end", DataObject::server_name, text("card.example."), sw::kWrongData},
    {"a wildcard", DataObject::server_name, text("*.card.example"), sw::kWrongData},
    {"an address as a name", DataObject::server_name, text("192.0.2.7"), sw::kWrongData},
    {"a space", DataObject::server_name, text("card example"), sw::kWrongData},
    {"a zero", DataObject::server_name, text(std::string_view("card\0.example", 13)),
     sw::kWrongData},
    {"IPv4", DataObject::server_address, Buffer(4, 10)},
    {"IPv6", DataObject::server_address, Buffer(16, 10)},
    {"address cleared", DataObject::server_address, {}},
    {"an address of 3 bytes", DataObject::server_address, Buffer(3, 10), sw::kWrongData},
    {"an address of 5 bytes", DataObject::server_address, Buffer(5, 10), sw::kWrongData},
    {"an address of 17 bytes", DataObject::server_address, Buffer(17, 10), sw::kWrongData},
    {"an address that is too long", DataObject::server_address, Buffer(254, 10),
     sw::kNotEnoughMemory},
    {"protocols", DataObject::protocol_name_list, text("\2h2\4mqtt")},
    {"protocols cleared", DataObject::protocol_name_list, {}},
    {"an empty protocol", DataObject::protocol_name_list, text(std::string_view("\2h2\0", 4)),
     sw::kWrongData},
    {"a protocol that is cut", DataObject::protocol_name_list, text("\2h2\4mqt"), sw::kWrongData},
    {"as many protocols as there is room for", DataObject::protocol_name_list,
     [] {
       Buffer names(64, 'a');
       names[0] = 63;
       return names;
     }()},
    {"too many protocols", DataObject::protocol_name_list,
     [] {
       Buffer names(65, 'a');
       names[0] = 64;
       return names;
     }(),
     sw::kNotEnoughMemory},
    {"object 0101", DataObject{0x0101}, {1}, sw::kDataObjectNotFound},
    {"object 0103", DataObject{0x0103}, {1}, sw::kDataObjectNotFound},
    {"object 0200", DataObject{0x0200}, {1}, sw::kDataObjectNotFound},
    {"object 0205", DataObject{0x0205}, {1}, sw::kDataObjectNotFound},
    {"object 0000", DataObject{0x0000}, {}, sw::kDataObjectNotFound},
    {"object FFFF", DataObject{0xffff}, {1}, sw::kDataObjectNotFound},
};

CardDriver::Options client_without_circumstances(const Modes& modes) {
  CardDriver::Options options = options_of(Role::client, modes);
  options.server_name.clear();
  return options;
}

class PutDataObject : public testing::TestWithParam<ObjectCase> {};

/// What is refused leaves the session as it is, and what is taken ends it.
TEST_P(PutDataObject, IsTakenOrRefused) {
  ClientMeeting at(Mode::psk, client_without_circumstances(kPskOnly));
  at.expect_open(at.play(at.flight()));
  EXPECT_EQ(put(at.card(), GetParam().object, GetParam().value), GetParam().expected);
  if (GetParam().expected != sw::kOk) {
    EXPECT_TRUE(exchanges_content(at.server(), at.card()));
    return;
  }
  EXPECT_EQ(at.card().recv(Buffer{1, 23}, p1::kEncrypt), sw::kConditionsNotSatisfied);
  EXPECT_EQ(to_hex(at.card().transmit("00CA010200").data), "030000");
  EXPECT_EQ(at.end_reason(), "0000");
  EXPECT_EQ(at.session_parameters(), "00000000");
  for (const Buffer& secret : at.server().secrets()) EXPECT_FALSE(at.card().memory_holds(secret));
  at.meet();
  at.expect_open(at.play(at.flight()));
}

INSTANTIATE_TEST_SUITE_P(All, PutDataObject, testing::ValuesIn(kObjectCases),
                         case_name<ObjectCase>);

TEST(PutData, CannotChangeWhatTheProfileSays) {
  CardDriver::Options options = options_of(Role::client, kCertificateOnly);
  options.alpn = {"h2"};
  ClientMeeting at(Mode::certificate, options);
  at.expect_open(at.play(at.flight()));
  for (const DataObject object :
       {DataObject::server_name, DataObject::server_address, DataObject::protocol_name_list}) {
    for (const Buffer& value : {Buffer{}, text("good.example"), Buffer(4, 3), Buffer(300, 'x')}) {
      EXPECT_EQ(put(at.card(), object, value), sw::kConditionsNotSatisfied)
          << static_cast<int>(object);
    }
  }
  EXPECT_TRUE(exchanges_content(at.server(), at.card()));
  EXPECT_EQ(put(at.card(), DataObject::time, now()), sw::kOk);  // which the profile has not said
}

TEST(PutData, IsNotInEveryCard) {
  WatchedCrypto crypto;
  BuiltInObjects objects(CardDriver::Options{}, crypto, nullptr, programs::kServerPsk);
  HandshakeMemory handshake(crypto);
  std::array<uint8_t, 1024> memory;
  std::array<uint8_t, kMaxShortResponse> response;
  Applet applet(crypto, objects.settings(), nullptr, handshake, memory);
  applet.power_up();
  const auto answer = [&](std::string_view hex) {
    return applet.process(from_hex(hex), response).status;
  };
  EXPECT_EQ(answer("00DA02010720261125000000"), sw::kInstructionNotSupported);
  EXPECT_EQ(answer("00D8000100"), sw::kOk);
}

TEST(PutData, EndsAHandshakeAndWhatWaitsToBeSent) {
  CardDriver card(client_without_circumstances(kPskOnly));
  ASSERT_TRUE(sw::is_more(card.reset()));
  ASSERT_EQ(put(card, DataObject::time, {}), sw::kOk);
  EXPECT_EQ(card.transmit("00C0000000").status, sw::kConditionsNotSatisfied);
  EXPECT_TRUE(sw::is_more(card.reset()));
}

TEST(PutData, EndsAServersSessionToo) {
  ServerMeeting at(kMutualOnly);
  at.expect_open(at.play(at.flight()));
  ASSERT_EQ(put(at.card(), DataObject::time, from_hex("20000101000000")), sw::kOk);
  EXPECT_EQ(at.card().recv(Buffer(40, 22)), sw::kConditionsNotSatisfied);
  at.meet();
  EXPECT_EQ(at.client().refusal_in(at.play(at.flight()).data, at.card()), kNotValidNow);
  ASSERT_EQ(put(at.card(), DataObject::time, now()), sw::kOk);
  at.meet();
  at.expect_open(at.play(at.flight()));
  EXPECT_EQ(at.session_parameters(), "03001304");  // validity was checked
}

TEST(PutData, TimeIsWhatValidityIsCheckedWith) {
  ClientMeeting at(Mode::certificate);
  struct {
    Buffer time;
    std::string parameters;  // GET DATA 0103; none: it is not the time
  } const all[] = {{from_hex("20000101000000"), ""},
                   {from_hex("20991231235959"), ""},
                   {now(), "02001304"},
                   {{}, "02011304"}};
  for (const auto& [time, parameters] : all) {
    ASSERT_EQ(put(at.card(), DataObject::time, time), sw::kOk);
    at.meet();
    at.play(at.flight());
    if (parameters.empty()) {
      at.card().expect_end_reason(kNotValidNow);
    } else {
      EXPECT_EQ(at.session_parameters(), parameters);
    }
  }
}

TEST(PutData, NameIsTheOneToBeReached) {
  ClientMeeting at(Mode::certificate, client_without_circumstances(kCertificateOnly));
  struct {
    Buffer name;
    Alert expected;
  } const all[] = {{{}, kUnnamed},
                   {text("other.example"), kAnotherName},
                   {text("card.example"), Alert::none},
                   {text("CARD.Example"), Alert::none},
                   {{}, kUnnamed}};
  for (const auto& [name, expected] : all) {
    ASSERT_EQ(put(at.card(), DataObject::server_name, name), sw::kOk);
    at.meet();
    EXPECT_EQ(at.server().hellos()[0].has(server_name), !name.empty());
    const Answer answer = at.play(at.flight());
    if (expected == Alert::none) {
      at.expect_open(answer);
    } else {
      EXPECT_EQ(at.server().refusal_in(answer.data, at.card()), expected);
    }
  }
}

TEST(PutData, AddressIsTheOneToBeReachedAndIsNotSent) {
  const Identity identity = credentials().root.issue({.subject_alt_name = "IP:192.0.2.7"});
  ClientMeeting at(Mode::certificate, client_without_circumstances(kCertificateOnly));
  const auto play = [&](const Buffer& address, std::vector<TestExtension> extensions) {
    EXPECT_EQ(put(at.card(), DataObject::server_address, address), sw::kOk);
    at.meet();
    EXPECT_FALSE(at.server().hellos()[0].has(server_name));
    FlightSpec flight = at.flight();
    flight.certificate->certificate_list[0].cert_data = identity.certificate;
    flight.verify->private_key_pem = identity.private_key_pem;
    flight.encrypted_extensions.extensions = std::move(extensions);
    return at.play(flight);
  };
  at.expect_open(play({192, 0, 2, 7}, {}));
  EXPECT_EQ(at.server().refusal_in(play({192, 0, 2, 8}, {}).data, at.card()), kAnotherName);
  EXPECT_EQ(at.server().refusal_in(play(Buffer(16, 1), {}).data, at.card()), kAnotherName);
  const Answer named = play({192, 0, 2, 7}, {{0, {}}});  // server_name
  EXPECT_EQ(at.server().refusal_in(named.data, at.card()), kExtensionUnsolicited);
}

TEST(PutData, ProtocolsAreOfferedFromThenOn) {
  ClientMeeting at(Mode::psk, client_without_circumstances(kPskOnly));
  ASSERT_EQ(put(at.card(), DataObject::protocol_name_list, text("\2h2\4mqtt")), sw::kOk);
  at.meet();
  ReadHello hello = at.server().hellos()[0];
  ASSERT_TRUE(hello.has(alpn));
  EXPECT_EQ(hello.extension(alpn).data, vector16(text("\2h2\4mqtt")));
  EXPECT_EQ(put(at.card(), DataObject::protocol_name_list, text("\2h2\4mqt")), sw::kWrongData);
  FlightSpec flight = at.flight();
  flight.encrypted_extensions.add(alpn, vector16(text("\4mqtt")));
  at.expect_open(at.play(flight));
  ASSERT_EQ(put(at.card(), DataObject::protocol_name_list, {}), sw::kOk);
  at.meet();
  EXPECT_FALSE(at.server().hellos()[0].has(alpn));
}

TEST(PowerUp, OfAClientWaitsForReset) {
  CardDriver card(options_of(Role::client, kAllModes));
  EXPECT_EQ(to_hex(card.transmit("00CA010200").data), "030000");
  EXPECT_EQ(card.transmit("00C0000000").status, sw::kConditionsNotSatisfied);
  for (const uint8_t p1 : {p1::kHandshake, p1::kDecrypt, p1::kEncrypt}) {
    EXPECT_EQ(card.recv(Buffer(40, 22), p1), sw::kConditionsNotSatisfied);
  }
  EXPECT_TRUE(sw::is_more(card.reset()));
  EXPECT_EQ(to_hex(card.transmit("00CA010200").data), "011601");  // a ClientHello waits
}

TEST(PowerUp, OfAServerWaitsForAClientHello) {
  CardDriver card(options_of(Role::server, kAllModes));
  EXPECT_EQ(to_hex(card.transmit("00CA010200").data), "001601");
  TestClient client;
  EXPECT_TRUE(open_session(client, card));
}

TEST(Reset, OfAClientWithoutEntropyIsAPlatformError) {
  for (const bool silent : {false, true}) {
    for (const Modes& modes : {kPskOnly, kAllModes}) {
      FailingCrypto crypto;
      CardDriver::Options options = options_of(Role::client, modes);
      options.crypto = &crypto;
      options.silent_alerts = silent;
      ClientMeeting at(Mode::psk, options);
      for (bool FailingCrypto::*const part : kPartsOfEntropy) {
        crypto.*part = false;
        EXPECT_EQ(at.card().reset(), sw::kPlatformError);
        at.card().expect_end_reason(kPlatformFailed);
        EXPECT_EQ(to_hex(at.card().transmit("00CA010200").data), "030000");
        EXPECT_EQ(at.card().transmit("00C0000000").status, sw::kConditionsNotSatisfied);
        crypto.*part = true;
        at.meet();
        at.expect_open(at.play(at.flight()));
      }
    }
  }
}

TEST(SessionParameters, IsThereFromTheHellosToTheEnd) {
  ServerMeeting at(kAllModes);
  at.begin();
  EXPECT_EQ(at.session_parameters(), "00000000");
  at.meet();
  at.expect_open(at.play(at.flight()));
  EXPECT_EQ(at.session_parameters(), "01001304");
  EXPECT_EQ(at.card().transmit("00CA010304").data, from_hex("01001304"));
  EXPECT_EQ(at.card().transmit("00CA010303").status, sw::join(sw::kRetry, 4));
  EXPECT_EQ(at.card().transmit("00CA0103").status, sw::kWrongLength);
  at.card().exchange(Buffer{1, 0, 21}, p1::kEncrypt);  // one direction is open still
  EXPECT_EQ(at.session_parameters(), "01001304");
  at.card().exchange(at.client().seal(ContentType::alert, Buffer{1, 0}), p1::kDecrypt);
  EXPECT_EQ(at.session_parameters(), "00000000");
}

}  // namespace
}  // namespace tls_se::test

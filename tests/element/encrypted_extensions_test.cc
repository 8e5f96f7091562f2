// Check-EncryptedExtensions: RFC 8446 section 4.3.1, RFC 6066, RFC 7301 and RFC 8449.
#include <gtest/gtest.h>

#include "meeting.h"
#include "named_case.h"
#include "refusals.h"

namespace tls_se::test {
namespace {

using enum ExtensionType;
constexpr auto alpn = application_layer_protocol_negotiation;

/// What the card has offered.
enum class Offer { usual, short_records, shortest_records, protocols, no_name };

CardDriver::Options options_for(Offer offer) {
  CardDriver::Options options = options_of(Role::client, kPskOnly);
  if (offer == Offer::short_records) options.record_size_limit = 600;  // max_fragment_length 512
  if (offer == Offer::shortest_records) options.record_size_limit = 64;
  if (offer == Offer::protocols) options.alpn = {"h2", "mqtt"};
  if (offer == Offer::no_name) options.server_name.clear();
  return options;
}

struct ExtensionsCase : Named {
  Offer offer;
  std::vector<TestExtension> extensions;
  Alert expected = Alert::none;  // none: the session opens
};

TestExtension ext(ExtensionType type, Buffer data) {
  return {static_cast<uint16_t>(type), std::move(data)};
}
TestExtension protocol_list(std::string_view names) { return ext(alpn, vector16(text(names))); }

const ExtensionsCase kExtensionsCases[] = {
    {"none", Offer::usual, {}},
    {"an unknown one", Offer::usual, {{0x1a1a, {}}}, kExtensionUnsolicited},
    {"one that was not offered", Offer::usual, {ext(heartbeat, {1})}, kExtensionUnsolicited},
    {"early_data", Offer::usual, {ext(early_data, {})}, kExtensionUnsolicited},
    {"client_certificate_type",
     Offer::usual,
     {ext(client_certificate_type, {0})},
     kExtensionUnsolicited},
    {"key_share belongs elsewhere", Offer::usual, {ext(key_share, {0, 23})}, kExtensionOutOfPlace},
    {"supported_versions belongs elsewhere",
     Offer::usual,
     {ext(supported_versions, {3, 4})},
     kExtensionOutOfPlace},
    {"pre_shared_key belongs elsewhere",
     Offer::usual,
     {ext(pre_shared_key, {0, 0})},
     kExtensionOutOfPlace},
    {"signature_algorithms belongs elsewhere",
     Offer::usual,
     {ext(signature_algorithms, {0, 2, 4, 3})},
     kExtensionOutOfPlace},
    {"cookie belongs elsewhere", Offer::usual, {ext(cookie, {0, 1, 1})}, kExtensionOutOfPlace},
    // RFC 8446 section 4.2.7
    {"supported_groups", Offer::usual, {ext(supported_groups, {0, 4, 0, 0x1d, 0, 0x17})}},
    {"supported_groups twice",
     Offer::usual,
     {ext(supported_groups, {0, 2, 0, 0x17}), ext(supported_groups, {0, 2, 0, 0x17})},
     kExtensionTwice},
    {"supported_groups of none", Offer::usual, {ext(supported_groups, {0, 0})}, kMalformed},
    {"supported_groups of a half",
     Offer::usual,
     {ext(supported_groups, {0, 3, 0, 0x17, 0})},
     kMalformed},
    // RFC 6066 section 3
    {"server_name", Offer::usual, {ext(server_name, {})}},
    {"server_name with a name", Offer::usual, {ext(server_name, {0, 4, 0, 0, 1, 'a'})}, kMalformed},
    {"server_name that was not sent",
     Offer::no_name,
     {ext(server_name, {})},
     kExtensionUnsolicited},
    // RFC 8449 section 4
    {"record_size_limit 64", Offer::usual, {ext(record_size_limit, {0, 64})}},
    {"record_size_limit 16385", Offer::usual, {ext(record_size_limit, {0x40, 0x01})}},
    {"record_size_limit 65535", Offer::usual, {ext(record_size_limit, {0xff, 0xff})}},
    {"record_size_limit 63",
     Offer::usual,
     {ext(record_size_limit, {0, 63})},
     refuse(Alert::illegal_parameter, Reason::record_limit_too_small)},
    {"record_size_limit 0",
     Offer::usual,
     {ext(record_size_limit, {0, 0})},
     refuse(Alert::illegal_parameter, Reason::record_limit_too_small)},
    {"record_size_limit of one byte", Offer::usual, {ext(record_size_limit, {64})}, kMalformed},
    {"record_size_limit of three bytes",
     Offer::usual,
     {ext(record_size_limit, {0, 64, 0})},
     kMalformed},
    {"record_size_limit twice",
     Offer::usual,
     {ext(record_size_limit, {0, 64}), ext(record_size_limit, {0, 64})},
     kExtensionTwice},
    {"record_size_limit in a card of short records",
     Offer::short_records,
     {ext(record_size_limit, {0, 64})}},
    // RFC 6066 section 4, RFC 8449 section 5
    {"max_fragment_length as it was sent", Offer::short_records, {ext(max_fragment_length, {1})}},
    {"another max_fragment_length",
     Offer::short_records,
     {ext(max_fragment_length, {2})},
     refuse(Alert::illegal_parameter, Reason::record_limit_not_offered)},
    {"max_fragment_length 0",
     Offer::short_records,
     {ext(max_fragment_length, {0})},
     refuse(Alert::illegal_parameter, Reason::record_limit_not_offered)},
    {"max_fragment_length 5",
     Offer::short_records,
     {ext(max_fragment_length, {5})},
     refuse(Alert::illegal_parameter, Reason::record_limit_not_offered)},
    {"max_fragment_length of nothing",
     Offer::short_records,
     {ext(max_fragment_length, {})},
     kMalformed},
    {"max_fragment_length of two bytes",
     Offer::short_records,
     {ext(max_fragment_length, {1, 1})},
     kMalformed},
    {"both limits",
     Offer::short_records,
     {ext(max_fragment_length, {1}), ext(record_size_limit, {0x02, 0x58})},
     refuse(Alert::illegal_parameter, Reason::record_limits_twice)},
    {"both limits the other way round",
     Offer::short_records,
     {ext(record_size_limit, {0x02, 0x58}), ext(max_fragment_length, {1})},
     refuse(Alert::illegal_parameter, Reason::record_limits_twice)},
    {"max_fragment_length that was not sent",
     Offer::usual,
     {ext(max_fragment_length, {1})},
     kExtensionUnsolicited},
    {"max_fragment_length that is too long to be sent",
     Offer::shortest_records,
     {ext(max_fragment_length, {1})},
     kExtensionUnsolicited},
    // RFC 7301 section 3
    {"no protocol", Offer::protocols, {}},
    {"the first protocol", Offer::protocols, {protocol_list("\2h2")}},
    {"the second protocol", Offer::protocols, {protocol_list("\4mqtt")}},
    {"a protocol that was not offered",
     Offer::protocols,
     {protocol_list("\4coap")},
     refuse(Alert::illegal_parameter, Reason::protocol_not_offered)},
    {"a protocol in capitals",
     Offer::protocols,
     {protocol_list("\2H2")},
     refuse(Alert::illegal_parameter, Reason::protocol_not_offered)},
    {"the beginning of a protocol",
     Offer::protocols,
     {protocol_list("\1h")},
     refuse(Alert::illegal_parameter, Reason::protocol_not_offered)},
    {"both protocols",
     Offer::protocols,
     {protocol_list("\2h2\4mqtt")},
     refuse(Alert::illegal_parameter, Reason::protocol_not_offered)},
    {"a protocol twice",
     Offer::protocols,
     {protocol_list("\2h2\2h2")},
     refuse(Alert::illegal_parameter, Reason::protocol_not_offered)},
    {"an empty list of protocols", Offer::protocols, {ext(alpn, {0, 0})}, kMalformed},
    {"an empty protocol", Offer::protocols, {ext(alpn, {0, 1, 0})}, kMalformed},
    {"a protocol that is cut", Offer::protocols, {ext(alpn, {0, 2, 2, 'h'})}, kMalformed},
    {"a protocol with a tail", Offer::protocols, {ext(alpn, {0, 3, 2, 'h', '2', 0})}, kMalformed},
    {"an extension of nothing for protocols", Offer::protocols, {ext(alpn, {})}, kMalformed},
    {"a protocol that nobody asked for",
     Offer::usual,
     {protocol_list("\2h2")},
     kExtensionUnsolicited},
};

class EncryptedExtensions : public testing::TestWithParam<ExtensionsCase> {};

TEST_P(EncryptedExtensions, AreJudged) {
  ClientMeeting at(Mode::psk, options_for(GetParam().offer));
  FlightSpec flight = at.flight();
  flight.encrypted_extensions.extensions = GetParam().extensions;
  at.expect_outcome(at.play(flight), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(All, EncryptedExtensions, testing::ValuesIn(kExtensionsCases),
                         case_name<ExtensionsCase>);

/// The whole message, with one byte too few at the end of its block, or one too many.
TEST(EncryptedExtensionsBytes, OfTheWrongLengthAreRefused) {
  for (const Buffer& wrong :
       {Buffer{}, Buffer{0}, Buffer{0, 1}, Buffer{0, 0, 0}, Buffer{0, 3, 0, 10, 0},
        Buffer{0, 4, 0, 10, 0, 2}, Buffer{0, 5, 0, 10, 0, 2, 0}, Buffer{0, 1, 0}}) {
    SCOPED_TRACE(to_hex(wrong));
    ClientMeeting at(Mode::psk);
    at.server().edit = [&](HandshakeType type, Buffer& body) {
      if (type == HandshakeType::encrypted_extensions) body = wrong;
    };
    at.expect_refused(at.play(at.flight()), kMalformed);
  }
}

/// TLSInnerPlaintext of a record, RFC 8449 section 4.
size_t inner_size(const Buffer& record) { return record.size() - kRecordHeaderSize - 16; }

TEST(RecordLimits, OfTheServerAreKept) {
  struct {
    TestExtension limit;
    size_t inner;  // the longest TLSInnerPlaintext
  } const limits[] = {
      {ext(record_size_limit, {0, 64}), 64},
      {ext(record_size_limit, {1, 0}), 256},
      {ext(max_fragment_length, {1}), 512 + 1},
      {ext(record_size_limit, {0xff, 0xff}), kMaxPlaintext + 1},
  };
  CardDriver::Options options = options_of(Role::client, kMutualOnly);
  options.record_size_limit = 600;
  for (const auto& [limit, inner] : limits) {
    SCOPED_TRACE(to_hex(limit.data));
    ClientMeeting at(Mode::mutual, options);
    FlightSpec flight = at.flight();
    flight.encrypted_extensions.extensions = {limit};
    // The card's own limit holds from here on as well.
    const Buffer hello = at.server().server_hello(flight.hello);
    ASSERT_EQ(at.card().recv(plain_record(ContentType::handshake, hello)), sw::kOk);
    Buffer all;
    for (const Buffer& message : at.server().messages(flight)) append(all, message);
    Answer answer;
    for (size_t from = 0; from < all.size(); from += 500) {
      answer = at.card().exchange(
          at.server().seal(ContentType::handshake,
                           Bytes(all).subspan(from, std::min<size_t>(500, all.size() - from))));
    }
    at.server().finish();
    size_t longest = 0;
    for (const Buffer& record : records_of(answer.data)) {
      longest = std::max(longest, inner_size(record));
    }
    EXPECT_LE(longest, inner);
    EXPECT_TRUE(inner > 300 || longest == inner);  // a certificate is longer
    at.expect_open(answer);
    EXPECT_EQ(at.card().recv(Buffer(inner + 1, 23), p1::kEncrypt), sw::kWrongLength);
    EXPECT_TRUE(sw::is_more(at.card().recv(Buffer(inner, 23), p1::kEncrypt)));
  }
}

TEST(RecordLimits, OfTheCardAreInsistedOn) {
  CardDriver::Options options = options_of(Role::client, kPskOnly);
  options.record_size_limit = 100;
  for (const size_t inner : {100u, 101u}) {
    ClientMeeting at(Mode::psk, options);
    FlightSpec flight = at.flight();
    flight.encrypted_extensions.add(record_size_limit, {0x40, 0x01});
    at.expect_open(at.play(flight));
    const Answer answer = at.card().exchange(
        at.server().seal(ContentType::application_data, Buffer(inner - 1, 'x')), p1::kDecrypt);
    if (inner == 100) {
      EXPECT_EQ(answer.data.size(), inner);
    } else {
      at.expect_refused(answer, kRecordTooLong);
    }
  }
}

}  // namespace
}  // namespace tls_se::test

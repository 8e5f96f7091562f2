// Check-ClientHello in servers of every mode: what certificates, record limits and ALPN ask of it.
#include <gtest/gtest.h>

#include "meeting.h"
#include "named_case.h"
#include "refusals.h"

namespace tls_se::test {
namespace {

using enum ExtensionType;
constexpr auto alpn = application_layer_protocol_negotiation;

struct ModesCase : Named {
  Modes modes;
  void (*change)(HelloSpec&);
  Alert expected = Alert::none;  // none: the session opens
  std::string session = {};      // GET DATA 0103 then, if it matters
};

const ModesCase kModesCases[] = {
    // RFC 8446 sections 4.2.3 and 4.4.2.2
    {"a certificate", kCertificateOnly, [](auto&) {}, Alert::none, "02001304"},
    {"both certificates", kMutualOnly, [](auto&) {}, Alert::none, "03011304"},
    {"no signature_algorithms", kCertificateOnly, [](auto& h) { h.remove(signature_algorithms); },
     refuse(Alert::missing_extension, Reason::certificate_not_offered)},
    {"signature_algorithms_cert instead", kCertificateOnly,
     [](auto& h) {
       h.remove(signature_algorithms);
       h.add(signature_algorithms_cert, {0, 2, 4, 3});
     },
     refuse(Alert::missing_extension, Reason::certificate_not_offered)},
    {"other schemes", kCertificateOnly,
     [](auto& h) {
       h.set(signature_algorithms, {0, 4, 8, 4, 5, 3});
     },
     refuse(Alert::handshake_failure, Reason::no_common_signature)},
    {"our scheme as the last of many", kCertificateOnly,
     [](auto& h) {
       h.set(signature_algorithms, {0, 6, 8, 4, 5, 3, 4, 3});
     }},
    {"no scheme", kCertificateOnly,
     [](auto& h) {
       h.set(signature_algorithms, {0, 0});
     },
     kMalformed},
    {"a scheme and a half", kCertificateOnly,
     [](auto& h) {
       h.set(signature_algorithms, {0, 3, 4, 3, 4});
     },
     kMalformed},
    {"schemes that are cut", kMutualOnly,
     [](auto& h) {
       h.set(signature_algorithms, {0, 4, 4, 3});
     },
     kMalformed},
    {"schemes with a tail", kMutualOnly,
     [](auto& h) {
       h.set(signature_algorithms, {0, 2, 4, 3, 0});
     },
     kMalformed},
    {"no share", kCertificateOnly, [](auto& h) { h.remove(key_share); }, kExtensionMissing},
    {"no group in common", kCertificateOnly,
     [](auto& h) {
       h.set(supported_groups, {0, 2, 0, 0x1d});
       h.set(key_share, {0, 0});
     },
     refuse(Alert::handshake_failure, Reason::no_common_group)},
    {"another suite", kMutualOnly, [](auto& h) { h.cipher_suites = {0x1302}; },
     refuse(Alert::handshake_failure, Reason::no_common_cipher_suite)},
    {"early_data without a PSK", kCertificateOnly, [](auto& h) { h.add(early_data, {}); },
     refuse(Alert::illegal_parameter, Reason::early_data_out_of_place)},
    // sections 4.2.9 and 4.2.11: PSK or certificate
    {"a PSK for a server of certificates", kCertificateOnly,
     [](auto& h) {
       h.offers_psk = true;
       h.add(psk_key_exchange_modes, {1, 1});
     },
     Alert::none, "02001304"},
    {"a PSK without its modes for a server of certificates", kCertificateOnly,
     [](auto& h) { h.offers_psk = true; }, kExtensionMissing},
    {"a PSK for a server of all", kAllModes, [](auto&) {}, Alert::none, "01001304"},
    {"a PSK and no certificate", kAllModes, [](auto& h) { h.remove(signature_algorithms); },
     Alert::none, "01001304"},
    {"no PSK for a server of all", kAllModes,
     [](auto& h) {
       h.offers_psk = false;
       h.remove(psk_key_exchange_modes);
     },
     Alert::none, "03011304"},
    {"an unknown identity", kAllModes, [](auto& h) { h.identities = {{'x'}}; }, Alert::none,
     "03011304"},
    {"an unknown identity and no certificate", kAllModes,
     [](auto& h) {
       h.identities = {{'x'}};
       h.remove(signature_algorithms);
     },
     refuse(Alert::unknown_psk_identity, Reason::psk_unknown)},
    {"an unknown identity and other schemes", kAllModes,
     [](auto& h) {
       h.identities = {{'x'}};
       h.set(signature_algorithms, {0, 2, 8, 4});
     },
     refuse(Alert::handshake_failure, Reason::no_common_signature)},
    {"a PSK for psk_ke alone", kAllModes,
     [](auto& h) {
       h.set(psk_key_exchange_modes, {1, 0});
     },
     Alert::none, "03011304"},
    {"a PSK for psk_ke alone and no certificate", kAllModes,
     [](auto& h) {
       h.set(psk_key_exchange_modes, {1, 0});
       h.remove(signature_algorithms);
     },
     refuse(Alert::handshake_failure, Reason::psk_mode_missing)},
    {"a PSK without its modes", kAllModes, [](auto& h) { h.remove(psk_key_exchange_modes); },
     kExtensionMissing},
    {"a PSK with modes of nothing", kAllModes, [](auto& h) { h.set(psk_key_exchange_modes, {0}); },
     kMalformed},
    {"a wrong binder", kAllModes, [](auto& h) { h.spoil_binder = 0; },
     refuse(Alert::decrypt_error, Reason::binder_wrong)},
    {"an empty identity", kAllModes, [](auto& h) { h.identities = {{}}; }, kMalformed},
    {"neither PSK nor signature_algorithms", kAllModes,
     [](auto& h) {
       h.offers_psk = false;
       h.remove(signature_algorithms);
     },
     refuse(Alert::missing_extension, Reason::certificate_not_offered)},
    // RFC 7250 section 4.2: a client that takes raw public keys (2) and X.509 (0)
    {"certificates and raw public keys", kCertificateOnly,
     [](auto& h) {
       h.add(server_certificate_type, {2, 2, 0});
     },
     Alert::none, "02001304"},
    {"raw public keys alone", kCertificateOnly,
     [](auto& h) {
       h.add(server_certificate_type, {1, 2});
     },
     refuse(Alert::unsupported_certificate, Reason::no_common_certificate_type)},
    {"raw public keys alone for a server of both certificates", kMutualOnly,
     [](auto& h) {
       h.add(server_certificate_type, {2, 2, 1});
     },
     refuse(Alert::unsupported_certificate, Reason::no_common_certificate_type)},
    {"raw public keys alone, after an unknown identity", kAllModes,
     [](auto& h) {
       h.identities = {{'x'}};
       h.add(server_certificate_type, {1, 2});
     },
     refuse(Alert::unsupported_certificate, Reason::no_common_certificate_type)},
    {"raw public keys alone, beside a PSK", kAllModes,
     [](auto& h) {
       h.add(server_certificate_type, {1, 2});
     },
     Alert::none, "01001304"},
    {"no certificate type", kCertificateOnly, [](auto& h) { h.add(server_certificate_type, {0}); },
     kMalformed},
    {"certificate types of nothing", kCertificateOnly,
     [](auto& h) { h.add(server_certificate_type, {}); }, kMalformed},
    {"certificate types that are cut", kCertificateOnly,
     [](auto& h) {
       h.add(server_certificate_type, {2, 0});
     },
     kMalformed},
    {"certificate types with a tail", kCertificateOnly,
     [](auto& h) {
       h.add(server_certificate_type, {1, 0, 0});
     },
     kMalformed},
    // RFC 8449 section 4
    {"record_size_limit 0", kPskOnly,
     [](auto& h) {
       h.add(record_size_limit, {0, 0});
     },
     refuse(Alert::illegal_parameter, Reason::record_limit_too_small)},
    {"record_size_limit 63", kPskOnly,
     [](auto& h) {
       h.add(record_size_limit, {0, 63});
     },
     refuse(Alert::illegal_parameter, Reason::record_limit_too_small)},
    {"record_size_limit of one byte", kPskOnly, [](auto& h) { h.add(record_size_limit, {64}); },
     kMalformed},
    {"record_size_limit of three bytes", kCertificateOnly,
     [](auto& h) {
       h.add(record_size_limit, {0, 64, 0});
     },
     kMalformed},
    // RFC 6066 section 4
    {"max_fragment_length 0", kPskOnly, [](auto& h) { h.add(max_fragment_length, {0}); },
     refuse(Alert::illegal_parameter, Reason::record_limit_unknown)},
    {"max_fragment_length 5", kPskOnly, [](auto& h) { h.add(max_fragment_length, {5}); },
     refuse(Alert::illegal_parameter, Reason::record_limit_unknown)},
    {"max_fragment_length 255", kMutualOnly, [](auto& h) { h.add(max_fragment_length, {255}); },
     refuse(Alert::illegal_parameter, Reason::record_limit_unknown)},
    {"max_fragment_length of nothing", kPskOnly, [](auto& h) { h.add(max_fragment_length, {}); },
     kMalformed},
    {"max_fragment_length of two bytes", kPskOnly,
     [](auto& h) {
       h.add(max_fragment_length, {1, 1});
     },
     kMalformed},
    // RFC 7301: the card has mqtt and h2
    {"a protocol that it has not", kCertificateOnly,
     [](auto& h) { h.add(alpn, vector16(text("\4coap"))); },
     refuse(Alert::no_application_protocol, Reason::no_common_protocol)},
    {"an empty list of protocols", kCertificateOnly,
     [](auto& h) {
       h.add(alpn, {0, 0});
     },
     kMalformed},
    {"an extension of nothing for protocols", kCertificateOnly, [](auto& h) { h.add(alpn, {}); },
     kMalformed},
    {"an empty protocol", kCertificateOnly,
     [](auto& h) { h.add(alpn, vector16(text(std::string_view("\2h2\0", 4)))); }, kMalformed},
    {"a protocol that is cut", kCertificateOnly,
     [](auto& h) { h.add(alpn, vector16(text("\2h2\4mqt"))); }, kMalformed},
    {"protocols with a tail", kAllModes,
     [](auto& h) {
       h.add(alpn, {0, 3, 2, 'h', '2', 0});
     },
     kMalformed},
    {"protocols longer than the extension", kAllModes,
     [](auto& h) {
       h.add(alpn, {0, 9, 2, 'h', '2'});
     },
     kMalformed},
};

class ClientHelloForModes : public testing::TestWithParam<ModesCase> {};

TEST_P(ClientHelloForModes, IsJudged) {
  CardDriver::Options options = options_of(Role::server, GetParam().modes);
  if (GetParam().modes.has(Mode::certificate) || GetParam().modes.has(Mode::mutual))
    options.alpn = {"mqtt", "h2"};
  ServerMeeting at(options);
  at.begin();
  HelloSpec hello = at.hello();
  GetParam().change(hello);
  const Answer answer = at.say(hello);
  if (GetParam().expected != Alert::none) return at.expect_refused(answer, GetParam().expected);
  ASSERT_EQ(answer.status, sw::kOk) << at.end_reason();
  at.expect_open(at.play(at.flight()));
  EXPECT_TRUE(GetParam().session.empty() || at.session_parameters() == GetParam().session);
}

INSTANTIATE_TEST_SUITE_P(All, ClientHelloForModes, testing::ValuesIn(kModesCases),
                         case_name<ModesCase>);

/// The same rules, in a card whose program has code for more modes than its settings.
TEST(ClientHelloForFewerModes, ThanTheProgramHas) {
  for (const ModesCase& one : kModesCases) {
    SCOPED_TRACE(one.name);
    CardDriver::Options options = options_of(Role::server, one.modes);
    options.program = &programs::kServer;
    if (one.modes.has(Mode::certificate) || one.modes.has(Mode::mutual))
      options.alpn = {"mqtt", "h2"};
    ServerMeeting at(options);
    at.begin();
    HelloSpec hello = at.hello();
    one.change(hello);
    const Answer answer = at.say(hello);
    if (one.expected == Alert::none) {
      EXPECT_EQ(answer.status, sw::kOk);
    } else {
      at.expect_refused(answer, one.expected);
    }
  }
}

struct Limits {
  std::vector<TestExtension> asked;
  std::optional<TestExtension> answered;
  size_t longest;  // TLSInnerPlaintext of what the server sends
};

TestExtension limit(uint16_t size) {
  Buffer data;
  append_u16(data, size);
  return {static_cast<uint16_t>(record_size_limit), data};
}
TestExtension fragment_length(uint8_t code) {
  return {static_cast<uint16_t>(max_fragment_length), {code}};
}

TEST(RecordLimitsOfAClient, AreAnsweredAndKept) {
  const Limits all[] = {
      {{}, std::nullopt, kMaxPlaintext + 1},
      {{limit(64)}, limit(1000), 64},
      {{limit(100)}, limit(1000), 100},
      {{limit(16384)}, limit(1000), 16384},
      {{limit(16385)}, limit(1000), 16385},
      {{limit(65535)}, limit(1000), 16385},
      {{fragment_length(1)}, fragment_length(1), 513},
      {{fragment_length(2)}, fragment_length(2), 1025},
      {{fragment_length(3)}, fragment_length(3), 2049},
      {{fragment_length(4)}, fragment_length(4), 4097},
      {{fragment_length(4), limit(300)}, limit(1000), 300},
      {{limit(300), fragment_length(1)}, limit(1000), 300},
  };
  CardDriver::Options options = options_of(Role::server, kMutualOnly);
  options.record_size_limit = 1000;
  for (const Limits& one : all) {
    SCOPED_TRACE(one.longest);
    ServerMeeting at(options);
    at.begin();
    HelloSpec hello = at.hello();
    for (const TestExtension& asked : one.asked) hello.extensions.push_back(asked);
    const Answer flight = at.say(hello);
    for (const Buffer& record : records_of(flight.data)) {
      EXPECT_TRUE(record[0] != 23 || record.size() <= kRecordHeaderSize + one.longest + 16);
    }
    const auto& answers = at.client().encrypted_extensions().extensions;
    ASSERT_EQ(answers.size(), one.answered ? 1u : 0u);
    if (one.answered) {
      EXPECT_EQ(answers[0].type, one.answered->type);
      EXPECT_EQ(answers[0].data, one.answered->data);
    }
    at.expect_open(at.play(at.flight()));
    EXPECT_EQ(at.card().recv(Buffer(one.longest + 1, 23), p1::kEncrypt), sw::kWrongLength);
    const Answer record = at.card().exchange(Buffer(one.longest, 23), p1::kEncrypt);
    EXPECT_EQ(at.client().open(record.data).content.size(), one.longest - 1);
  }
}

TEST(RecordLimitsOfAServer, AreInsistedOnOnceToldToTheClient) {
  for (const bool told : {false, true}) {
    CardDriver::Options options = options_of(Role::server, kPskOnly);
    options.record_size_limit = 100;
    ServerMeeting at(options);
    at.begin();
    HelloSpec hello = at.hello();
    if (told) hello.extensions.push_back(limit(16385));
    at.say(hello);
    at.expect_open(at.play(at.flight()));
    for (const size_t inner : {100u, 101u}) {
      const Answer answer = at.card().exchange(
          at.client().seal(ContentType::application_data, Buffer(inner - 1, 'x')), p1::kDecrypt);
      if (!told || inner == 100) {
        EXPECT_EQ(answer.data.size(), inner);
      } else {
        at.expect_refused(answer, kRecordTooLong);
      }
    }
  }
}

TEST(Protocols, AreChosenByTheServersPreference) {
  CardDriver::Options options = options_of(Role::server, kAllModes);
  options.alpn = {"mqtt", "h2"};
  for (const bool psk : {true, false}) {
    for (const auto& [offered, chosen] : std::vector<std::pair<std::string, std::string>>{
             {"\2h2\4mqtt", "\4mqtt"}, {"\4coap\2h2", "\2h2"}, {"\1h\2h2\3h2c", "\2h2"}}) {
      ServerMeeting at(options);
      at.begin();
      HelloSpec hello = at.hello();
      hello.offers_psk = psk;
      hello.add(alpn, vector16(text(offered)));
      at.say(hello);
      WithExtensions answers = at.client().encrypted_extensions();
      ASSERT_TRUE(answers.has(alpn));
      EXPECT_EQ(answers.extension(alpn).data, vector16(text(chosen)));
      at.expect_open(at.play(at.flight()));
    }
  }
}

TEST(Protocols, AreNotNegotiatedWithoutAListOfTheCards) {
  ServerMeeting at(kCertificateOnly);
  at.begin();
  HelloSpec hello = at.hello();
  hello.add(alpn, vector16(text("\2h2")));
  at.say(hello);
  EXPECT_TRUE(at.client().encrypted_extensions().extensions.empty());
  at.expect_open(at.play(at.flight()));
}

}  // namespace
}  // namespace tls_se::test

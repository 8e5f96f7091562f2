// Check-ClientHello: one thing wrong in each, and the alert that RFC 8446 has for it.
#include <gtest/gtest.h>

#include <functional>

#include "named_case.h"
#include "refusals.h"
#include "test_client.h"

namespace tls_se::test {
namespace {

using Change = std::function<void(HelloSpec&)>;

struct HelloCase : Named {
  Change change;
  Alert expected;
};

Buffer point_with_last_byte(uint8_t last, const HelloSpec& spec) {
  Buffer data;
  for (const auto& one : spec.extensions) {
    if (one.type == static_cast<uint16_t>(ExtensionType::key_share)) data = one.data;
  }
  data.back() = static_cast<uint8_t>(data.back() ^ last);
  return data;
}

const HelloCase kHelloCases[] = {
    // section 4.1.2
    {"legacy_version 0x0300", [](auto& h) { h.legacy_version = 0x0300; },
     refuse(Alert::protocol_version, Reason::legacy_version)},
    {"session id of 33 bytes", [](auto& h) { h.session_id = Buffer(33, 1); }, kMalformed},
    {"no cipher suites", [](auto& h) { h.cipher_suites.clear(); }, kMalformed},
    {"unknown cipher suites only",
     [](auto& h) {
       h.cipher_suites = {0x1302, 0x00ff};
     },
     refuse(Alert::handshake_failure, Reason::no_common_cipher_suite)},
    {"two compression methods",
     [](auto& h) {
       h.compression = {0, 1};
     },
     refuse(Alert::illegal_parameter, Reason::compression)},
    {"compression method 1", [](auto& h) { h.compression = {1}; },
     refuse(Alert::illegal_parameter, Reason::compression)},
    {"no compression method", [](auto& h) { h.compression = {}; },
     refuse(Alert::illegal_parameter, Reason::compression)},
    // section 4.2
    {"an extension twice",
     [](auto& h) {
       h.add(ExtensionType::supported_versions, {2, 3, 4});
     },
     kExtensionTwice},
    {"oid_filters belongs elsewhere",
     [](auto& h) {
       h.add(ExtensionType::oid_filters, {0, 0});
     },
     kExtensionOutOfPlace},
    // section 4.2.1
    {"no supported_versions", [](auto& h) { h.remove(ExtensionType::supported_versions); },
     refuse(Alert::protocol_version, Reason::version_not_offered)},
    {"TLS 1.2 only",
     [](auto& h) {
       h.extension(ExtensionType::supported_versions).data = {2, 3, 3};
     },
     refuse(Alert::protocol_version, Reason::version_not_offered)},
    {"versions of odd length",
     [](auto& h) {
       h.extension(ExtensionType::supported_versions).data = {3, 3, 4, 3};
     },
     kMalformed},
    {"versions with a tail",
     [](auto& h) {
       h.extension(ExtensionType::supported_versions).data = {2, 3, 4, 0};
     },
     kMalformed},
    {"empty versions", [](auto& h) { h.extension(ExtensionType::supported_versions).data = {0}; },
     kMalformed},
    // section 4.2.7, 4.2.8, 9.2
    {"no supported_groups", [](auto& h) { h.remove(ExtensionType::supported_groups); },
     kExtensionMissing},
    {"no key_share", [](auto& h) { h.remove(ExtensionType::key_share); }, kExtensionMissing},
    {"no group in common",
     [](auto& h) {
       h.extension(ExtensionType::supported_groups).data = {0, 2, 0, 0x1d};
       h.extension(ExtensionType::key_share).data = {0, 5, 0, 0x1d, 0, 1, 9};
     },
     refuse(Alert::handshake_failure, Reason::no_common_group)},
    {"a share for a group that is not supported",
     [](auto& h) {
       h.extension(ExtensionType::supported_groups).data = {0, 2, 0, 0x1d};
     },
     refuse(Alert::illegal_parameter, Reason::group_not_supported)},
    {"two shares of one group",
     [](auto& h) {
       Buffer& data = h.extension(ExtensionType::key_share).data;
       const Buffer one(data.begin() + 2, data.end());
       data.insert(data.end(), one.begin(), one.end());
       store_u16(data.data(), data.size() - 2);
     },
     refuse(Alert::illegal_parameter, Reason::share_twice)},
    {"an empty share",
     [](auto& h) { h.extension(ExtensionType::key_share).data = {0, 4, 0, 0x17, 0, 0}; },
     kMalformed},
    {"a share that is cut",
     [](auto& h) { h.extension(ExtensionType::key_share).data = {0, 5, 0, 0x17, 0, 9, 1}; },
     kMalformed},
    {"a point of the wrong size",
     [](auto& h) { h.extension(ExtensionType::key_share).data = {0, 5, 0, 0x17, 0, 1, 4}; },
     refuse(Alert::illegal_parameter, Reason::share_of_wrong_size)},
    {"a point that is not on the curve",
     [](auto& h) { h.extension(ExtensionType::key_share).data = point_with_last_byte(1, h); },
     refuse(Alert::illegal_parameter, Reason::share_invalid)},
    {"a point in compressed form",
     [](auto& h) {
       Buffer& data = h.extension(ExtensionType::key_share).data;
       data.resize(6 + 33);
       data[1] = 4 + 33;
       data[5] = 33;
       data[6] = 2;
     },
     refuse(Alert::illegal_parameter, Reason::share_of_wrong_size)},
    {"a point of another form", [](auto& h) { h.extension(ExtensionType::key_share).data[6] = 2; },
     refuse(Alert::illegal_parameter, Reason::share_invalid)},
    {"groups of odd length",
     [](auto& h) {
       h.extension(ExtensionType::supported_groups).data = {0, 3, 0, 0x17, 0};
     },
     kMalformed},
    // section 4.2.9
    {"no psk_key_exchange_modes", [](auto& h) { h.remove(ExtensionType::psk_key_exchange_modes); },
     kExtensionMissing},
    {"psk_ke only, and so no share",
     [](auto& h) {
       h.extension(ExtensionType::psk_key_exchange_modes).data = {1, 0};
       h.remove(ExtensionType::supported_groups);
       h.remove(ExtensionType::key_share);
     },
     refuse(Alert::handshake_failure, Reason::psk_mode_missing)},
    {"psk_ke only",
     [](auto& h) {
       h.extension(ExtensionType::psk_key_exchange_modes).data = {1, 0};
     },
     refuse(Alert::handshake_failure, Reason::psk_mode_missing)},
    {"empty modes", [](auto& h) { h.extension(ExtensionType::psk_key_exchange_modes).data = {0}; },
     kMalformed},
    // section 4.2.10
    {"early_data with content", [](auto& h) { h.add(ExtensionType::early_data, {0}); }, kMalformed},
    {"early_data without a PSK",
     [](auto& h) {
       h.add(ExtensionType::early_data, {});
       h.offers_psk = false;
     },
     refuse(Alert::illegal_parameter, Reason::early_data_out_of_place)},
    // section 4.2.11
    {"no PSK but good for certificates", [](auto& h) { h.offers_psk = false; },
     refuse(Alert::handshake_failure, Reason::psk_not_offered)},
    {"neither PSK nor signature_algorithms",
     [](auto& h) {
       h.offers_psk = false;
       h.remove(ExtensionType::signature_algorithms);
     },
     refuse(Alert::missing_extension, Reason::psk_not_offered)},
    {"an unknown identity", [](auto& h) { h.identities = {{'x'}}; },
     refuse(Alert::unknown_psk_identity, Reason::psk_unknown)},
    {"a wrong PSK", [](auto& h) { h.psk[0] ^= 1; },
     refuse(Alert::decrypt_error, Reason::binder_wrong)},
    {"a wrong binder", [](auto& h) { h.spoil_binder = 0; },
     refuse(Alert::decrypt_error, Reason::binder_wrong)},
    {"more identities than binders",
     [](auto& h) {
       Buffer data = {0, 14, 0, 1, 'a', 0, 0, 0, 0, 0, 1, 'b', 0, 0, 0, 0, 0, 33, 32};
       data.resize(data.size() + 32);
       h.raw_psk_extension = data;
     },
     refuse(Alert::illegal_parameter, Reason::binders_do_not_match)},
    {"more binders than identities",
     [](auto& h) {
       Buffer data = {0, 7, 0, 1, 'a', 0, 0, 0, 0, 0, 66};
       for (int i = 0; i < 2; ++i) append(data, vector8(Buffer(32)));
       h.raw_psk_extension = data;
     },
     refuse(Alert::illegal_parameter, Reason::binders_do_not_match)},
    {"an empty identity",
     [](auto& h) {
       Buffer data = {0, 6, 0, 0, 0, 0, 0, 0, 0, 33, 32};
       data.resize(data.size() + 32);
       h.raw_psk_extension = data;
     },
     kMalformed},
    {"no identities",
     [](auto& h) {
       h.raw_psk_extension = Buffer{0, 0, 0, 0};
     },
     kMalformed},
    {"a binder of 31 bytes",
     [](auto& h) {
       Buffer data = {0, 7, 0, 1, 'a', 0, 0, 0, 0, 0, 32, 31};
       data.resize(data.size() + 31);
       h.raw_psk_extension = data;
     },
     kMalformed},
    {"an identity that is cut",
     [](auto& h) { h.raw_psk_extension = Buffer{0, 3, 0, 9, 'a', 0, 0}; }, kMalformed},
};

constexpr Alert kNotTls13 = refuse(Alert::protocol_version, Reason::version_not_offered);

class ClientHelloRefused : public testing::TestWithParam<HelloCase> {};

TEST_P(ClientHelloRefused, WithItsAlert) {
  CardDriver card;
  TestClient client;
  HelloSpec spec = client.hello();
  GetParam().change(spec);
  const Answer got = card.exchange(client.client_hello_record(spec));
  EXPECT_EQ(got.status, sw::kClose);
  EXPECT_EQ(got.data, (Buffer{21, 3, 3, 0, 2, 2, static_cast<uint8_t>(GetParam().expected)}));
  card.expect_end_reason(GetParam().expected);
  EXPECT_FALSE(card.memory_holds(Bytes(draft_psk()).first(16)));
  EXPECT_TRUE(works_after_reset(card));
}

INSTANTIATE_TEST_SUITE_P(All, ClientHelloRefused, testing::ValuesIn(kHelloCases),
                         case_name<HelloCase>);

TEST(ClientHello, WithoutExtensionsIsNotTls13) {
  CardDriver card;
  Buffer body(34, 3);
  body.insert(body.end(), {0, 0, 2, 0x13, 0x04, 1, 0});
  const Answer got = card.exchange(
      plain_record(ContentType::handshake, handshake_message(HandshakeType::client_hello, body)));
  EXPECT_EQ(got.data, (Buffer{21, 3, 3, 0, 2, 2, 70}));
  card.expect_end_reason(kNotTls13);
}

TEST(ClientHello, PreSharedKeyHasToBeTheLastExtension) {
  CardDriver card;
  TestClient client;
  HelloSpec spec = client.hello();
  Buffer message = client.client_hello(spec);
  // One more extension behind it, with the three lengths around it made right.
  const size_t block = kHandshakeHeaderSize + 2 + kRandomSize + 1 + 4 + 2;
  message.insert(message.end(), {0x1a, 0x1a, 0, 0});
  store_u16(&message[2], message.size() - kHandshakeHeaderSize);
  store_u16(&message[block], message.size() - block - 2);
  const Answer got = card.exchange(plain_record(ContentType::handshake, message));
  EXPECT_EQ(got.data, (Buffer{21, 3, 3, 0, 2, 2, 47}));
  card.expect_end_reason(refuse(Alert::illegal_parameter, Reason::psk_not_last));
}

/// Any prefix of a good ClientHello, as a message of its own, is a decode_error; where its
/// extensions begin, it is one of TLS 1.2.
TEST(ClientHello, CutAnywhereIsRefused) {
  TestClient maker;
  const Buffer whole = maker.client_hello(maker.hello());
  constexpr size_t kWithoutExtensions = 2 + kRandomSize + 1 + 4 + 2;
  CardDriver card;
  for (size_t size = 0; size + kHandshakeHeaderSize < whole.size(); ++size) {
    SCOPED_TRACE(size);
    const Bytes body = Bytes(whole).subspan(kHandshakeHeaderSize, size);
    const Answer got = card.exchange(
        plain_record(ContentType::handshake, handshake_message(HandshakeType::client_hello, body)));
    ASSERT_EQ(got.status, sw::kClose);
    EXPECT_EQ(maker.refusal_in(got.data, card),
              size == kWithoutExtensions ? kNotTls13 : kMalformed);
    ASSERT_EQ(card.reset(), sw::kOk);
  }
}

}  // namespace
}  // namespace tls_se::test

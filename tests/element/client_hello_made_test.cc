// Make-ClientHello: what a client card says in each mode. RFC 8446 section 9.2 and those it names.
#include <gtest/gtest.h>

#include "meeting.h"

namespace tls_se::test {
namespace {

using enum ExtensionType;

Mode any_of(const Modes& modes) { return modes.has(Mode::psk) ? Mode::psk : Mode::certificate; }

ReadHello hello_of(const CardDriver::Options& options) {
  ClientMeeting at(any_of(options.modes), options);
  return at.server().hellos()[0];
}

std::vector<ExtensionType> types_in(const ReadHello& hello) {
  std::vector<ExtensionType> types;
  for (const TestExtension& one : hello.extensions) {
    types.push_back(static_cast<ExtensionType>(one.type));
  }
  return types;
}

TEST(MadeClientHello, HasTheFieldsOfTls13) {
  for (const Modes& modes : {kPskOnly, kCertificateOnly, kMutualOnly, kAllModes}) {
    CardDriver::Options options = options_of(Role::client, modes);
    options.cipher_suites = {&kAes128CcmSha256, &kAes128GcmSha256};
    ReadHello hello = hello_of(options);
    EXPECT_EQ(hello.legacy_version, 0x0303);
    EXPECT_TRUE(hello.session_id.empty());
    EXPECT_EQ(hello.cipher_suites, (std::vector<uint16_t>{0x1304, 0x1301}));
    EXPECT_EQ(hello.compression, Buffer{0});
    EXPECT_EQ(hello.extension(supported_versions).data, (Buffer{2, 3, 4}));
    EXPECT_EQ(hello.extension(supported_groups).data, (Buffer{0, 2, 0, 0x17}));
    EXPECT_EQ(hello.extension(key_share).data.size(), 2u + 4u + kP256PointSize);
    EXPECT_EQ(hello.extension(server_name).data, vector16([] {
                Buffer entry = {0};
                append(entry, vector16(text("card.example")));
                return entry;
              }()));
    EXPECT_EQ(hello.extension(record_size_limit).data, (Buffer{0x40, 0x01}));
  }
}

TEST(MadeClientHello, HasTheExtensionsOfItsModes) {
  struct {
    Modes modes;
    std::vector<ExtensionType> extensions;
  } const all[] = {
      {kPskOnly,
       {supported_versions, supported_groups, key_share, psk_key_exchange_modes, server_name,
        record_size_limit, pre_shared_key}},
      {kCertificateOnly,
       {supported_versions, supported_groups, key_share, signature_algorithms,
        signature_algorithms_cert, server_name, record_size_limit}},
      {kAllModes,
       {supported_versions, supported_groups, key_share, signature_algorithms,
        signature_algorithms_cert, psk_key_exchange_modes, server_name, record_size_limit,
        pre_shared_key}},
  };
  for (const auto& [modes, extensions] : all) {
    EXPECT_EQ(types_in(hello_of(options_of(Role::client, modes))), extensions);
  }
}

TEST(MadeClientHello, OffersEachPsk) {
  CardDriver::Options options = options_of(Role::client, kPskOnly);
  options.psks = {{text("one"), Buffer(16, 1)}, {Buffer(300, 'i'), Buffer(200, 2)}};
  ReadHello hello = hello_of(options);  // whose binders have been checked
  Buffer identities;
  for (const auto& psk : options.psks) {
    append(identities, vector16(psk.identity));
    append(identities, Buffer(4));
  }
  const Buffer data = hello.extension(pre_shared_key).data;
  EXPECT_EQ(Buffer(data.begin(), data.begin() + 2 + static_cast<ptrdiff_t>(identities.size())),
            vector16(identities));
  EXPECT_EQ(hello.extension(psk_key_exchange_modes).data, (Buffer{1, 1}));
}

TEST(MadeClientHello, TellsItsRecordLimits) {
  struct {
    uint16_t limit;
    std::optional<uint8_t> code;  // max_fragment_length: 512, 1024, 2048, 4096
  } const all[] = {{64, {}},  {512, {}}, {513, 1},  {1024, 1},  {1025, 2},
                   {2049, 3}, {4096, 3}, {4097, 4}, {16384, 4}, {16385, {}}};
  for (const auto& [limit, code] : all) {
    SCOPED_TRACE(limit);
    CardDriver::Options options = options_of(Role::client, kPskOnly);
    options.record_size_limit = limit;
    ReadHello hello = hello_of(options);
    EXPECT_EQ(load_u16(hello.extension(record_size_limit).data.data()), limit);
    ASSERT_EQ(hello.has(max_fragment_length), code.has_value());
    if (!code) continue;
    EXPECT_EQ(hello.extension(max_fragment_length).data, Buffer{*code});
  }
}

TEST(MadeClientHello, OffersItsProtocols) {
  CardDriver::Options options = options_of(Role::client, kPskOnly);
  options.alpn = {"h2", "mqtt"};
  EXPECT_EQ(hello_of(options).extension(application_layer_protocol_negotiation).data,
            vector16(text("\2h2\4mqtt")));
}

TEST(MadeClientHello, IsAnotherEachTime) {
  ClientMeeting at(Mode::certificate);
  ReadHello first = at.server().hellos()[0];
  at.meet();
  ReadHello second = at.server().hellos()[0];
  EXPECT_NE(first.random, second.random);
  EXPECT_NE(first.extension(key_share).data, second.extension(key_share).data);
}

}  // namespace
}  // namespace tls_se::test

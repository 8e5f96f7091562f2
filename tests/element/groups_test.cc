// Cards with more than one named group, or another than the draft's: RFC 8446 sections 4.1.4, 4.2.7
// and 4.2.8. What is wrong with a share of secp256r1 is in client_hello_test.cc and
// server_hello_test.cc.
#include <gtest/gtest.h>

#include <algorithm>

#include "card_to_card.h"
#include "meeting.h"
#include "named_case.h"
#include "refusals.h"
#include "support/needs_x25519.h"

namespace tls_se::test {
namespace {

using enum ExtensionType;
using Groups = std::vector<const NamedGroup*>;

constexpr Mode kEachMode[] = {Mode::psk, Mode::certificate, Mode::mutual};

CardDriver::Options options_with(Role role, const Modes& modes, const Groups& groups) {
  CardDriver::Options options = options_of(role, modes);
  options.groups = groups;
  return options;
}

/// GET DATA 0105 in hexadecimal.
std::string named_group(CardDriver& card) { return to_hex(card.transmit("00CA010500").data); }

Buffer groups_extension(const std::vector<uint16_t>& groups) {
  Buffer list;
  for (const uint16_t group : groups) append_u16(list, group);
  return vector16(list);
}

bool is_client_hello(const Buffer& record) {
  return record[0] == static_cast<uint8_t>(ContentType::handshake) && record[5] == 1;
}

// Card to card ------------------------------------------------------------------------------------

struct PairCase : Named {
  Groups client;
  Groups server;
  std::string group;  // GET DATA 0105 of both; empty: there is none in common
  bool retried = false;
};

const PairCase kPairs[] = {
    {"secp256r1", {&kSecp256r1}, {&kSecp256r1}, "0017"},
    {"x25519", {&kX25519}, {&kX25519}, "001D"},
    {"the clients first", {&kX25519, &kSecp256r1}, {&kSecp256r1, &kX25519}, "001D"},
    {"the other clients first", {&kSecp256r1, &kX25519}, {&kX25519, &kSecp256r1}, "0017"},
    {"the clients second", {&kSecp256r1, &kX25519}, {&kX25519}, "001D", true},
    {"the other clients second", {&kX25519, &kSecp256r1}, {&kSecp256r1}, "0017", true},
    {"none", {&kX25519}, {&kSecp256r1}, ""},
};

class GroupsOfCards : public NeedsX25519<testing::TestWithParam<PairCase>> {};

TEST_P(GroupsOfCards, AreAgreedOn) {
  for (const Modes& modes : {kPskOnly, kCertificateOnly, kMutualOnly, kAllModes}) {
    CardDriver client(options_with(Role::client, modes, GetParam().client));
    CardDriver server(options_with(Role::server, modes, GetParam().server));
    const Conversation talk = shake_hands(client, server);
    EXPECT_EQ(talk.is_open(), !GetParam().group.empty());
    EXPECT_EQ(std::ranges::count_if(talk.from_client, is_client_hello), GetParam().retried ? 2 : 1);
    if (!talk.is_open()) {
      server.expect_end_reason(refuse(Alert::handshake_failure, Reason::no_common_group));
      continue;
    }
    EXPECT_EQ(named_group(client), GetParam().group);
    EXPECT_EQ(named_group(server), GetParam().group);
    EXPECT_EQ(carry(client, server, text("question")), text("question"));
    EXPECT_EQ(carry(server, client, text("answer")), text("answer"));
  }
}

INSTANTIATE_TEST_SUITE_P(All, GroupsOfCards, testing::ValuesIn(kPairs), case_name<PairCase>);

class NamedGroupObject : public NeedsX25519<> {};

TEST_F(NamedGroupObject, IsThereWhileTheSessionIsOpen) {
  ServerMeeting at(options_with(Role::server, kAllModes, {&kX25519, &kSecp256r1}));
  EXPECT_EQ(named_group(at.card()), "0000");  // the hellos have settled it, the session is not open
  at.expect_open(at.play(at.flight()));
  EXPECT_EQ(named_group(at.card()), "0017");
  EXPECT_EQ(at.card().transmit("00CA010502").data, from_hex("0017"));
  EXPECT_EQ(at.card().transmit("00CA010503").status, sw::join(sw::kRetry, 2));
  EXPECT_EQ(at.card().transmit("00CA0105").status, sw::kWrongLength);
  at.card().exchange(Buffer{1, 0, 21}, p1::kEncrypt);  // one direction is open still
  EXPECT_EQ(named_group(at.card()), "0017");
  at.card().exchange(at.client().seal(ContentType::alert, Buffer{1, 0}), p1::kDecrypt);
  EXPECT_EQ(named_group(at.card()), "0000");
}

// Server ------------------------------------------------------------------------------------------

/// A server's card of both groups and a client with X25519.
struct X25519Client {
  explicit X25519Client(const Modes& modes, const Groups& groups = {&kSecp256r1, &kX25519})
      : at(options_with(Role::server, modes, groups), ServerMeeting::Begun{}) {
    at.client().use_group(kX25519);
  }
  HelloSpec hello(const std::vector<uint16_t>& groups = {0x1d, 0x17}) {
    HelloSpec spec = at.hello();
    spec.set(supported_groups, groups_extension(groups));
    return spec;
  }

  ServerMeeting at;
};

class GroupsOfAServer : public NeedsX25519<> {};

TEST_F(GroupsOfAServer, TheClientsShareSparesARoundTrip) {
  for (const Modes& modes : {kPskOnly, kCertificateOnly, kMutualOnly, kAllModes}) {
    X25519Client x25519(modes);
    ASSERT_EQ(x25519.at.say(x25519.hello()).status, sw::kOk);
    EXPECT_FALSE(x25519.at.client().saw_hello_retry_request());
    x25519.at.expect_open(x25519.at.play(x25519.at.flight()));
    EXPECT_EQ(named_group(x25519.at.card()), "001D");
  }
}

TEST_F(GroupsOfAServer, ItsFirstThatTheClientSupportsIsAskedFor) {
  const struct {
    Groups groups;
    std::vector<uint16_t> supported;
    const NamedGroup& asked_for;
  } all[] = {
      {{&kX25519, &kSecp256r1}, {0x18, 0x17, 0x1d}, kX25519},
      {{&kSecp256r1, &kX25519}, {0x18, 0x1d, 0x17}, kSecp256r1},
      {{&kSecp256r1, &kX25519}, {0x18, 0x1d}, kX25519},
      {{&kX25519}, {0x17, 0x1d}, kX25519},
  };
  for (const auto& [groups, supported, asked_for] : all) {
    for (const Modes& modes : {kPskOnly, kCertificateOnly, kAllModes}) {
      X25519Client x25519(modes, groups);
      HelloSpec hello = x25519.hello(supported);
      hello.set(key_share, {0, 5, 0, 0x18, 0, 1, 4});  // of a group that it has not
      const Answer retry = x25519.at.say(hello);
      ASSERT_TRUE(x25519.at.client().saw_hello_retry_request());
      Buffer selected_group;
      append_u16(selected_group, asked_for.id);
      EXPECT_TRUE(same_bytes(Bytes(retry.data).last(2), selected_group));
      x25519.at.client().use_group(asked_for);
      ASSERT_EQ(x25519.at.say(x25519.hello(supported)).status, sw::kOk);
      x25519.at.expect_open(x25519.at.play(x25519.at.flight()));
    }
  }
}

TEST_F(GroupsOfAServer, TheSecondHelloHasTheShareThatWasAskedFor) {
  X25519Client x25519(kAllModes, {&kX25519, &kSecp256r1});
  HelloSpec hello = x25519.hello();
  hello.set(key_share, {0, 0});
  x25519.at.say(hello);
  ASSERT_TRUE(x25519.at.client().saw_hello_retry_request());
  x25519.at.client().use_group(kSecp256r1);
  x25519.at.expect_refused(x25519.at.say(x25519.hello()),
                           refuse(Alert::illegal_parameter, Reason::share_missing));
}

struct ShareCase : Named {
  void (*change)(Buffer& key_share);  // of one share of x25519: 00 24 00 1D 00 20, and 32 bytes
  Alert expected;
};

constexpr Alert kWrongSize = refuse(Alert::illegal_parameter, Reason::share_of_wrong_size);
constexpr Alert kInvalid = refuse(Alert::illegal_parameter, Reason::share_invalid);

void resize_share(Buffer& key_share, uint8_t size) {
  key_share.resize(2 + 4 + size, 9);
  key_share[1] = static_cast<uint8_t>(4 + size);
  key_share[5] = size;
}

const ShareCase kShareCases[] = {
    {"of 31 bytes", [](auto& share) { resize_share(share, 31); }, kWrongSize},
    {"of 33 bytes", [](auto& share) { resize_share(share, 33); }, kWrongSize},
    {"of 65 bytes", [](auto& share) { resize_share(share, 65); }, kWrongSize},
    {"of one byte", [](auto& share) { resize_share(share, 1); }, kWrongSize},
    {"of nothing", [](auto& share) { resize_share(share, 0); }, kMalformed},
    {"of zeros", [](auto& share) { std::fill_n(share.begin() + 6, 32, 0); }, kInvalid},
    {"of small order",
     [](auto& share) {
       std::fill_n(share.begin() + 6, 32, 0);
       share[6] = 1;
     },
     kInvalid},
    {"under another groups name", [](auto& share) { share[3] = 0x17; }, kWrongSize},
};

class ShareOfX25519 : public NeedsX25519<testing::TestWithParam<ShareCase>> {};

TEST_P(ShareOfX25519, IsRefused) {
  for (const Modes& modes : {kPskOnly, kCertificateOnly, kAllModes}) {
    X25519Client x25519(modes);
    HelloSpec hello = x25519.hello();
    GetParam().change(hello.extension(key_share).data);
    x25519.at.expect_refused(x25519.at.say(hello), GetParam().expected);
  }
}

INSTANTIATE_TEST_SUITE_P(All, ShareOfX25519, testing::ValuesIn(kShareCases), case_name<ShareCase>);

// Client ------------------------------------------------------------------------------------------

class GroupsOfAClient : public NeedsX25519<> {};

TEST_F(GroupsOfAClient, AreOfferedWithAShareOfTheFirst) {
  for (const Groups& groups : {Groups{&kX25519, &kSecp256r1}, Groups{&kSecp256r1, &kX25519}}) {
    ClientMeeting at(Mode::psk, options_with(Role::client, kAllModes, groups));
    ReadHello hello = at.server().hellos()[0];
    EXPECT_EQ(hello.extension(supported_groups).data,
              groups_extension({groups[0]->id, groups[1]->id}));
    const Buffer& shares = hello.extension(key_share).data;
    EXPECT_EQ(shares.size(), 2u + 4u + groups[0]->client_share_size);
    EXPECT_EQ(load_u16(&shares[2]), groups[0]->id);
  }
}

TEST_F(GroupsOfAClient, TheSecondIsSentWhenItIsAskedFor) {
  for (const bool has_cookie : {false, true}) {
    for (const Mode mode : kEachMode) {
      ClientMeeting at(mode, options_with(Role::client, kAllModes, {&kSecp256r1, &kX25519}));
      at.server().use_group(kX25519);
      ServerHelloSpec retry = at.server().retry();  // with a cookie
      retry.add(key_share, {0, 0x1d});
      if (!has_cookie) retry.remove(cookie);
      at.expect_retry(retry, Alert::none);
      EXPECT_EQ(named_group(at.card()), "001D");
    }
  }
}

TEST_F(GroupsOfAClient, OneThatWasNotOfferedIsNotSelected) {
  for (const auto& [own, others] : {std::pair{&kSecp256r1, &kX25519}, {&kX25519, &kSecp256r1}}) {
    CardDriver client(options_with(Role::client, kPskOnly, {own}));
    const Answer hello = client.send(client.reset());
    TestServer server({});
    server.use_group(*others);
    server.read_flight(hello.data);
    ServerHelloSpec retry = server.retry();
    Buffer selected_group;
    append_u16(selected_group, others->id);
    retry.add(key_share, selected_group);
    const Answer answer =
        client.exchange(plain_record(ContentType::handshake, server.hello_retry_request(retry)));
    EXPECT_EQ(server.alert_in(answer.data), Alert::illegal_parameter);
  }
}

/// It was offered, but without a share.
TEST_F(GroupsOfAClient, TheSecondIsNotAnsweredAtOnce) {
  for (const Mode mode : kEachMode) {
    ClientMeeting at(mode, options_with(Role::client, kAllModes, {&kSecp256r1, &kX25519}));
    FlightSpec flight = at.flight();
    flight.hello.set(key_share, {0, 0x1d, 0, 32});
    flight.hello.extension(key_share).data.resize(4 + 32, 9);
    at.expect_refused(at.play(flight), refuse(Alert::illegal_parameter, Reason::share_not_offered));
  }
}

TEST_F(GroupsOfAClient, TheFirstIsNotAnsweredOnceTheSecondWasAskedFor) {
  ClientMeeting at(Mode::psk, options_with(Role::client, kPskOnly, {&kSecp256r1, &kX25519}));
  at.server().use_group(kX25519);
  ServerHelloSpec retry = at.server().retry();
  retry.add(key_share, {0, 0x1d});
  at.retry(retry);
  FlightSpec flight = at.flight();
  flight.hello.extension(key_share).data[1] = 0x17;
  at.expect_refused(at.play(flight), refuse(Alert::illegal_parameter, Reason::share_not_offered));
}

const ShareCase kServerShareCases[] = {
    // As above, without the length in front.
    {"of 31 bytes",
     [](auto& share) {
       share.pop_back();
       share[3] = 31;
     },
     kWrongSize},
    {"of 33 bytes",
     [](auto& share) {
       share.push_back(9);
       share[3] = 33;
     },
     kWrongSize},
    {"of nothing",
     [](auto& share) {
       share.resize(4);
       share[3] = 0;
     },
     kWrongSize},
    {"of zeros", [](auto& share) { std::fill_n(share.begin() + 4, 32, 0); }, kInvalid},
};

class ServersShareOfX25519 : public NeedsX25519<testing::TestWithParam<ShareCase>> {};

TEST_P(ServersShareOfX25519, IsRefused) {
  for (const Mode mode : kEachMode) {
    CardDriver client(options_with(Role::client, kAllModes, {&kX25519}));
    const Answer hello = client.send(client.reset());
    TestServer server({.mode = mode, .identity = &credentials().server});
    server.use_group(kX25519);
    server.read_flight(hello.data);
    ServerHelloSpec spec = server.flight().hello;
    GetParam().change(spec.extension(key_share).data);
    const Answer answer =
        client.exchange(plain_record(ContentType::handshake, server.server_hello(spec)));
    EXPECT_EQ(answer.status, sw::kClose);
    EXPECT_EQ(server.alert_in(answer.data), Alert::illegal_parameter);
    client.expect_end_reason(GetParam().expected);
    for (const Buffer& secret : server.secrets()) EXPECT_FALSE(client.memory_holds(secret));
  }
}

INSTANTIATE_TEST_SUITE_P(All, ServersShareOfX25519, testing::ValuesIn(kServerShareCases),
                         case_name<ShareCase>);

// Platform ----------------------------------------------------------------------------------------

/// One that is no more careful than it must be, or does not know X25519 at all.
class X25519Crypto final : public WatchedCrypto {
 public:
  CryptoStatus x25519_generate(KeyPairSlot slot,
                               std::span<uint8_t, kX25519Size> public_key) override {
    return offers ? WatchedCrypto::x25519_generate(slot, public_key)
                  : Crypto::x25519_generate(slot, public_key);
  }
  CryptoStatus x25519_agree(KeyPairSlot, std::span<const uint8_t, kX25519Size>,
                            std::span<uint8_t, kX25519Size> secret) override {
    wipe(secret);
    return CryptoStatus::done;
  }
  bool offers = true;
};

class SharedSecretOfZeros : public NeedsX25519<> {};

TEST_F(SharedSecretOfZeros, IsRefusedWhateverThePlatformSays) {
  X25519Crypto crypto;
  CardDriver::Options options = options_with(Role::server, kPskOnly, {&kSecp256r1, &kX25519});
  options.crypto = &crypto;
  ServerMeeting at(options, ServerMeeting::Begun{});
  at.client().use_group(kX25519);
  HelloSpec hello = at.hello();
  hello.set(supported_groups, groups_extension({0x1d}));
  at.expect_refused(at.say(hello), kInvalid);
}

class PlatformWithoutX25519 : public NeedsX25519<> {};

TEST_F(PlatformWithoutX25519, IsAnInternalError) {
  constexpr Alert kFailed = refuse(Alert::internal_error, Reason::platform_failed);
  X25519Crypto crypto;
  crypto.offers = false;
  for (const Role role : {Role::client, Role::server}) {
    CardDriver::Options options = options_with(role, kPskOnly, {&kSecp256r1, &kX25519});
    options.crypto = &crypto;
    if (role == Role::server) {
      ServerMeeting at(options, ServerMeeting::Begun{});
      at.client().use_group(kX25519);
      HelloSpec hello = at.hello();
      hello.set(supported_groups, groups_extension({0x1d}));
      at.expect_refused(at.say(hello), kFailed);
      continue;
    }
    ClientMeeting at(Mode::psk, options);
    ServerHelloSpec retry = at.server().retry();
    retry.add(key_share, {0, 0x1d});
    at.expect_refused(at.retry(retry), kFailed);
  }
}

}  // namespace
}  // namespace tls_se::test

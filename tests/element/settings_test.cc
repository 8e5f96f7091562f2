// What a card is for is its program's to say: settings that ask for more, or lack what they need,
// are refused at RESET, and nobody is let in. So it is with objects that are built in, which nobody
// has checked; a card that is personalised refuses them when they are put (tests/smart_card).
#include <gtest/gtest.h>

#include "built_in_objects.h"
#include "credentials.h"
#include "journey.h"

namespace tls_se::test {
namespace {

CardDriver::Options with_program(CardDriver::Options options, const Program& program) {
  options.program = &program;
  return options;
}

/// An applet over settings that its owner can change.
class BuiltInCard {
 public:
  BuiltInCard(const CardProfile& profile, const Program& program,
              CardSettings (*change)(CardSettings) = nullptr)
      : objects(profile, crypto_, &signatures_, program),
        settings(change == nullptr ? objects.settings() : change(objects.settings())),
        applet_(crypto_, settings, nullptr, handshake_, memory_) {
    applet_.power_up();
    crypto_.use_keys(&objects);
    signatures_.use_keys(&objects);
  }

  Answer transmit(Bytes command) {
    Buffer response(kMaxShortResponse);
    const Response result = applet_.process(command, response);
    response.resize(result.size);
    return {.data = response, .status = result.status};
  }
  Answer transmit(std::string_view hex) { return transmit(from_hex(hex)); }
  StatusWord reset() { return transmit("00D8000100").status; }

 private:
  WatchedCrypto crypto_;
  HostSignatures signatures_;

 public:
  BuiltInObjects objects;
  CardSettings settings;

 private:
  HandshakeMemory handshake_{crypto_};
  std::array<uint8_t, 2048> memory_;
  Applet applet_;
};

void expect_refused(BuiltInCard& card) {
  EXPECT_EQ(card.reset(), sw::kFunctionNotSupported);
  EXPECT_EQ(card.transmit("00D80003051603010001").status, sw::kConditionsNotSatisfied);
  EXPECT_EQ(card.transmit("00C0000000").status, sw::kConditionsNotSatisfied);
  EXPECT_EQ(card.transmit("00CA010200").data, (Buffer{3, 0, 0}));  // closed
  EXPECT_EQ(card.transmit("00CA010100").data, (Buffer{0, 0, 0}));
}

TEST(Settings, OfModesThatTheProgramDoesNotServeAreRefused) {
  const struct {
    Role role;
    Modes modes;
    const Program& program;
  } all[] = {
      // A client without a certificate was let in here.
      {Role::server, kMutualOnly, programs::kServerCertificate},
      {Role::server, kCertificateModes, programs::kServerCertificate},
      {Role::server, kAllModes, programs::kServerMutual},
      {Role::server, kCertificateOnly, programs::kServerPsk},
      {Role::server, {Mode::psk, Mode::mutual}, programs::kServerPsk},
      // The table of this program's lists was read beyond its end here, on a message of the peer's.
      {Role::client, {Mode::psk, Mode::certificate}, programs::kClientPsk},
      {Role::client, kMutualOnly, programs::kClientCertificate},
      {Role::client, kPskOnly, programs::kClientCertificate},
  };
  for (const auto& [role, modes, program] : all) {
    BuiltInCard card(options_of(role, modes), program);
    expect_refused(card);
  }
}

TEST(Settings, OfNoModeAreRefused) {
  for (const Role role : {Role::server, Role::client}) {
    BuiltInCard card(options_of(role, Modes()),
                     role == Role::server ? programs::kServer : programs::kClient);
    expect_refused(card);
  }
}

TEST(Settings, OfFewerModesThanTheProgramsAreTaken) {
  for (const Modes& modes : {kPskOnly, kCertificateOnly, kMutualOnly, kCertificateModes}) {
    ServerMeeting server(with_program(options_of(Role::server, modes), programs::kServer));
    server.expect_open(server.play(server.flight()));
    const Mode mode = modes.has(Mode::psk)      ? Mode::psk
                      : modes.has(Mode::mutual) ? Mode::mutual
                                                : Mode::certificate;
    ClientMeeting client(mode, with_program(options_of(Role::client, modes), programs::kClient));
    client.expect_open(client.play(client.flight()));
  }
}

TEST(Settings, ThatLackWhatAModeNeedsAreRefused) {
  const struct {
    const char* what;
    Role role;
    Modes modes;
    void (*change)(CardDriver::Options&);
  } all[] = {
      {"a client's PSKs", Role::client, kPskOnly, [](auto& o) { o.psks.clear(); }},
      {"a client's suites", Role::client, kPskOnly, [](auto& o) { o.cipher_suites.clear(); }},
      {"a client's groups", Role::client, kCertificateOnly, [](auto& o) { o.groups.clear(); }},
      {"a client's chain", Role::client, kAllModes, [](auto& o) { o.certificate_chain.clear(); }},
      {"a client's anchors", Role::client, kCertificateOnly,
       [](auto& o) { o.trust_anchors.clear(); }},
      {"a server's PSKs", Role::server, kAllModes, [](auto& o) { o.psks.clear(); }},
      {"a server's suites", Role::server, kCertificateOnly,
       [](auto& o) { o.cipher_suites.clear(); }},
      {"a server's groups", Role::server, kCertificateOnly, [](auto& o) { o.groups.clear(); }},
      {"a server's anchors", Role::server, kMutualOnly, [](auto& o) { o.trust_anchors.clear(); }},
      {"a server's chain", Role::server, kCertificateOnly,
       [](auto& o) { o.certificate_chain.clear(); }},
      {"a server's chain, beside PSKs", Role::server, kAllModes,
       [](auto& o) { o.certificate_chain.clear(); }},
  };
  for (const auto& [what, role, modes, change] : all) {
    SCOPED_TRACE(what);
    CardDriver::Options options = options_of(role, modes);
    change(options);
    BuiltInCard card(options, smallest_program(role, modes));
    expect_refused(card);
  }
}

TEST(Settings, AreLookedUpAtReset) {
  BuiltInCard card(options_of(Role::server, kAllModes), programs::kServer,
                   [](CardSettings settings) {
                     settings.tls.circumstances = nullptr;
                     return settings;
                   });
  EXPECT_EQ(card.reset(), sw::kFunctionNotSupported);
  card.settings = card.objects.settings();
  EXPECT_EQ(card.reset(), sw::kOk);
  card.settings.program = &programs::kServerPsk;
  EXPECT_EQ(card.reset(), sw::kFunctionNotSupported);
  card.settings.tls.modes = Mode::psk;
  EXPECT_EQ(card.reset(), sw::kOk);
  card.settings.tls.certificates.signatures = nullptr;  // of no use to it
  EXPECT_EQ(card.reset(), sw::kOk);
  card.settings.program = &programs::kServer;
  EXPECT_EQ(card.reset(), sw::kOk);
  card.settings.tls.modes = kAllModes;
  EXPECT_EQ(card.reset(), sw::kFunctionNotSupported);
  // So it is with a role.
  card.settings = card.objects.settings();
  card.settings.program = &programs::kClient;
  EXPECT_TRUE(sw::is_more(card.reset()));
  card.settings.program = &programs::kServer;
  EXPECT_EQ(card.reset(), sw::kOk);
}

/// Programs like this one do not compile if they are checked as those of programs.h are.
TEST(Program, WithoutARowThatItNeedsIsAnInternalError) {
  std::vector<Row> rows(programs::kServer.rows.begin(), programs::kServer.rows.end());
  std::erase_if(rows, [](const Row& row) { return row.id == MessageId::certificate_request; });
  Program program = programs::kServer;
  program.rows = rows;
  CardDriver card(with_program(options_of(Role::server, kMutualOnly), program));
  TestClient client;
  const Answer got = card.exchange(client.client_hello_record(client.hello_for_certificate()));
  EXPECT_EQ(got.status, sw::kClose);
  card.expect_end_reason(refuse(Alert::internal_error, Reason::program_incomplete));
}

/// A client that shows no certificate needs no CertificateVerify, nor is its change_cipher_spec a
/// row; a server that lacks either would let in whoever has a copy of a certificate.
TEST(Program, MayLackRowsThatAreOptional) {
  for (const MessageId id :
       {MessageId::server_change_cipher_spec, MessageId::client_certificate_verify}) {
    EXPECT_EQ(programs::kClientPsk.row_of(id), nullptr);
    EXPECT_TRUE(is_optional(Role::client, id));
    EXPECT_FALSE(is_optional(Role::server, id));
    std::vector<Row> rows(programs::kServerMutual.rows.begin(), programs::kServerMutual.rows.end());
    std::erase_if(rows, [&](const Row& row) { return row.id == id; });
    Program program = programs::kServerMutual;
    program.rows = rows;
    CardDriver card(with_program(options_of(Role::server, kMutualOnly), program));
    TestClient client;
    HelloSpec hello = client.hello_for_certificate();
    hello.session_id = Buffer(32, 1);
    Answer got = card.exchange(client.client_hello_record(hello));
    if (got.status == sw::kOk) {
      client.read_flight(got.data);
      const Identity& identity = credentials().client;
      const Buffer certificate = client.certificate({{}, {{identity.certificate, {}}}});
      got = card.exchange(client.seal(ContentType::handshake, certificate));
    }
    EXPECT_EQ(got.status, sw::kClose);
    card.expect_end_reason(refuse(Alert::internal_error, Reason::program_incomplete));
  }
}

}  // namespace
}  // namespace tls_se::test

// Check-Certificate, Check-CertificateVerify and Check-Finished, in clients and servers: RFC 8446
// sections 4.4.2, 4.4.3 and 4.4.4.
#include <gtest/gtest.h>

#include "meeting.h"
#include "named_case.h"
#include "refusals.h"
#include "test_signature.h"

namespace tls_se::test {
namespace {

using enum ExtensionType;

std::unique_ptr<Meeting> meeting_of(Role card) {
  if (card == Role::client) return std::make_unique<ClientMeeting>(Mode::mutual);
  return std::make_unique<ServerMeeting>(kMutualOnly);
}

struct FlightCase : Named {
  void (*change)(FlightSpec&);
  Alert by_client = Alert::none;  // none: the session opens
  Alert by_server = by_client;
};

CertificateEntry& leaf(FlightSpec& flight) { return flight.certificate->certificate_list[0]; }
void extend_leaf(FlightSpec& flight, ExtensionType type, Buffer data) {
  leaf(flight).extensions.push_back({static_cast<uint16_t>(type), std::move(data)});
}
void add_certificates(FlightSpec& flight, size_t count, const Buffer& cert_data) {
  flight.certificate->certificate_list.insert(flight.certificate->certificate_list.end(), count,
                                              {cert_data, {}});
}
/// A leaf that needs the intermediate, which comes `position`-th.
void show_longer_chain(FlightSpec& flight, size_t position) {
  static const Authority between("Between", credentials().root);
  static const Identity identity = between.issue();
  leaf(flight).cert_data = identity.certificate;
  flight.verify->private_key_pem = identity.private_key_pem;
  add_certificates(flight, position - 1, credentials().server.certificate);
  add_certificates(flight, 1, between.own().certificate);
}
void show(FlightSpec& flight, const Identity& identity) {
  leaf(flight).cert_data = identity.certificate;
  flight.verify->private_key_pem = identity.private_key_pem;
}
void show_new(FlightSpec& flight, const CertificateSpec& spec) {
  show(flight, credentials().root.issue(spec));
}

const FlightCase kFlightCases[] = {
    {"as it should be", [](auto&) {}},
    // section 4.4.2
    {"no certificate",
     [](auto& f) {
       f.certificate->certificate_list.clear();
       f.verify.reset();
     },
     refuse(Alert::decode_error, Reason::certificate_missing),
     refuse(Alert::certificate_required, Reason::certificate_missing)},
    {"a context", [](auto& f) { f.certificate->certificate_request_context = {1}; },
     refuse(Alert::illegal_parameter, Reason::request_context)},
    {"an empty certificate", [](auto& f) { leaf(f).cert_data.clear(); }, kMalformed},
    {"an empty certificate behind a good one",
     [](auto& f) { f.certificate->certificate_list.push_back({}); }, kMalformed},
    {"an OCSP response that was not asked for",
     [](auto& f) {
       extend_leaf(f, status_request, {1, 0, 0, 1, 0});
     },
     kExtensionUnsolicited},
    {"timestamps that were not asked for",
     [](auto& f) {
       extend_leaf(f, signed_certificate_timestamp, {0, 3, 0, 1, 0});
     },
     kExtensionUnsolicited},
    {"an unknown extension", [](auto& f) { extend_leaf(f, ExtensionType{0x1a1a}, {}); },
     kExtensionUnsolicited},
    {"an extension that belongs elsewhere", [](auto& f) { extend_leaf(f, key_share, {}); },
     kExtensionOutOfPlace},
    {"an extension twice",
     [](auto& f) {
       extend_leaf(f, status_request, {});
       extend_leaf(f, status_request, {});
     },
     kExtensionTwice},
    {"an extension of a certificate that nobody needs",
     [](auto& f) {
       f.certificate->certificate_list.push_back({{0x30, 0}, {{0x1a1a, {}}}});
     },
     kExtensionUnsolicited},
    {"nine certificates",
     [](auto& f) {
       add_certificates(f, 8, {0x30, 0});
     }},
    {"fifty certificates",
     [](auto& f) {
       add_certificates(f, 49, {0x30, 0});
     }},
    {"the issuer is the second", [](auto& f) { show_longer_chain(f, 1); }},
    {"the issuer is the eighth", [](auto& f) { show_longer_chain(f, 7); }},
    {"the issuer is the ninth", [](auto& f) { show_longer_chain(f, 8); },
     refuse(Alert::unknown_ca, Reason::no_trust_anchor)},
    {"a certificate that is none",
     [](auto& f) {
       leaf(f).cert_data = {0x30, 0};
     },
     refuse(Alert::bad_certificate, Reason::certificate_malformed)},
    {"a certificate that is cut", [](auto& f) { leaf(f).cert_data.pop_back(); },
     refuse(Alert::bad_certificate, Reason::certificate_malformed)},
    {"a certificate whose signature is wrong", [](auto& f) { leaf(f).cert_data.back() ^= 1; },
     refuse(Alert::bad_certificate, Reason::certificate_signature)},
    {"a stranger's certificate", [](auto& f) { show(f, Authority("Another root").issue()); },
     refuse(Alert::unknown_ca, Reason::no_trust_anchor)},
    {"a certificate for another usage",
     [](auto& f) { show_new(f, {.extended_key_usage = "codeSigning"}); },
     refuse(Alert::unsupported_certificate, Reason::certificate_usage)},
    {"a certificate that may not sign",
     [](auto& f) { show_new(f, {.key_usage = "critical,keyAgreement"}); },
     refuse(Alert::unsupported_certificate, Reason::certificate_usage)},
    {"a certificate for another name",
     [](auto& f) { show_new(f, {.subject_alt_name = "DNS:other.example"}); },
     refuse(Alert::certificate_unknown, Reason::certificate_name), Alert::none},
    // section 4.4.3
    {"rsa_pss_rsae_sha256", [](auto& f) { f.verify->algorithm = 0x0804; },
     refuse(Alert::illegal_parameter, Reason::signature_algorithm)},
    {"ecdsa_secp384r1_sha384", [](auto& f) { f.verify->algorithm = 0x0503; },
     refuse(Alert::illegal_parameter, Reason::signature_algorithm)},
    {"ecdsa_sha1", [](auto& f) { f.verify->algorithm = 0x0203; },
     refuse(Alert::illegal_parameter, Reason::signature_algorithm)},
    {"another key",
     [](auto& f) { f.verify->private_key_pem = credentials().root.own().private_key_pem; },
     refuse(Alert::decrypt_error, Reason::signature_wrong)},
    {"the other side's context string",
     [](auto& f) { f.verify->signer = peer_of(f.verify->signer); },
     refuse(Alert::decrypt_error, Reason::signature_wrong)},
    {"over another transcript",
     [](auto& f) {
       f.verify->signature =
           sign(f.verify->private_key_pem, signed_content(f.verify->signer, Sha256Hash{}));
     },
     refuse(Alert::decrypt_error, Reason::signature_wrong)},
    {"an empty signature", [](auto& f) { f.verify->signature = Buffer{}; },
     refuse(Alert::decrypt_error, Reason::signature_wrong)},
    {"a signature of r and s alone", [](auto& f) { f.verify->signature = Buffer(64, 1); },
     refuse(Alert::decrypt_error, Reason::signature_wrong)},
    {"a signature of zeros",
     [](auto& f) { f.verify->signature = Buffer{0x30, 6, 2, 1, 0, 2, 1, 0}; },
     refuse(Alert::decrypt_error, Reason::signature_wrong)},
    {"a signature with a tail",
     [](auto& f) { f.verify->signature = Buffer{0x30, 6, 2, 1, 1, 2, 1, 1, 0}; },
     refuse(Alert::decrypt_error, Reason::signature_wrong)},
    {"no CertificateVerify", [](auto& f) { f.verify.reset(); }, kMessageOutOfPlace},
    {"no Certificate", [](auto& f) { f.certificate.reset(); }, kMessageOutOfPlace},
};

class PeerCertificate : public testing::TestWithParam<FlightCase> {};

TEST_P(PeerCertificate, IsJudged) {
  for (const Role card : {Role::client, Role::server}) {
    const auto at = meeting_of(card);
    FlightSpec flight = at->flight();
    GetParam().change(flight);
    at->expect_outcome(at->play(flight),
                       card == Role::client ? GetParam().by_client : GetParam().by_server);
  }
}

INSTANTIATE_TEST_SUITE_P(All, PeerCertificate, testing::ValuesIn(kFlightCases),
                         case_name<FlightCase>);

/// One message of the peer's, changed in its bytes.
struct BytesCase : Named {
  HandshakeType type;
  void (*change)(Buffer& body);
  Alert expected;
};

const BytesCase kBytesCases[] = {
    {"Certificate with a tail", HandshakeType::certificate, [](auto& b) { b.push_back(0); },
     kMalformed},
    {"Certificate without its end", HandshakeType::certificate, [](auto& b) { b.pop_back(); },
     kMalformed},
    {"Certificate whose list is longer than it says", HandshakeType::certificate,
     [](auto& b) { --b[3]; }, kMalformed},
    {"Certificate whose list is shorter than it says", HandshakeType::certificate,
     [](auto& b) { ++b[3]; }, kMalformed},
    {"Certificate with an entry without extensions", HandshakeType::certificate,
     [](auto& b) {
       b.resize(b.size() - 2);
       b[2] = static_cast<uint8_t>((b.size() - 4) >> 8);
       b[3] = static_cast<uint8_t>(b.size() - 4);
     },
     kMalformed},
    {"Certificate whose first is longer than the list", HandshakeType::certificate,
     [](auto& b) { b[4] = 1; }, kMalformed},
    {"empty Certificate", HandshakeType::certificate, [](auto& b) { b.clear(); }, kMalformed},
    {"CertificateVerify with a tail", HandshakeType::certificate_verify,
     [](auto& b) { b.push_back(0); }, kMalformed},
    {"CertificateVerify that is cut", HandshakeType::certificate_verify,
     [](auto& b) { b.pop_back(); }, kMalformed},
    {"CertificateVerify of a scheme alone", HandshakeType::certificate_verify,
     [](auto& b) { b.resize(2); }, kMalformed},
    {"CertificateVerify with a bit turned", HandshakeType::certificate_verify,
     [](auto& b) { b.back() ^= 1; }, refuse(Alert::decrypt_error, Reason::signature_wrong)},
    {"wrong Finished", HandshakeType::finished, [](auto& b) { b[31] ^= 1; },
     refuse(Alert::decrypt_error, Reason::finished_wrong)},
    {"Finished of zeros", HandshakeType::finished, [](auto& b) { b.assign(32, 0); },
     refuse(Alert::decrypt_error, Reason::finished_wrong)},
    {"short Finished", HandshakeType::finished, [](auto& b) { b.pop_back(); }, kMalformed},
    {"long Finished", HandshakeType::finished, [](auto& b) { b.push_back(0); }, kMalformed},
};

class PeerBytes : public testing::TestWithParam<BytesCase> {};

TEST_P(PeerBytes, AreJudged) {
  for (const Role card : {Role::client, Role::server}) {
    const auto at = meeting_of(card);
    at->peer().edit = [](HandshakeType type, Buffer& body) {
      if (type == GetParam().type) GetParam().change(body);
    };
    at->expect_refused(at->play(at->flight()), GetParam().expected);
  }
}

INSTANTIATE_TEST_SUITE_P(All, PeerBytes, testing::ValuesIn(kBytesCases), case_name<BytesCase>);

TEST(ClientCertificate, ComesInAnyRecords) {
  for (const Packing packing :
       {Packing::each, Packing::together, Packing::bytes, Packing::padded}) {
    ServerMeeting at(kMutualOnly);
    at.expect_open(at.play(at.flight(), packing));
    EXPECT_EQ(at.session_parameters(), "03011304");
  }
}

TEST(ClientCertificate, MayBeLeftOutWhereTheServerDoesWithout) {
  for (const Modes& modes : {kCertificateModes, kCertificateOnly}) {
    ServerMeeting at(modes);
    FlightSpec flight = at.flight();
    EXPECT_EQ(flight.certificate.has_value(), modes.has(Mode::mutual));
    if (flight.certificate) flight.certificate->certificate_list.clear();
    flight.verify.reset();
    at.expect_open(at.play(flight));
    EXPECT_EQ(at.session_parameters(), modes.has(Mode::mutual) ? "03021304" : "02001304");
  }
}

TEST(ClientCertificate, ThatIsEmptyHasNoCertificateVerifyBehindIt) {
  ServerMeeting at(kCertificateModes);
  FlightSpec flight = at.flight();
  flight.certificate->certificate_list.clear();
  at.expect_refused(at.play(flight), kMessageOutOfPlace);
}

TEST(ServerCertificate, IsNotTakenFromAServerThatNobodyHasNamed) {
  CardDriver::Options options = options_of(Role::client, kCertificateOnly);
  options.server_name.clear();
  ClientMeeting at(Mode::certificate, options);
  EXPECT_EQ(at.server().refusal_in(at.play(at.flight()).data, at.card()),
            refuse(Alert::certificate_unknown, Reason::server_unnamed));
}

}  // namespace
}  // namespace tls_se::test

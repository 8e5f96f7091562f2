// The ordered lists, built anew from RFC 8446 Appendix A and compared. One walk along the graphs
// gives the messages of both sides; A.1 (the client's) and A.2 (the server's) name the same ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "se/tls_state_machine/programs.h"

namespace tls_se::test {
namespace {

using enum MessageId;

struct Choices {
  Mode mode;
  bool hello_retry_request;
};

/// START, RECVD_CH, NEGOTIATED, WAIT_FLIGHT2, WAIT_CERT, WAIT_CV, WAIT_FINISHED, CONNECTED.
std::vector<MessageId> walk_appendix_a(Choices choices) {
  std::vector<MessageId> messages;
  bool retry_left = choices.hello_retry_request;
  bool ccs_sent = false;
  // "immediately after its first handshake message" (section D.4)
  const auto send_first = [&](MessageId id) {
    messages.push_back(id);
    if (!ccs_sent) messages.push_back(server_change_cipher_spec);
    ccs_sent = true;
  };
  for (;;) {
    messages.push_back(client_hello);  // START --Recv ClientHello--> RECVD_CH
    if (!retry_left) break;            // RECVD_CH --Select parameters--> NEGOTIATED
    retry_left = false;
    send_first(hello_retry_request);  // RECVD_CH --Send HelloRetryRequest--> START
  }
  send_first(server_hello);                  // NEGOTIATED: Send ServerHello, K_send = handshake
  messages.push_back(encrypted_extensions);  // Send EncryptedExtensions
  const bool client_auth = choices.mode == Mode::mutual;
  if (client_auth) messages.push_back(certificate_request);  // [Send CertificateRequest]
  if (choices.mode != Mode::psk) {  // Send [CertificateRequest +] Certificate + CertificateVerify
    messages.push_back(server_certificate);
    messages.push_back(server_certificate_verify);
  }
  messages.push_back(server_finished);  // Send Finished, K_send = application
  if (client_auth) {
    messages.push_back(client_certificate);         // WAIT_CERT --Recv Certificate--> WAIT_CV
    messages.push_back(client_certificate_verify);  // WAIT_CV: not behind an empty Certificate
  }
  messages.push_back(client_finished);  // no 0-RTT: WAIT_FINISHED
  messages.push_back(end);              // Recv Finished, K_recv = application: CONNECTED
  return messages;
}

std::vector<MessageId> list_of(const Program& program, Choices choices) {
  const size_t index =
      2 * static_cast<size_t>(choices.mode) + (choices.hello_retry_request ? 1 : 0);
  std::vector<MessageId> list;
  for (const MessageId* at = program.lists[index];; ++at) {
    list.push_back(*at);
    if (*at == end) return list;
  }
}

constexpr Choices kAll[] = {{Mode::psk, false},         {Mode::psk, true},
                            {Mode::certificate, false}, {Mode::certificate, true},
                            {Mode::mutual, false},      {Mode::mutual, true}};

struct Kind {
  const char* name;
  const Program& program;
  Role role;
  bool psk, certificate, mutual;  // modes that it can come to
};
const Kind kKinds[] = {
    {"server psk", programs::kServerPsk, Role::server, true, false, false},
    {"server certificate", programs::kServerCertificate, Role::server, false, true, false},
    {"server mutual", programs::kServerMutual, Role::server, false, false, true},
    {"server", programs::kServer, Role::server, true, true, true},
    {"client psk", programs::kClientPsk, Role::client, true, false, false},
    {"client certificate", programs::kClientCertificate, Role::client, false, true, true},
    {"client", programs::kClient, Role::client, true, true, true},
};
bool can_come_to(const Kind& kind, Mode mode) {
  return mode == Mode::psk ? kind.psk : mode == Mode::certificate ? kind.certificate : kind.mutual;
}

TEST(Lists, AreThoseOfAppendixA) {
  for (const Kind& kind : kKinds) {
    for (const Choices& choices : kAll) {
      if (!can_come_to(kind, choices.mode)) continue;
      EXPECT_EQ(list_of(kind.program, choices), walk_appendix_a(choices)) << kind.name;
    }
  }
}

// A branch changes the list and not the position: what has been passed is the same in both.
TEST(Lists, AreTheSameUpToTheirBranches) {
  const auto common = [](Choices a, Choices b) {
    const auto first = walk_appendix_a(a);
    const auto second = walk_appendix_a(b);
    return std::ranges::mismatch(first, second).in1 - first.begin();
  };
  for (const Mode mode : {Mode::psk, Mode::certificate, Mode::mutual}) {
    EXPECT_EQ(common({mode, false}, {mode, true}), 1);  // behind ClientHello
  }
  for (const bool retry : {false, true}) {
    const ptrdiff_t behind_encrypted_extensions = retry ? 6 : 4;
    EXPECT_EQ(common({Mode::psk, retry}, {Mode::certificate, retry}), behind_encrypted_extensions);
    EXPECT_EQ(common({Mode::certificate, retry}, {Mode::mutual, retry}),
              behind_encrypted_extensions);
  }
}

TEST(Lists, KeysChangeWhereAppendixASaysSo) {
  for (const Kind& kind : kKinds) {
    for (const Row& row : kind.program.rows) {
      Change expected = Change::none;
      if (row.id == hello_retry_request) expected = Change::turn;
      if (row.id == server_hello) expected = Change::to_handshake;
      if (row.id == server_finished || row.id == client_finished) {
        expected = Change::to_application;
      }
      EXPECT_EQ(row.after, expected) << kind.name << ' ' << static_cast<int>(row.id);
    }
  }
}

// But for change_cipher_spec, which a client leaves out, and for what no mode of the kind holds.
TEST(Lists, EachMessageHasItsRow) {
  for (const Kind& kind : kKinds) {
    std::vector<MessageId> needed;
    for (const Choices& choices : kAll) {
      if (!can_come_to(kind, choices.mode)) continue;
      for (const MessageId id : walk_appendix_a(choices)) needed.push_back(id);
    }
    std::ranges::sort(needed);
    const auto repeated = std::ranges::unique(needed);
    needed.erase(repeated.begin(), repeated.end());
    std::erase(needed, end);
    if (kind.role == Role::client) std::erase(needed, server_change_cipher_spec);
    // A client that has no certificate to show never proves that it is its own.
    if (&kind.program == &programs::kClientCertificate) {
      std::erase(needed, client_certificate_verify);
    }
    std::vector<MessageId> rows;
    for (const Row& row : kind.program.rows) rows.push_back(row.id);
    EXPECT_EQ(rows, needed) << kind.name;
  }
}

TEST(Lists, EachRowIsMadeOrChecked) {
  for (const Kind& kind : kKinds) {
    for (const Row& row : kind.program.rows) {
      EXPECT_NE(row.writer == kind.role ? reinterpret_cast<void*>(row.make)
                                        : reinterpret_cast<void*>(row.check),
                nullptr)
          << kind.name << ' ' << static_cast<int>(row.id);
    }
  }
}

}  // namespace
}  // namespace tls_se::test

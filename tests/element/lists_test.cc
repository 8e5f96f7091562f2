// The ordered lists, built anew from RFC 8446 Appendix A.2 (the server's graph) and compared.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "se/tls_state_machine/programs.h"

namespace tls_se::test {
namespace {

using enum MessageId;

/// Appendix A.2 as edges: START, RECVD_CH, NEGOTIATED, WAIT_FLIGHT2, WAIT_FINISHED, CONNECTED.
struct Choices {
  bool hello_retry_request;
};

std::vector<MessageId> walk_appendix_a2(Choices choices) {
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
  messages.push_back(server_finished);       // [PSK: no certificates] Send Finished, K_send = app
  messages.push_back(client_finished);       // no 0-RTT, no client auth: WAIT_FINISHED
  messages.push_back(end);                   // Recv Finished, K_recv = application: CONNECTED
  return messages;
}

std::vector<MessageId> as_vector(std::span<const MessageId> list) {
  return {list.begin(), list.end()};
}

TEST(Lists, AreThoseOfAppendixA) {
  EXPECT_EQ(as_vector(lists::kPsk), walk_appendix_a2({.hello_retry_request = false}));
  EXPECT_EQ(as_vector(lists::kPskRetry), walk_appendix_a2({.hello_retry_request = true}));
}

TEST(Lists, KeysChangeWhereAppendixASaysSo) {
  for (const Row& row : programs::kServerPsk) {
    KeyChange expected = KeyChange::none;
    if (row.id == server_hello) expected = KeyChange::to_handshake;
    if (row.id == server_finished || row.id == client_finished) {
      expected = KeyChange::to_application;
    }
    EXPECT_EQ(row.after, expected) << static_cast<int>(row.id);
  }
}

TEST(Lists, EachRowOfAServerIsMadeOrChecked) {
  for (const Row& row : programs::kServerPsk) {
    EXPECT_EQ(row.make != nullptr, row.writer == Role::server) << static_cast<int>(row.id);
    EXPECT_EQ(row.check != nullptr, row.writer == Role::client) << static_cast<int>(row.id);
  }
}

}  // namespace
}  // namespace tls_se::test

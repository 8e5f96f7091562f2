// The state machine as data (draft section 3.3): one row for each message, one ordered list of
// messages for each mode. RFC 8446 Appendix A prints the same as graphs.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

enum class MessageId : uint8_t {
  client_hello,
  hello_retry_request,
  server_hello,
  server_change_cipher_spec,
  encrypted_extensions,
  certificate_request,
  server_certificate,
  server_certificate_verify,
  server_finished,
  client_certificate,
  client_certificate_verify,
  client_finished,
  end,  // the list is done: application data
};

/// What changes once a message has been sent or checked; nothing may stand behind it in its record
/// where something does.
enum class Change : uint8_t {
  none,
  turn,            // the other side's answer is due, and may repeat what the message held
  to_handshake,    // both directions, K_recv and K_send = handshake
  to_application,  // K_send of the writer, K_recv of its peer = application
};

using Check = Alert (*)(Session&, const Bytes& message);
using Make = Alert (*)(Session&, Writer& body);

struct Row {
  MessageId id;
  HandshakeType type;  // none: it is a change_cipher_spec
  Role writer;
  Change after;
  /// One of the two, by who the writer is. check judges `message`, which has its handshake header
  /// and is not yet in the transcript; make writes what follows the header, and is called again for
  /// each record that the message takes, if it is protected and too long for one.
  union {
    Check check;
    Make make;
  };
  /// Null, or says whether the message is sent at all.
  bool (*is_due)(const Session&);

  [[nodiscard]] ContentType content_type() const {
    return type == HandshakeType::none ? ContentType::change_cipher_spec : ContentType::handshake;
  }
};

/// What makes a kind of card: its rows, the lists that it can come to, and the few functions that
/// not every kind has. programs.h has them all; a card names one, and the linker drops the rest.
struct Program {
  /// The messages that are made or checked. One in a list that has no row here is never sent.
  std::span<const Row> rows;
  /// By Mode, for each without and with HelloRetryRequest.
  const MessageId* const* lists;
  /// Null, or the client's branches, asked before a message of the server's is held against the
  /// list: they change mode or hello_retried, and so the list. `message` may not be whole yet.
  void (*branch)(Session&, MessageId expected, const Bytes& message);
  /// Null in a server, which is never sent one.
  Alert (*check_new_session_ticket)(const Bytes& message);
};

namespace lists {

using enum MessageId;

// Lists that a branch chooses between are the same up to the branch, so that it changes the list
// and not the position: after ClientHello, at ServerHello and HelloRetryRequest, and at
// CertificateRequest and Certificate.
inline constexpr MessageId kPsk[] = {
    client_hello,    server_hello, server_change_cipher_spec, encrypted_extensions, server_finished,
    client_finished, end};
inline constexpr MessageId kPskRetry[] = {
    client_hello,    hello_retry_request, server_change_cipher_spec,
    client_hello,    server_hello,        encrypted_extensions,
    server_finished, client_finished,     end};
inline constexpr MessageId kCertificate[] = {
    client_hello,         server_hello,       server_change_cipher_spec,
    encrypted_extensions, server_certificate, server_certificate_verify,
    server_finished,      client_finished,    end};
inline constexpr MessageId kCertificateRetry[] = {client_hello,
                                                  hello_retry_request,
                                                  server_change_cipher_spec,
                                                  client_hello,
                                                  server_hello,
                                                  encrypted_extensions,
                                                  server_certificate,
                                                  server_certificate_verify,
                                                  server_finished,
                                                  client_finished,
                                                  end};
inline constexpr MessageId kMutual[] = {client_hello,
                                        server_hello,
                                        server_change_cipher_spec,
                                        encrypted_extensions,
                                        certificate_request,
                                        server_certificate,
                                        server_certificate_verify,
                                        server_finished,
                                        client_certificate,
                                        client_certificate_verify,
                                        client_finished,
                                        end};
inline constexpr MessageId kMutualRetry[] = {client_hello,
                                             hello_retry_request,
                                             server_change_cipher_spec,
                                             client_hello,
                                             server_hello,
                                             encrypted_extensions,
                                             certificate_request,
                                             server_certificate,
                                             server_certificate_verify,
                                             server_finished,
                                             client_certificate,
                                             client_certificate_verify,
                                             client_finished,
                                             end};

// The tables of Program::lists.
inline constexpr const MessageId* kOfPsk[] = {kPsk, kPskRetry};
inline constexpr const MessageId* kOfAll[] = {kPsk,    kPskRetry,   kCertificate, kCertificateRetry,
                                              kMutual, kMutualRetry};

}  // namespace lists
}  // namespace tls_se

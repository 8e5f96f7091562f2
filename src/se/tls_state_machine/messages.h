// The state machine as data (draft section 3.3): one row for each message, one ordered list of
// messages for each mode. RFC 8446 Appendix A prints the same as graphs.
#pragma once

#include "se/tls_lib/record_buffer.h"
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

/// A message that a client's Program needs no row for: the server's change_cipher_spec, which is
/// dropped wherever it may come (RFC 8446 section 5), and its own CertificateVerify, if it has no
/// certificate to show. A server needs all.
[[nodiscard]] constexpr bool is_optional(Role role, MessageId id) {
  if (role == Role::server) return false;
  return id == MessageId::server_change_cipher_spec || id == MessageId::client_certificate_verify;
}

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

/// What makes a kind of card: whom it is for, its rows, and the few functions that not every kind
/// has. programs.h has them all; a card names one, and the linker drops the rest.
struct Program {
  Role role;
  /// A card is personalised for some of these.
  Modes modes;
  /// The messages that are made or checked: all of the lists that it can come to, but for those
  /// that are optional.
  std::span<const Row> rows;
  /// By Mode, for each without and with HelloRetryRequest.
  const MessageId* const* lists;
  /// Null, or whether the settings have what the role needs in their modes.
  bool (*is_complete)(const TlsSettings&);
  /// Null, or the client's branches, asked before a message of the server's is held against the
  /// list: they change mode or negotiated.retried, and so the list. `message` may not be whole yet.
  void (*branch)(Session&, MessageId expected, const Bytes& message);
  /// Null, or sieves a ClientHello as its fragments come (client_hello_sieve.h).
  void (*sieve)(Session&, RecordBuffer&, const Bytes& fragment);
  /// Null in a server, which is sent nothing but KeyUpdate behind the handshake; or what else
  /// comes there (new_session_ticket.h).
  Alert (*check_post_handshake)(const Bytes& held, size_t& ticket_left, size_t& passed);

  [[nodiscard]] constexpr const MessageId* list_of(Mode mode, bool retried) const {
    return lists[2 * static_cast<size_t>(mode) + (retried ? 1 : 0)];
  }
  /// Null if it has none.
  [[nodiscard]] constexpr const Row* row_of(MessageId id) const {
    for (const Row& row : rows) {
      if (row.id == id) return &row;
    }
    return nullptr;
  }
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

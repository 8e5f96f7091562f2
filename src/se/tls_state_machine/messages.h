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
  server_finished,
  client_finished,
  end,  // the list is done: application data
};
inline constexpr size_t kMessageCount = static_cast<size_t>(MessageId::end);

/// Which keys change once a message has been sent or checked.
enum class KeyChange : uint8_t {
  none,
  to_handshake,    // both directions, K_recv and K_send = handshake
  to_application,  // the writer's direction
};

struct Row {
  MessageId id;
  ContentType content_type;
  HandshakeType type;  // of no meaning in a change_cipher_spec
  Role writer;
  KeyChange after;
  /// Judges `message`, which has its handshake header and is not yet in the transcript. Null in a
  /// card that is never asked to.
  Alert (*check)(Session&, const Bytes& message);
  /// Writes what follows the handshake header. Null in a card that is never asked to.
  Alert (*make)(Session&, Writer& body);
  /// Null, or says whether the message is sent at all.
  bool (*is_due)(const Session&);
};

/// Rows in the order of MessageId. A card gets those with the functions of its own role, so that
/// the linker drops the rest (programs.h).
using Rows = std::array<Row, kMessageCount>;

namespace lists {

using enum MessageId;

// Lists of one mode with and without HelloRetryRequest share their first message, so that the
// branch after the ClientHello changes the list and not the position.
inline constexpr MessageId kPsk[] = {
    client_hello,    server_hello, server_change_cipher_spec, encrypted_extensions, server_finished,
    client_finished, end};
inline constexpr MessageId kPskRetry[] = {
    client_hello,    hello_retry_request, server_change_cipher_spec,
    client_hello,    server_hello,        encrypted_extensions,
    server_finished, client_finished,     end};

}  // namespace lists
}  // namespace tls_se

// The rows for each kind of card. Each program names only functions that a card of that kind calls.
#pragma once

#include "se/tls_lib/change_cipher_spec.h"
#include "se/tls_lib/client_hello.h"
#include "se/tls_lib/encrypted_extensions.h"
#include "se/tls_lib/finished.h"
#include "se/tls_lib/hello_retry_request.h"
#include "se/tls_lib/server_hello.h"
#include "se/tls_state_machine/messages.h"

namespace tls_se::programs {

/// TLS server with external pre-shared keys, psk_dhe_ke.
inline constexpr Rows kServerPsk = {{
    {.id = MessageId::client_hello,
     .content_type = ContentType::handshake,
     .type = HandshakeType::client_hello,
     .writer = Role::client,
     .after = KeyChange::none,
     .check = check_client_hello,
     .make = nullptr,
     .is_due = nullptr},
    {.id = MessageId::hello_retry_request,
     .content_type = ContentType::handshake,
     .type = HandshakeType::server_hello,
     .writer = Role::server,
     .after = KeyChange::none,
     .check = nullptr,
     .make = make_hello_retry_request,
     .is_due = nullptr},
    {.id = MessageId::server_hello,
     .content_type = ContentType::handshake,
     .type = HandshakeType::server_hello,
     .writer = Role::server,
     .after = KeyChange::to_handshake,
     .check = nullptr,
     .make = make_server_hello,
     .is_due = nullptr},
    {.id = MessageId::server_change_cipher_spec,
     .content_type = ContentType::change_cipher_spec,
     .type = {},
     .writer = Role::server,
     .after = KeyChange::none,
     .check = nullptr,
     .make = make_change_cipher_spec,
     .is_due = change_cipher_spec_is_due},
    {.id = MessageId::encrypted_extensions,
     .content_type = ContentType::handshake,
     .type = HandshakeType::encrypted_extensions,
     .writer = Role::server,
     .after = KeyChange::none,
     .check = nullptr,
     .make = make_encrypted_extensions,
     .is_due = nullptr},
    {.id = MessageId::server_finished,
     .content_type = ContentType::handshake,
     .type = HandshakeType::finished,
     .writer = Role::server,
     .after = KeyChange::to_application,
     .check = nullptr,
     .make = make_finished,
     .is_due = nullptr},
    {.id = MessageId::client_finished,
     .content_type = ContentType::handshake,
     .type = HandshakeType::finished,
     .writer = Role::client,
     .after = KeyChange::to_application,
     .check = check_finished,
     .make = nullptr,
     .is_due = nullptr},
}};

/// Every row stands at the place of its id.
consteval bool in_order(const Rows& rows) {
  for (size_t i = 0; i < rows.size(); ++i) {
    if (static_cast<size_t>(rows[i].id) != i) return false;
  }
  return true;
}
static_assert(in_order(kServerPsk));

}  // namespace tls_se::programs

// The kinds of cards. Each program names only functions that a card of that kind calls.
#pragma once

#include "se/tls_lib/certificate.h"
#include "se/tls_lib/certificate_request.h"
#include "se/tls_lib/certificate_verify.h"
#include "se/tls_lib/change_cipher_spec.h"
#include "se/tls_lib/client_hello.h"
#include "se/tls_lib/client_hello_sieve.h"
#include "se/tls_lib/encrypted_extensions.h"
#include "se/tls_lib/finished.h"
#include "se/tls_lib/hello_retry_request.h"
#include "se/tls_lib/new_session_ticket.h"
#include "se/tls_lib/server_hello.h"
#include "se/tls_state_machine/client_branches.h"
#include "se/tls_state_machine/messages.h"

namespace tls_se::programs {

/// What RFC 8446 says of each message, whoever makes or checks it.
consteval Row facts_of(MessageId id) {
  const auto row = [id](HandshakeType type, Role writer, Change after = Change::none,
                        bool (*is_due)(const Session&) = nullptr) {
    return Row{id, type, writer, after, {nullptr}, is_due};
  };
  switch (id) {
    case MessageId::client_hello:
      return row(HandshakeType::client_hello, Role::client);
    case MessageId::hello_retry_request:
      return row(HandshakeType::server_hello, Role::server, Change::turn);
    case MessageId::server_hello:
      return row(HandshakeType::server_hello, Role::server, Change::to_handshake);
    case MessageId::server_change_cipher_spec:
      return row(HandshakeType::none, Role::server, Change::none, change_cipher_spec_is_due);
    case MessageId::encrypted_extensions:
      return row(HandshakeType::encrypted_extensions, Role::server);
    case MessageId::certificate_request:
      return row(HandshakeType::certificate_request, Role::server);
    case MessageId::server_certificate:
      return row(HandshakeType::certificate, Role::server);
    case MessageId::server_certificate_verify:
      return row(HandshakeType::certificate_verify, Role::server);
    case MessageId::server_finished:
      return row(HandshakeType::finished, Role::server, Change::to_application);
    case MessageId::client_certificate:
      return row(HandshakeType::certificate, Role::client);
    case MessageId::client_certificate_verify:
      return row(HandshakeType::certificate_verify, Role::client, Change::none,
                 client_certificate_verify_is_due);
    case MessageId::client_finished:
      return row(HandshakeType::finished, Role::client, Change::to_application);
    case MessageId::end:
      break;
  }
  return row(HandshakeType::none, Role::client);
}

consteval Row checked(MessageId id, Check check) {
  Row row = facts_of(id);
  row.check = check;
  return row;
}
consteval Row made(MessageId id, Make make) {
  Row row = facts_of(id);
  row.make = make;
  return row;
}

/// Each message of each list that it can come to has its row, or is optional.
consteval bool has_all_rows(const Program& program) {
  const bool asks = program.role == Role::client && program.modes.has(Mode::certificate);
  for (const Mode mode : {Mode::psk, Mode::certificate, Mode::mutual}) {
    // A server may ask any client that knows certificates for its own.
    if (!program.modes.has(mode) && !(mode == Mode::mutual && asks)) continue;
    for (const bool retried : {false, true}) {
      const MessageId* id = program.list_of(mode, retried);
      for (; *id != MessageId::end; ++id) {
        // Not row_of: under the sanitizers the address of a row is no constant for g++ 12.
        bool has_row = is_optional(program.role, *id);
        for (const Row& row : program.rows) has_row = has_row || row.id == *id;
        if (!has_row) return false;
      }
    }
  }
  return true;
}

/// What everybody needs who has not PSKs alone.
inline bool is_complete(const TlsSettings& settings, bool shows, bool checks) {
  const CertificateSettings& certificates = settings.certificates;
  const bool certifies = shows || checks;
  return !settings.groups.empty() && !settings.cipher_suites.empty() &&
         settings.circumstances != nullptr &&
         !(settings.modes.has(Mode::psk) && settings.psks.empty()) &&
         !(certifies && certificates.signatures == nullptr) &&
         !(shows && certificates.chain.empty()) && !(checks && certificates.trust_anchors.empty());
}
inline bool client_is_complete(const TlsSettings& settings) {
  return is_complete(settings, settings.modes.has(Mode::mutual), settings.modes.has_certificates());
}
inline bool server_is_complete(const TlsSettings& settings) {
  return is_complete(settings, settings.modes.has_certificates(), settings.modes.has(Mode::mutual));
}

using enum MessageId;

// TLS server --------------------------------------------------------------------------------------

/// External pre-shared keys, psk_dhe_ke.
inline constexpr Row kServerPskRows[] = {
    checked(client_hello, check_client_hello_for_psk),
    made(hello_retry_request, make_hello_retry_request),
    made(server_hello, make_server_hello),
    made(server_change_cipher_spec, make_change_cipher_spec),
    made(encrypted_extensions, make_encrypted_extensions_without_protocol),
    made(server_finished, make_finished),
    checked(client_finished, check_finished),
};
inline constexpr Program kServerPsk = {.role = Role::server,
                                       .modes = Mode::psk,
                                       .rows = kServerPskRows,
                                       .lists = lists::kOfPsk,
                                       .is_complete = nullptr,
                                       .branch = nullptr,
                                       .sieve = nullptr,
                                       .check_post_handshake = nullptr};
static_assert(has_all_rows(kServerPsk));

/// A certificate of its own, and none asked of the client.
inline constexpr Row kServerCertificateRows[] = {
    checked(client_hello, check_client_hello_for_certificate),
    made(hello_retry_request, make_hello_retry_request),
    made(server_hello, make_server_hello),
    made(server_change_cipher_spec, make_change_cipher_spec),
    made(encrypted_extensions, make_encrypted_extensions),
    made(server_certificate, make_certificate),
    made(server_certificate_verify, make_certificate_verify),
    made(server_finished, make_finished),
    checked(client_finished, check_finished),
};
inline constexpr Program kServerCertificate = {.role = Role::server,
                                               .modes = Mode::certificate,
                                               .rows = kServerCertificateRows,
                                               .lists = lists::kOfAll,
                                               .is_complete = server_is_complete,
                                               .branch = nullptr,
                                               .sieve = nullptr,
                                               .check_post_handshake = nullptr};
static_assert(has_all_rows(kServerCertificate));

/// Certificates of both.
inline constexpr Row kServerMutualRows[] = {
    checked(client_hello, check_client_hello_for_certificate),
    made(hello_retry_request, make_hello_retry_request),
    made(server_hello, make_server_hello),
    made(server_change_cipher_spec, make_change_cipher_spec),
    made(encrypted_extensions, make_encrypted_extensions),
    made(certificate_request, make_certificate_request),
    made(server_certificate, make_certificate),
    made(server_certificate_verify, make_certificate_verify),
    made(server_finished, make_finished),
    checked(client_certificate, check_certificate),
    checked(client_certificate_verify, check_certificate_verify),
    checked(client_finished, check_finished),
};
inline constexpr Program kServerMutual = {.role = Role::server,
                                          .modes = {Mode::certificate, Mode::mutual},
                                          .rows = kServerMutualRows,
                                          .lists = lists::kOfAll,
                                          .is_complete = server_is_complete,
                                          .branch = nullptr,
                                          .sieve = nullptr,
                                          .check_post_handshake = nullptr};
static_assert(has_all_rows(kServerMutual));

/// Every mode of the settings.
inline constexpr Row kServerRows[] = {
    checked(client_hello, check_client_hello_for_either),
    made(hello_retry_request, make_hello_retry_request),
    made(server_hello, make_server_hello),
    made(server_change_cipher_spec, make_change_cipher_spec),
    made(encrypted_extensions, make_encrypted_extensions),
    made(certificate_request, make_certificate_request),
    made(server_certificate, make_certificate),
    made(server_certificate_verify, make_certificate_verify),
    made(server_finished, make_finished),
    checked(client_certificate, check_certificate),
    checked(client_certificate_verify, check_certificate_verify),
    checked(client_finished, check_finished),
};
inline constexpr Program kServer = {.role = Role::server,
                                    .modes = kAllModes,
                                    .rows = kServerRows,
                                    .lists = lists::kOfAll,
                                    .is_complete = server_is_complete,
                                    .branch = nullptr,
                                    .sieve = sieve_client_hello,
                                    .check_post_handshake = nullptr};
static_assert(has_all_rows(kServer));

// TLS client --------------------------------------------------------------------------------------

/// External pre-shared keys, psk_dhe_ke.
inline constexpr Row kClientPskRows[] = {
    made(client_hello, make_client_hello),
    checked(hello_retry_request, check_hello_retry_request),
    checked(server_hello, check_server_hello),
    checked(encrypted_extensions, check_encrypted_extensions),
    checked(server_finished, check_finished),
    made(client_finished, make_finished),
};
inline constexpr Program kClientPsk = {.role = Role::client,
                                       .modes = Mode::psk,
                                       .rows = kClientPskRows,
                                       .lists = lists::kOfPsk,
                                       .is_complete = client_is_complete,
                                       .branch = branch_at_hello,
                                       .sieve = nullptr,
                                       .check_post_handshake = check_post_handshake_of_client};
static_assert(has_all_rows(kClientPsk));

/// The server's certificate; asked for one, the client has none.
inline constexpr Row kClientCertificateRows[] = {
    made(client_hello, make_client_hello),
    checked(hello_retry_request, check_hello_retry_request),
    checked(server_hello, check_server_hello),
    checked(encrypted_extensions, check_encrypted_extensions),
    checked(certificate_request, check_certificate_request),
    checked(server_certificate, check_certificate),
    checked(server_certificate_verify, check_certificate_verify),
    checked(server_finished, check_finished),
    made(client_certificate, make_certificate),
    made(client_finished, make_finished),
};
inline constexpr Program kClientCertificate = {
    .role = Role::client,
    .modes = Mode::certificate,
    .rows = kClientCertificateRows,
    .lists = lists::kOfAll,
    .is_complete = client_is_complete,
    .branch = branch_at_hello_and_certificate,
    .sieve = nullptr,
    .check_post_handshake = check_post_handshake_of_client};
static_assert(has_all_rows(kClientCertificate));

/// Every mode of the settings; the client can't know whether it will be asked for a certificate.
inline constexpr Row kClientRows[] = {
    made(client_hello, make_client_hello),
    checked(hello_retry_request, check_hello_retry_request),
    checked(server_hello, check_server_hello),
    checked(encrypted_extensions, check_encrypted_extensions),
    checked(certificate_request, check_certificate_request),
    checked(server_certificate, check_certificate),
    checked(server_certificate_verify, check_certificate_verify),
    checked(server_finished, check_finished),
    made(client_certificate, make_certificate),
    made(client_certificate_verify, make_certificate_verify),
    made(client_finished, make_finished),
};
inline constexpr Program kClient = {.role = Role::client,
                                    .modes = kAllModes,
                                    .rows = kClientRows,
                                    .lists = lists::kOfAll,
                                    .is_complete = client_is_complete,
                                    .branch = branch_at_hello_and_certificate,
                                    .sieve = nullptr,
                                    .check_post_handshake = check_post_handshake_of_client};
static_assert(has_all_rows(kClient));

}  // namespace tls_se::programs

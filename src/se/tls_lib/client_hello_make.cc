// ClientHello as a client makes it.
#include "se/tls_lib/client_hello.h"
#include "se/tls_lib/handshake_header.h"
#include "se/tls_lib/protocol_name.h"
#include "se/tls_lib/record_limits.h"
#include "se/tls_lib/signature_schemes.h"

namespace tls_se {
namespace {

constexpr size_t kBinderSize = 1 + kSha256Size;  // PskBinderEntry with its length

constexpr auto type(ExtensionType extension) { return static_cast<uint8_t>(extension); }

constexpr uint8_t kFixedExtensions[] = {
    0,   type(ExtensionType::supported_versions), 0, 3, 2, 0x03, 0x04,
    0,   type(ExtensionType::supported_groups),   0, 4, 0, 2,    0x00,
    0x17};
// key_share with the one entry, up to its key_exchange; and with none.
constexpr uint8_t kKeyShare[] = {0,    type(ExtensionType::key_share),
                                 0,    2 + 4 + kP256PointSize,
                                 0,    4 + kP256PointSize,
                                 0x00, 0x17,
                                 0,    kP256PointSize};
constexpr uint8_t kNoKeyShare[] = {0, type(ExtensionType::key_share), 0, 2, 0, 0};
constexpr uint8_t kPskModes[] = {0,        type(ExtensionType::psk_key_exchange_modes), 0, 2, 1,
                                 kPskDheKe};

/// What both hellos have in common, as far as it is new: once the share is made, it stays.
bool generate(Session& session) {
  Session::OwnHello& own = session.own_hello;
  const bool first = !session.negotiated.hello_retried;
  if (first && !session.crypto.random(own.random)) return false;
  bool& made = session.negotiated.own_share;
  if (made || (first && session.settings.key_share_on_request)) return true;
  made = session.crypto.p256_generate(own.private_key.bytes(), own.share);
  return made;
}

void write_key_share(const Session& session, Writer& extensions) {
  if (!session.negotiated.own_share) return extensions.bytes(kNoKeyShare);
  extensions.bytes(kKeyShare);
  extensions.bytes(session.own_hello.share);
}

/// RFC 6066 section 3: one HostName; never an address.
void write_server_name(const ReferenceName& server, Writer& extensions) {
  if (server.kind != ReferenceName::Kind::dns_name) return;
  const size_t size = server.value.size();
  write_extension_header(extensions, ExtensionType::server_name, 2 + 1 + 2 + size);
  extensions.u16(static_cast<uint16_t>(1 + 2 + size));
  extensions.u8(0);  // name_type host_name
  extensions.u16(static_cast<uint16_t>(size));
  extensions.bytes(server.value);
}

void write_cookie(const Bytes& extension_data, Writer& extensions) {
  if (extension_data.empty()) return;
  write_extension_header(extensions, ExtensionType::cookie, extension_data.size());
  extensions.bytes(extension_data);
}

/// pre_shared_key up to the binders; it "MUST be the last extension in the ClientHello" (section
/// 4.2.11).
void write_identities(std::span<const Psk> psks, size_t binders_size, Writer& extensions) {
  size_t size = 0;
  for (const Psk& psk : psks) size += 2 + psk.identity.size() + 4;
  write_extension_header(extensions, ExtensionType::pre_shared_key, 2 + size + binders_size);
  extensions.u16(static_cast<uint16_t>(size));
  for (const Psk& psk : psks) {
    extensions.u16(static_cast<uint16_t>(psk.identity.size()));
    extensions.bytes(psk.identity);
    extensions.u16(0);  // "For identities established externally, an obfuscated_ticket_age of 0
    extensions.u16(0);  // SHOULD be used"
  }
}

/// Section 4.2.11.2: each under its own PSK, over all that comes before the binders.
Alert write_binders(Session& session, Writer& body) {
  const Sha256Hash hash = session.transcript.hash(body.written());
  const std::span<const Psk> psks = session.settings.psks;
  body.u16(static_cast<uint16_t>(psks.size() * kBinderSize));
  for (const Psk& psk : psks) {
    body.u8(kSha256Size);
    const MutableBytes binder = body.reserve(kSha256Size);
    if (!body.ok()) return Alert::internal_error;
    session.schedule.enter_early(psk.key);
    session.schedule.external_psk_binder(hash, binder.first<kSha256Size>());
  }
  session.schedule.clear();
  return Alert::none;
}

}  // namespace

Alert make_client_hello(Session& session, Writer& body) {
  const TlsSettings& settings = session.settings;
  if (!generate(session)) return Alert::internal_error;

  body.u16(kLegacyVersion);
  body.bytes(session.own_hello.random);
  body.u8(0);  // legacy_session_id: without it there is no need for change_cipher_spec
  body.u16(static_cast<uint16_t>(2 * settings.cipher_suites.size()));
  for (const CipherSuite* suite : settings.cipher_suites) body.u16(suite->id);
  body.u8(1);  // legacy_compression_methods: null
  body.u8(0);
  const MutableBytes extensions_size = body.reserve(2);
  const size_t extensions_start = body.size();

  body.bytes(kFixedExtensions);
  write_key_share(session, body);
  if (settings.modes.certificate || settings.modes.mutual) write_signature_schemes(body);
  if (settings.modes.psk) body.bytes(kPskModes);
  write_server_name(settings.circumstances->server_name, body);
  write_protocols(settings.circumstances->protocols, body);
  write_record_limits_of_client(session, body);
  write_cookie(session.values.cookie, body);
  const size_t binders_size = settings.modes.psk ? 2 + settings.psks.size() * kBinderSize : 0;
  if (settings.modes.psk) write_identities(settings.psks, binders_size, body);

  // The lengths are part of what the binders cover.
  const size_t size = body.size() + binders_size;
  if (!body.ok() || body.written().size() != body.size() || size > UINT16_MAX) {
    return Alert::internal_error;
  }
  store_u16(extensions_size.data(), size - extensions_start);
  set_message_size(body.written(), size);
  return settings.modes.psk ? write_binders(session, body) : Alert::none;
}

}  // namespace tls_se

// ServerHello as a server makes it.
#include "se/tls_lib/extensions.h"
#include "se/tls_lib/server_hello.h"

namespace tls_se {
namespace {

constexpr size_t kSelectedIdentitySize = 4 + 2;
constexpr size_t kKeyShareSize = 4 + 2 + 2 + kP256PointSize;  // the whole extension

/// Both sides of the (EC)DHE in one place, so that the private key lives no longer than this call.
Alert exchange_keys(Session& session, std::span<uint8_t, kP256PointSize> own_share) {
  Secret<kP256PrivateKeySize> private_key;
  Secret<kP256SecretSize> shared_secret;
  if (!session.crypto.p256_generate(private_key.bytes(), own_share)) return Alert::internal_error;
  // "peers MUST validate each other's public value Q by ensuring that the point is a valid point on
  // the elliptic curve." (section 4.2.8.2)
  if (!session.crypto.p256_ecdh(private_key.bytes(), session.values.peer_point,
                                shared_secret.bytes())) {
    return Alert::illegal_parameter;
  }
  session.schedule.enter_handshake(shared_secret.bytes());
  return Alert::none;
}

}  // namespace

void write_server_hello_fields(const Session& session, const Bytes& random, Writer& body) {
  const Bytes session_id = session.legacy_session_id();
  body.u16(kLegacyVersion);
  body.bytes(random);
  body.u8(static_cast<uint8_t>(session_id.size()));
  body.bytes(session_id);
  body.u16(session.negotiated.cipher_suite->id);
  body.u8(0);  // legacy_compression_method
}

void write_selected_version(Writer& extensions) {
  write_extension_header(extensions, ExtensionType::supported_versions, 2);
  extensions.u16(kTls13);
}

Alert make_server_hello(Session& session, Writer& body) {
  std::array<uint8_t, kRandomSize> random;
  std::array<uint8_t, kP256PointSize> share;
  if (!session.crypto.random(random)) return Alert::internal_error;
  TLS_SE_TRY(exchange_keys(session, share));

  write_server_hello_fields(session, random, body);
  const size_t psk_size = session.negotiated.mode == Mode::psk ? kSelectedIdentitySize : 0;
  body.u16(static_cast<uint16_t>(psk_size + kKeyShareSize + kSelectedVersionSize));
  if (psk_size != 0) {
    write_extension_header(body, ExtensionType::pre_shared_key, 2);
    body.u16(session.negotiated.selected_identity);
  }
  write_extension_header(body, ExtensionType::key_share, kKeyShareSize - 4);
  body.u16(kSecp256r1);
  body.u16(kP256PointSize);
  body.bytes(share);
  write_selected_version(body);
  return Alert::none;
}

}  // namespace tls_se

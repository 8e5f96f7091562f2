#include "se/tls_lib/certificate_verify.h"

#include <cstring>

#include "se/crypto_lib/ecdsa_signature.h"

namespace tls_se {
namespace {

/// SHA-256 of what is signed: 64 spaces, the context string, a zero byte, and the transcript hash.
Sha256Hash digest_of(Session& session, Role signer) {
  static constexpr uint8_t kSpaces[] =
      "                                                                ";
  static constexpr uint8_t kServer[] = "TLS 1.3, server CertificateVerify";
  static constexpr uint8_t kClient[] = "TLS 1.3, client CertificateVerify";
  static_assert(sizeof kSpaces == 64 + 1 && sizeof kServer == sizeof kClient);

  Crypto& crypto = session.crypto;
  Sha256State state;
  Sha256Hash digest;
  crypto.note(crypto.sha256_start(state));
  crypto.note(crypto.sha256_update(state, Bytes(kSpaces).first<64>()));
  const Bytes context = signer == Role::server ? kServer : kClient;  // with its zero
  crypto.note(crypto.sha256_update(state, context));
  crypto.note(crypto.sha256_update(state, session.handshake.transcript.hash()));
  crypto.note(crypto.sha256_finish(state, digest));
  return digest;
}

}  // namespace

Alert make_certificate_verify(Session& session, Writer& body) {
  const CertificateSettings& certificates = session.settings.certificates;
  std::array<uint8_t, kP256SignatureSize>& r_s = session.handshake.state.signature;
  // Signed once, whatever the number of records that it takes.
  if (!body.resumes()) {
    const Sha256Hash digest = digest_of(session, session.role);
    if (certificates.signatures->p256_ecdsa_sign(certificates.private_key, digest, r_s) !=
        CryptoStatus::done) {
      return kPlatformFailed;
    }
  }
  std::array<uint8_t, kMaxEcdsaSigValueSize> der;
  const size_t size = encode_ecdsa_signature(r_s, der);
  body.u16(kEcdsaSecp256r1Sha256);
  const Vector signature(body, 2);
  body.bytes(Bytes(der).first(size));
  return Alert::none;
}

Alert check_certificate_verify(Session& session, const Bytes& message) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  const uint16_t algorithm = reader.u16();
  const Bytes signature = reader.vector16();
  if (!reader.done()) return refuse(Alert::decode_error, Reason::malformed);
  // "the signature algorithm MUST be one offered in the client's "signature_algorithms" extension":
  // there is but one.
  if (algorithm != kEcdsaSecp256r1Sha256) {
    return refuse(Alert::illegal_parameter, Reason::signature_algorithm);
  }
  // "If the verification fails, the receiver MUST terminate the handshake with a "decrypt_error"
  // alert."
  std::array<uint8_t, kP256SignatureSize> r_s;
  const Sha256Hash digest = digest_of(session, peer_of(session.role));
  constexpr Alert kWrong = refuse(Alert::decrypt_error, Reason::signature_wrong);
  if (!decode_ecdsa_signature(signature, r_s)) return kWrong;
  const CryptoStatus status = session.settings.certificates.signatures->p256_ecdsa_verify(
      session.handshake.state.peer_key, digest, r_s);
  return alert_of(status, kWrong);
}

}  // namespace tls_se

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
  crypto.sha256_start(state);
  crypto.sha256_update(state, Bytes(kSpaces).first<64>());
  crypto.sha256_update(state, Bytes(signer == Role::server ? kServer : kClient));  // with its zero
  crypto.sha256_update(state, session.transcript.hash());
  crypto.sha256_finish(state, digest);
  return digest;
}

}  // namespace

Alert make_certificate_verify(Session& session, Writer& body) {
  const CertificateSettings& certificates = session.settings.certificates;
  std::array<uint8_t, kP256SignatureSize>& r_s = session.values.signature;
  // Signed once, whatever the number of records that it takes.
  if (!body.resumes()) {
    const Sha256Hash digest = digest_of(session, session.settings.role);
    if (!certificates.signatures->p256_ecdsa_sign(
            certificates.private_key.first<kP256PrivateKeySize>(), digest, r_s)) {
      return Alert::internal_error;
    }
  }
  std::array<uint8_t, kMaxEcdsaSigValueSize> signature;
  const size_t size = encode_ecdsa_signature(r_s, signature);
  body.u16(kEcdsaSecp256r1Sha256);
  body.u16(static_cast<uint16_t>(size));
  body.bytes(Bytes(signature).first(size));
  return Alert::none;
}

Alert check_certificate_verify(Session& session, const Bytes& message) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  const uint16_t algorithm = reader.u16();
  const Bytes signature = reader.vector16();
  if (!reader.done()) return Alert::decode_error;
  // "the signature algorithm MUST be one offered in the client's "signature_algorithms" extension":
  // there is but one.
  if (algorithm != kEcdsaSecp256r1Sha256) return Alert::illegal_parameter;
  // "If the verification fails, the receiver MUST terminate the handshake with a "decrypt_error"
  // alert."
  std::array<uint8_t, kP256SignatureSize> r_s;
  const Sha256Hash digest = digest_of(session, peer_of(session.settings.role));
  return decode_ecdsa_signature(signature, r_s) &&
                 session.settings.certificates.signatures->p256_ecdsa_verify(
                     session.values.peer_point, digest, r_s)
             ? Alert::none
             : Alert::decrypt_error;
}

}  // namespace tls_se

#include "se/tls_lib/certificate.h"

#include "se/tls_lib/extensions.h"

namespace tls_se {
namespace {

using Chain = std::array<Bytes, kMaxCertificates>;

/// What the CertificateEntry's extensions hold: nothing was asked for, so there may be nothing.
Alert check_entry_extensions(const Bytes& block) {
  Extensions extensions;
  TLS_SE_TRY(extensions.parse(block, ExtensionContext::certificate));
  return extensions.check_solicited({});
}

Alert parse(const Bytes& body, Chain& chain, size_t& count) {
  Reader reader(body);
  const Bytes certificate_request_context = reader.vector8();
  Reader entries(reader.vector24());
  if (!reader.done()) return Alert::decode_error;
  // "(in the case of server authentication), this field SHALL be zero length"; otherwise it is that
  // of the CertificateRequest, which was.
  if (!certificate_request_context.empty()) return Alert::illegal_parameter;
  while (entries.more()) {
    const Bytes cert_data = entries.vector24();
    const Bytes extensions = entries.vector16();
    if (!entries.ok() || cert_data.empty()) return Alert::decode_error;
    TLS_SE_TRY(check_entry_extensions(extensions));
    if (count < chain.size()) chain[count++] = cert_data;
  }
  return Alert::none;
}

/// Section 4.4.2.4.
Alert judge_absence(const TlsSettings& settings) {
  // "If the server supplies an empty Certificate message, the client MUST abort the handshake with
  // a "decode_error" alert."
  if (settings.role == Role::client) return Alert::decode_error;
  // "If the client does not send any certificates [...], the server MAY at its discretion either
  // continue the handshake without client authentication or abort the handshake with a
  // "certificate_required" alert."
  return settings.modes.certificate ? Alert::none : Alert::certificate_required;
}

}  // namespace

Alert make_certificate(Session& session, Writer& body) {
  std::span<const Bytes> chain = session.settings.certificates.chain;
  if (session.settings.role == Role::client && !session.negotiated.client_certificate) chain = {};
  size_t size = 0;
  for (const Bytes& certificate : chain) size += 3 + certificate.size() + 2;
  body.u8(0);  // certificate_request_context
  body.u24(static_cast<uint32_t>(size));
  for (const Bytes& certificate : chain) {
    body.u24(static_cast<uint32_t>(certificate.size()));
    body.bytes(certificate);
    body.u16(0);  // extensions
  }
  return Alert::none;
}

Alert check_certificate(Session& session, const Bytes& message) {
  const TlsSettings& settings = session.settings;
  const Circumstances& circumstances = *settings.circumstances;
  const bool of_server = settings.role == Role::client;
  Chain chain;
  size_t count = 0;
  TLS_SE_TRY(parse(message.subspan(kHandshakeHeaderSize), chain, count));
  if (count == 0) return judge_absence(settings);
  if (!of_server) session.negotiated.client_certificate = true;
  // A server that nobody has named could be any.
  if (of_server && circumstances.server_name.kind == ReferenceName::Kind::none) {
    return Alert::certificate_unknown;
  }
  session.negotiated.validity_unchecked = !circumstances.now.has_value();
  const PathQuestion question = {
      .chain = {chain.data(), count},
      .trust_anchors = settings.certificates.trust_anchors,
      .purpose = of_server ? Purpose::server_auth : Purpose::client_auth,
      .name = of_server ? circumstances.server_name : ReferenceName{},
      .now = circumstances.now,
  };
  return check_path(*settings.certificates.signatures, question, session.values.peer_point);
}

bool client_certificate_verify_is_due(const Session& session) {
  return session.negotiated.client_certificate;
}

}  // namespace tls_se

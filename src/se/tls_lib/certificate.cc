#include "se/tls_lib/certificate.h"

#include "se/tls_lib/extensions.h"

namespace tls_se {
namespace {

using Chain = std::array<Bytes, kMaxCertificates>;

Alert check_entry_extensions(const Bytes& block, ExtensionSet sent) {
  Extensions extensions;
  return extensions.parse_answers(block, ExtensionContext::certificate, sent);
}

Alert parse(const Bytes& body, ExtensionSet sent, Chain& chain, size_t& count) {
  Reader reader(body);
  const Bytes certificate_request_context = reader.vector8();
  Reader entries(reader.vector24());
  if (!reader.done()) return refuse(Alert::decode_error, Reason::malformed);
  // "(in the case of server authentication), this field SHALL be zero length"; otherwise it is that
  // of the CertificateRequest, which was.
  if (!certificate_request_context.empty()) {
    return refuse(Alert::illegal_parameter, Reason::request_context);
  }
  while (entries.more()) {
    const Bytes cert_data = entries.vector24();
    const Bytes extensions = entries.vector16();
    if (!entries.ok() || cert_data.empty()) {
      return refuse(Alert::decode_error, Reason::malformed);
    }
    TLS_SE_TRY(check_entry_extensions(extensions, sent));
    if (count < chain.size()) chain[count++] = cert_data;
  }
  return Alert::none;
}

/// Section 4.4.2.4.
Alert judge_absence(const Session& session) {
  // "If the server supplies an empty Certificate message, the client MUST abort the handshake with
  // a "decode_error" alert."
  if (session.role == Role::client) {
    return refuse(Alert::decode_error, Reason::certificate_missing);
  }
  if (PeerWatch* const watch = session.settings.peer_watch) TLS_SE_TRY(watch->meet_nobody());
  // "If the client does not send any certificates [...], the server MAY at its discretion either
  // continue the handshake without client authentication or abort the handshake with a
  // "certificate_required" alert."
  return session.settings.modes.has(Mode::certificate)
             ? Alert::none
             : refuse(Alert::certificate_required, Reason::certificate_missing);
}

}  // namespace

Alert make_certificate(Session& session, Writer& body) {
  std::span<const Bytes> chain = session.settings.certificates.chain;
  if (session.role == Role::client && !session.negotiated.client_certificate) chain = {};
  body.u8(0);  // certificate_request_context
  const Vector certificate_list(body, 3);
  for (const Bytes& certificate : chain) {
    {
      const Vector cert_data(body, 3);
      body.bytes(certificate);
    }
    body.u16(0);  // extensions
  }
  return Alert::none;
}

Alert check_certificate(Session& session, const Bytes& message) {
  const TlsSettings& settings = session.settings;
  const Circumstances& circumstances = *settings.circumstances;
  HandshakeMemory::State& state = session.handshake.state;
  const bool of_server = session.role == Role::client;
  Chain chain;
  size_t count = 0;
  TLS_SE_TRY(parse(message.subspan(kHandshakeHeaderSize), state.extensions_sent, chain, count));
  if (count == 0) return judge_absence(session);
  if (!of_server) session.negotiated.client_certificate = true;
  // A server that nobody has named could be any.
  if (of_server && circumstances.server_name.kind == ReferenceName::Kind::none) {
    return refuse(Alert::certificate_unknown, Reason::server_unnamed);
  }
  session.negotiated.validity_unchecked = !circumstances.now.has_value();
  const PathQuestion question = {
      .chain = {chain.data(), count},
      .trust_anchors = settings.certificates.trust_anchors,
      .purpose = of_server ? Purpose::server_auth : Purpose::client_auth,
      .name = of_server ? circumstances.server_name : ReferenceName{},
      .now = circumstances.now,
  };
  TLS_SE_TRY(check_path(*settings.certificates.signatures, question, state.peer_key));
  PeerWatch* const watch = settings.peer_watch;
  return watch == nullptr ? Alert::none : watch->meet_certificate(session, chain[0]);
}

bool client_certificate_verify_is_due(const Session& session) {
  return session.negotiated.client_certificate;
}

}  // namespace tls_se

#include "node/alert_advice.h"

#include "se/base/alert.h"

namespace tls_se {
namespace {

constexpr char kPsk[] =
    "Has the server the same PSK under the same identity (identity and key in the profile)?";
constexpr char kOffer[] =
    "Nothing that the profile offers suits the server: compare modes, cipher_suites and the curve "
    "(P-256) with what it is set to.";

/// The card has found fault with the server. For certificates: docs/x509.md.
std::string card_refuses(Alert alert) {
  switch (alert) {
    case Alert::unknown_ca:
      return "The server's certificate leads to none of the profile's trust_anchors: is it the "
             "right server, and does it send its intermediate certificates?";
    case Alert::certificate_expired:
      return "The server's certificate, or one above it, has expired or is not valid yet: check "
             "its dates, and the clock of this machine (date -u).";
    case Alert::certificate_unknown:
      return "The server's certificate is for another name: check --server-name, or server_name "
             "in the profile, against its subjectAltName.";
    case Alert::bad_certificate:
      return "The server's certificate is malformed or wrongly signed.";
    case Alert::unsupported_certificate:
      return "The server's certificate is of a kind that the card does not know (docs/x509.md "
             "says which it does: P-256 keys with ECDSA).";
    case Alert::decrypt_error:
      return "The server could not prove that it has the key: is it the right server, with the "
             "same PSK, and nobody in between?";
    case Alert::protocol_version:
      return "The server does not speak TLS 1.3.";
    case Alert::illegal_parameter:
    case Alert::handshake_failure:
    case Alert::missing_extension:
    case Alert::unsupported_extension:
      return "The server chose what the card did not offer: compare modes, psk and cipher_suites "
             "in the profile with what the server is set to.";
    case Alert::bad_record_mac:
      return "A record was changed on its way, or is not from the server.";
    default:
      return "";
  }
}

/// The server has found fault with the card.
std::string server_refuses(Alert alert) {
  switch (alert) {
    case Alert::handshake_failure:
    case Alert::insufficient_security:
    case Alert::missing_extension:
      return kOffer;
    case Alert::protocol_version:
      return "The server does not speak TLS 1.3.";
    case Alert::illegal_parameter:  // OpenSSL and GnuTLS; RFC 8446 section 6.2 has decrypt_error
    case Alert::decrypt_error:
    case Alert::unknown_psk_identity:
      return kPsk;
    case Alert::certificate_required:
      return "The server wants a certificate of its client: the profile needs the mode \"mutual\", "
             "certificate_chain and private_key.";
    case Alert::bad_certificate:
    case Alert::unsupported_certificate:
    case Alert::certificate_revoked:
    case Alert::certificate_expired:
    case Alert::certificate_unknown:
    case Alert::unknown_ca:
    case Alert::access_denied:
      return "The server does not accept the card's certificate: check certificate_chain in the "
             "profile, and what the server trusts.";
    case Alert::unrecognized_name:
      return "The server has no such name: check --server-name, or server_name in the profile.";
    case Alert::no_application_protocol:
      return "The server talks none of these protocols: check --alpn, or alpn in the profile.";
    default:
      return "";
  }
}

}  // namespace

std::string advice(const SessionAlert& alert, bool was_open) {
  const auto description = static_cast<Alert>(alert.description);
  if (alert.origin == SessionAlert::Origin::unknown) return "";
  if (alert.origin == SessionAlert::Origin::peer) {
    // A client is through before its server has checked the client's certificate.
    const bool late =
        description == Alert::illegal_parameter || description == Alert::decrypt_error;
    return was_open && late ? "" : server_refuses(description);
  }
  return card_refuses(description);
}

}  // namespace tls_se

#include "node/alert_advice.h"

#include <fmt/format.h>

#include "se/base/alert.h"

namespace tls_se {
namespace {

const char* peer_of(bool is_client) { return is_client ? "server" : "client"; }

/// Of a card that tells no reasons: the likeliest one.
Reason usual_reason(Alert alert, bool is_client) {
  switch (alert) {
    case Alert::unknown_ca:
      return Reason::no_trust_anchor;
    case Alert::certificate_expired:
      return Reason::certificate_not_valid_now;
    case Alert::certificate_unknown:
      return Reason::certificate_name;
    case Alert::bad_certificate:
      return Reason::certificate_malformed;
    case Alert::certificate_required:
      return Reason::certificate_missing;
    case Alert::access_denied:
      return Reason::peer_not_allowed;
    case Alert::unknown_psk_identity:
      return Reason::psk_unknown;
    case Alert::decrypt_error:
      return is_client ? Reason::finished_wrong : Reason::binder_wrong;
    case Alert::protocol_version:
      return Reason::version_not_offered;
    case Alert::no_application_protocol:
      return Reason::no_common_protocol;
    case Alert::bad_record_mac:
      return Reason::not_authentic;
    default:
      return Reason::none;
  }
}

std::string unsupported_certificate(bool is_client) {
  return fmt::format(
      "The {}'s certificate, or one above it, is of a kind that the card does not know, or for "
      "another usage: docs/x509.md says which it takes (version 3, P-256 keys with ECDSA).",
      peer_of(is_client));
}

std::string nothing_suits(bool is_client) {
  return is_client ? "The server chose what the card did not offer: compare modes, psk and "
                     "cipher_suites in the profile with what the server is set to."
                   : "Nothing that the client offers suits the card: compare it with modes, "
                     "cipher_suites and groups (P-256 if it names none) in the profile.";
}

/// What is wrong with the hellos.
std::string about_hellos(Reason reason, bool is_client) {
  switch (reason) {
    case Reason::version_not_offered:
    case Reason::legacy_version:
      return fmt::format("The {} does not speak TLS 1.3, and the card nothing else.",
                         peer_of(is_client));
    case Reason::downgrade:
      return "The server knows TLS 1.3 and took an older version: is somebody in between?";
    case Reason::no_common_cipher_suite:
      return "The client offers none of the profile's cipher_suites: let it offer "
             "TLS_AES_128_GCM_SHA256, which nearly all have (openssl -ciphersuites), and see that "
             "cipher_suites, if the profile names any, has it too.";
    case Reason::no_common_group:
      return "The client offers none of the profile's groups: let it offer P-256, the profile's if "
             "that names none (curl --curves P-256, openssl -groups P-256), or add \"x25519\" to "
             "groups.";
    case Reason::no_common_protocol:
      return "The client talks none of the protocols in alpn: compare the profile with what the "
             "client asks for (ALPN).";
    case Reason::message_too_long:
      return fmt::format(
          "The {} says more at once than the card has room for: a shorter "
          "certificate chain would do.",
          peer_of(is_client));
    default:
      return "";
  }
}

std::string about_keys(Reason reason, bool is_client) {
  switch (reason) {
    case Reason::psk_not_offered:
      return "The client offers no PSK, and the card has no other mode for it: give the client "
             "identity and key, or the profile the mode \"certificate\".";
    case Reason::psk_mode_missing:
      return "The card takes a PSK with a fresh key exchange alone (psk_dhe_ke): let the client "
             "offer that.";
    case Reason::psk_unknown:
      return "The client's identity is none of the profile's: compare them letter by letter.";
    case Reason::binder_wrong:
      return "The client has another key under this identity: compare both.";
    case Reason::psk_not_selected:
      return "The server took none of the profile's PSKs, and the card has nothing else to know it "
             "by: has the server one under the same identity, or is the mode \"certificate\" "
             "missing in the profile?";
    case Reason::certificate_not_offered:
      return "The client does not take certificates, and has no PSK for the card: let it offer "
             "signature_algorithms, or give the profile the mode \"psk\".";
    case Reason::no_common_signature:
      return "The card signs by ecdsa_secp256r1_sha256 alone, which the client does not take: let "
             "it (openssl -sigalgs ECDSA+SHA256).";
    case Reason::certificate_missing:
      return is_client ? "The server has no certificate to show."
                       : "The client has no certificate to show: give it one, or the profile the "
                         "mode \"certificate\" beside \"mutual\".";
    case Reason::peer_not_allowed:
      return fmt::format(
          "The {0} is who it says, and no entry of allow in the profile fits it: add one if it is "
          "to be let in.",
          peer_of(is_client));
    case Reason::server_unnamed:
      return "The card does not know whom to expect: say --server-name, or server_name in the "
             "profile.";
    case Reason::signature_wrong:
      return fmt::format(
          "The {0} does not have the key of its certificate: is it the right {0}, "
          "and do its key and its certificate belong together?",
          peer_of(is_client));
    case Reason::finished_wrong:
      return fmt::format(
          "The {0} could not prove that it has the key: is it the right {0}, with "
          "the same PSK, and nobody in between?",
          peer_of(is_client));
    case Reason::not_authentic:
      return fmt::format("A record was changed on its way, or is not from the {}.",
                         peer_of(is_client));
    default:
      return "";
  }
}

/// What docs/x509.md says of the kinds of certificates.
std::string about_kinds(Reason reason, const char* peer) {
  switch (reason) {
    case Reason::certificate_version:
      return fmt::format(
          "The {}'s certificate, or one above it, is of X.509 version 1, which says nothing of "
          "names and usages: have it issued with extensions, which openssl x509 -req leaves out "
          "without -copy_extensions copy.",
          peer);
    case Reason::certificate_key:
      return fmt::format(
          "The {}'s certificate, or one above it, has a key of another kind, and the card knows "
          "P-256 alone: have it issued for such a key (openssl ecparam -name prime256v1 -genkey "
          "-noout).",
          peer);
    case Reason::certificate_extension:
      return fmt::format(
          "The {}'s certificate, or one above it, has an extension that is critical and that the "
          "card does not know: openssl x509 -in FILE -noout -text shows it, docs/x509.md has those "
          "that it may have, and its issuer can leave it out.",
          peer);
    case Reason::certificate_algorithm:
      return fmt::format(
          "The {}'s certificate, or one above it, was signed by another algorithm than ECDSA with "
          "SHA-256, SHA-384 or SHA-512: have a CA with a P-256 key sign it.",
          peer);
    default:
      return "";
  }
}

std::string about_certificates(Reason reason, bool is_client) {
  const char* const peer = peer_of(is_client);
  switch (reason) {
    case Reason::no_trust_anchor:
      return fmt::format(
          "The {0}'s certificate leads to none of the profile's trust_anchors: is "
          "it the right {0}, and does it send its intermediate certificates?",
          peer);
    case Reason::certificate_not_valid_now:
      return fmt::format(
          "The {}'s certificate, or one above it, has expired or is not valid yet: "
          "check its dates, and the clock of this machine (date -u).",
          peer);
    case Reason::certificate_name:
      return "The server's certificate is for another name: check --server-name, or server_name "
             "in the profile, against its subjectAltName.";
    case Reason::certificate_constraint:
      return fmt::format(
          "A certificate above the {}'s does not permit its name (nameConstraints): "
          "its issuer has to mend that.",
          peer);
    case Reason::certificate_malformed:
      return fmt::format(
          "The {}'s certificate, or one above it, is malformed: its issuer has to "
          "mend that.",
          peer);
    case Reason::certificate_signature:
      return fmt::format(
          "The {}'s certificate, or one above it, is not signed by the issuer that "
          "it names: has one been renewed with another key, in trust_anchors or in "
          "the chain?",
          peer);
    case Reason::certificate_usage:
      return fmt::format(
          "The {}'s certificate, or one above it, is for another usage: it needs {} "
          "in an extendedKeyUsage, and digitalSignature in a keyUsage.",
          peer, is_client ? "serverAuth" : "clientAuth");
    default:
      return about_kinds(reason, peer);
  }
}

/// The card has found fault with its peer.
std::string card_refuses(const SessionAlert& alert, bool is_client) {
  const auto description = static_cast<Alert>(alert.description);
  Reason reason = alert.reason;
  if (reason == Reason::none) {
    reason = usual_reason(description, is_client);
    const bool is_of_hellos =
        description == Alert::illegal_parameter || description == Alert::handshake_failure ||
        description == Alert::missing_extension || description == Alert::unsupported_extension;
    if (is_of_hellos) return nothing_suits(is_client);
    if (description == Alert::unsupported_certificate) return unsupported_certificate(is_client);
  }
  return about_hellos(reason, is_client) + about_keys(reason, is_client) +
         about_certificates(reason, is_client);
}

/// It has found fault with its peer, and says no more. What an applet with one key and one way of
/// doing everything is likeliest to miss.
std::string untold(bool is_client, bool was_open) {
  if (was_open || is_client) return "";
  return "Has the client the card's PSK, and does it offer TLS_AES_128_CCM_SHA256 and a key share "
         "of P-256 at once (openssl -ciphersuites TLS_AES_128_CCM_SHA256 -groups P-256)?";
}

/// The server has found fault with the card.
std::string server_refuses(Alert alert) {
  switch (alert) {
    case Alert::handshake_failure:
    case Alert::insufficient_security:
    case Alert::missing_extension:
      return "Nothing that the profile offers suits the server: compare modes, cipher_suites and "
             "groups (P-256 if it names none) with what it is set to.";
    case Alert::protocol_version:
      return "The server does not speak TLS 1.3.";
    case Alert::illegal_parameter:  // OpenSSL and GnuTLS; RFC 8446 section 6.2 has decrypt_error
    case Alert::decrypt_error:
    case Alert::unknown_psk_identity:
      return "Has the server the same PSK under the same identity (identity and key in the "
             "profile)?";
    case Alert::certificate_required:
      return "The server wants a certificate of its client: the profile needs the mode \"mutual\", "
             "certificate_chain and private_key.";
    case Alert::bad_certificate:
    case Alert::unsupported_certificate:
    case Alert::certificate_revoked:
    case Alert::certificate_expired:
    case Alert::certificate_unknown:
    case Alert::unknown_ca:
      return "The server does not accept the card's certificate: check certificate_chain in the "
             "profile, and what the server trusts.";
    case Alert::access_denied:
      return "The server knows who the card is, and does not let it in: have it allow this one.";
    case Alert::unrecognized_name:
      return "The server has no such name: check --server-name, or server_name in the profile.";
    case Alert::no_application_protocol:
      return "The server talks none of these protocols: check --alpn, or alpn in the profile.";
    default:
      return "";
  }
}

/// The client has found fault with the card.
std::string client_refuses(Alert alert) {
  switch (alert) {
    case Alert::access_denied:
      return "The client knows who the card is, and does not want to talk to it: have it allow "
             "this one.";
    case Alert::bad_certificate:
    case Alert::unsupported_certificate:
    case Alert::certificate_revoked:
    case Alert::certificate_expired:
    case Alert::certificate_unknown:
    case Alert::unknown_ca:
      return "The client does not accept the card's certificate: check certificate_chain in the "
             "profile, and what the client trusts and calls the server.";
    default:
      return "";
  }
}

}  // namespace

std::string advice(const SessionAlert& alert, bool is_client, bool was_open) {
  const auto description = static_cast<Alert>(alert.description);
  if (alert.origin == SessionAlert::Origin::unknown) return "";
  if (alert.origin == SessionAlert::Origin::card_untold) return untold(is_client, was_open);
  if (alert.origin != SessionAlert::Origin::peer) return card_refuses(alert, is_client);
  if (!is_client) return client_refuses(description);
  // A client is through before its server has checked the client's certificate.
  const bool late = description == Alert::illegal_parameter || description == Alert::decrypt_error;
  return was_open && late ? "" : server_refuses(description);
}

}  // namespace tls_se

#include "profile/profile_rules.h"

#include <algorithm>

#include "profile/p256_key.h"

namespace tls_se {
namespace {

using Rule = std::optional<BrokenRule> (*)(const CardProfile& profile);

bool has(const CardProfile& profile, Mode mode) { return profile.modes.has(mode); }

bool is_server(const CardProfile& profile) { return profile.role == Role::server; }

/// The card sends Certificate and CertificateVerify (RFC 8446 section 4.4).
bool shows_certificate(const CardProfile& profile) {
  return has(profile, Mode::mutual) || (is_server(profile) && has(profile, Mode::certificate));
}

/// The card checks those of its peer.
bool checks_certificate(const CardProfile& profile) {
  return has(profile, Mode::mutual) || (!is_server(profile) && has(profile, Mode::certificate));
}

bool has_private_key(const CardProfile& profile) {
  return !profile.private_key.empty() || profile.private_key_on_card;
}

std::optional<BrokenRule> psks(const CardProfile& profile) {
  if (has(profile, Mode::psk) && profile.psks.empty()) {
    return BrokenRule{
        "modes", "the psk mode needs a [[psk]] table with identity = \"...\" and key = \"hex\""};
  }
  if (!has(profile, Mode::psk) && !profile.psks.empty()) {
    return BrokenRule{"psk", "a [[psk]] is unused without the psk mode: add \"psk\" to modes"};
  }
  return {};
}

std::optional<BrokenRule> unused_certificate(const CardProfile& profile) {
  if (shows_certificate(profile)) return {};
  const std::string why =
      is_server(profile)
          ? " is unused without a certificate mode: add \"certificate\" or \"mutual\" to modes"
          : " is unused in a client without the mutual mode: add \"mutual\" to modes";
  if (!profile.certificate_chain.empty()) {
    return BrokenRule{"certificate_chain", "certificate_chain" + why};
  }
  if (has_private_key(profile)) return BrokenRule{"private_key", "private_key" + why};
  return {};
}

std::optional<BrokenRule> key_pair(const CardProfile& profile) {
  if (profile.certificate_chain.empty() && !has_private_key(profile)) {
    if (!shows_certificate(profile)) return {};
    return BrokenRule{
        "modes", std::string(is_server(profile) ? "a server with the certificate or mutual mode"
                                                : "a client with the mutual mode") +
                     " needs certificate_chain = \"chain.pem\" and private_key = "
                     "\"key.pem\""};
  }
  if (!has_private_key(profile)) {
    return BrokenRule{"certificate_chain",
                      "certificate_chain needs private_key = \"key.pem\", the key of its first "
                      "certificate, or private_key = \"card\" if that was made on the card"};
  }
  if (profile.certificate_chain.empty()) {
    return BrokenRule{"private_key",
                      "private_key needs certificate_chain = \"chain.pem\", whose first "
                      "certificate is the one for this key"};
  }
  if (profile.private_key_on_card) return {};  // the card itself compares them
  if (!is_key_pair(profile.private_key, profile.certificate_chain.front())) {
    return BrokenRule{"private_key",
                      "private_key does not belong to certificate_chain, whose first certificate "
                      "has to be the one for this key"};
  }
  return {};
}

std::optional<BrokenRule> trust_anchors(const CardProfile& profile) {
  const bool used = checks_certificate(profile);
  if (used && profile.trust_anchors.empty()) {
    return BrokenRule{
        "modes", std::string(is_server(profile) ? "a server with the mutual mode"
                                                : "a client with the certificate or mutual mode") +
                     " needs trust_anchors = [\"ca.pem\"] to check its peer by"};
  }
  if (!used && !profile.trust_anchors.empty()) {
    return BrokenRule{
        "trust_anchors",
        is_server(profile)
            ? "trust_anchors is unused in a server without the mutual mode: add \"mutual\" to modes"
            : "trust_anchors is unused without a certificate mode: add \"certificate\" or "
              "\"mutual\" to modes"};
  }
  return {};
}

std::optional<BrokenRule> server_name(const CardProfile& profile) {
  if (!is_server(profile) || profile.server_name.empty()) return {};
  return BrokenRule{"server_name",
                    "server_name is the client's: a server's names stand in its certificate"};
}

std::optional<BrokenRule> key_share(const CardProfile& profile) {
  if (!is_server(profile) || !profile.key_share_on_request) return {};
  return BrokenRule{"key_share",
                    "key_share = \"on_request\" is the client's: a server asks for a share itself, "
                    "if there is none in a ClientHello"};
}

bool is_of_psks(const CardProfile::AllowedPeer& peer) {
  return peer.kind == PeerPattern::Kind::psk_identity;
}

/// With a PSK that there is, so that a mistyped one is found here and not by who is kept out.
bool lets_some_psk_in(const CardProfile& profile, const CardProfile::AllowedPeer& peer) {
  return std::ranges::any_of(profile.psks, [&](const CardProfile::Psk& psk) {
    return fits(PeerPattern{.kind = peer.kind, .value = peer.value},
                Psk{.identity = psk.identity, .key = KeyHandle{0}});
  });
}

/// Who authenticates in a mode of the card's must have an entry that can fit.
std::optional<BrokenRule> allow(const CardProfile& profile) {
  const auto& peers = profile.allowed_peers;
  if (peers.empty()) return {};
  const bool names_psks = std::ranges::any_of(peers, is_of_psks);
  const bool names_certificates = !std::ranges::all_of(peers, is_of_psks);
  if (is_server(profile) && has(profile, Mode::certificate)) {
    return BrokenRule{
        "allow",
        "a server with the certificate mode takes clients that show nothing, whom "
        "allow would keep out: take \"certificate\" from modes, and add \"mutual\" if "
        "it is not there"};
  }
  if (names_psks && !has(profile, Mode::psk)) {
    return BrokenRule{"allow", "psk: in allow is unused without the psk mode"};
  }
  if (!names_psks && has(profile, Mode::psk)) {
    return BrokenRule{"allow",
                      "allow lets nobody in by a PSK: add an entry such as \"psk:*\", or take "
                      "\"psk\" from modes"};
  }
  if (names_certificates && !checks_certificate(profile)) {
    return BrokenRule{
        "allow", "allow names certificates, and no mode of this card checks one of its peer's"};
  }
  if (!names_certificates && checks_certificate(profile)) {
    return BrokenRule{"allow",
                      "allow lets nobody in by a certificate: add an entry such as "
                      "\"DNS:*.fleet.example\""};
  }
  for (const CardProfile::AllowedPeer& peer : peers) {
    if (!is_of_psks(peer) || lets_some_psk_in(profile, peer)) continue;
    return BrokenRule{"allow", "a psk: in allow fits the identity of no [[psk]]: compare them"};
  }
  return {};
}

constexpr Rule kRules[] = {psks,        unused_certificate, key_pair, trust_anchors,
                           server_name, key_share,          allow};

}  // namespace

std::optional<BrokenRule> broken_rule(const CardProfile& profile) {
  for (const Rule rule : kRules) {
    if (auto broken = rule(profile)) return broken;
  }
  return {};
}

}  // namespace tls_se

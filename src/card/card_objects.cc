#include "card/card_objects.h"

#include <stdexcept>
#include <utility>

#include "se/crypto_lib/hkdf.h"
#include "se/tls_state_machine/programs.h"
#include "text/protocol_name_list.h"
#include "text/server_name.h"

namespace tls_se {
namespace {

// Handles: that of the private key, and behind it those of the PSKs, in their order. The last
// number names no key.
constexpr KeyHandle kPrivateKey{0};
constexpr size_t kFirstPsk = 1;
constexpr size_t kMaxPsks = 0xffff - kFirstPsk;

/// The profile, if it has no more PSKs than there are handles.
CardProfile checked(CardProfile profile) {
  if (profile.psks.size() > kMaxPsks) throw std::runtime_error("a card has 65534 PSKs at most");
  return profile;
}

}  // namespace

SharedObjects::SharedObjects(CardProfile profile, Crypto& crypto)
    : profile_(checked(std::move(profile))), early_secrets_(profile_.psks.size()) {
  take_keys(crypto);
  certificate_chain_.assign(profile_.certificate_chain.begin(), profile_.certificate_chain.end());
  trust_anchors_.assign(profile_.trust_anchors.begin(), profile_.trust_anchors.end());
  for (const CardProfile::AllowedPeer& peer : profile_.allowed_peers) {
    allowed_peers_.push_back({.kind = peer.kind, .value = peer.value});
  }
  take_circumstances();
}

void SharedObjects::take_keys(Crypto& crypto) {
  for (size_t i = 0; i < early_secrets_.size(); ++i) {
    CardProfile::Psk& psk = profile_.psks[i];
    extract_early_secret(crypto, psk.key, early_secrets_[i].bytes());
    wipe(psk.key);
    psks_.push_back({psk.identity, KeyHandle(kFirstPsk + i)});
  }
  if (crypto.take_failure()) throw std::runtime_error("the card's platform can't compute SHA-256");
}

void SharedObjects::take_circumstances() {
  circumstances_.now = profile_.now;
  protocols_ = protocol_name_list(profile_.alpn);
  circumstances_.protocols = protocols_;
  const auto server = parse_server_name(profile_.server_name);
  if (!server) return;
  server_name_ = server->bytes;
  circumstances_.server_name = {server->kind == ServerName::Kind::dns_name
                                    ? ReferenceName::Kind::dns_name
                                    : ReferenceName::Kind::ip_address,
                                server_name_};
}

CardSettings SharedObjects::settings() const {
  return {.tls = {.modes = profile_.modes,
                  .psks = psks_,
                  .cipher_suites = profile_.cipher_suites,
                  .groups = profile_.groups,
                  .certificates = {.chain = certificate_chain_,
                                   .private_key = kPrivateKey,
                                   .trust_anchors = trust_anchors_},
                  .record_size_limit = profile_.record_size_limit,
                  .key_share_on_request = profile_.key_share_on_request,
                  .silent_alerts = profile_.silent_alerts},
          .sw_more = profile_.sw_more};
}

Bytes SharedObjects::find(KeyHandle key) const {
  if (key == kPrivateKey) return profile_.private_key;
  const size_t psk = std::to_underlying(key) - kFirstPsk;
  return psk < early_secrets_.size() ? Bytes(early_secrets_[psk].bytes()) : Bytes{};
}

CardObjects::CardObjects(std::shared_ptr<const SharedObjects> shared, Signatures* signatures,
                         const Program* program)
    : shared_(std::move(shared)),
      card_circumstances_(shared_->circumstances()),
      card_peer_(shared_->allowed_peers()),
      settings_(shared_->settings()) {
  const bool is_client = shared_->role() == Role::client;
  const Program& whole = is_client ? programs::kClient : programs::kServer;
  settings_.program = program != nullptr ? program : &whole;
  settings_.tls.certificates.signatures = signatures;
  settings_.tls.circumstances = &card_circumstances_.circumstances();
  settings_.tls.peer_watch = &card_peer_;
}

}  // namespace tls_se

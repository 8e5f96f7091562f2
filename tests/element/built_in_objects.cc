#include "built_in_objects.h"

#include "se/crypto_lib/hkdf.h"
#include "text/protocol_name_list.h"
#include "text/server_name.h"

namespace tls_se::test {
namespace {

constexpr KeyHandle kPrivateKey{0};
constexpr size_t kFirstPsk = 1;

}  // namespace

BuiltInObjects::BuiltInObjects(CardProfile profile, Crypto& crypto, Signatures* signatures,
                               const Program& program)
    : profile_(std::move(profile)),
      early_secrets_(profile_.psks.size()),
      certificate_chain_(profile_.certificate_chain.begin(), profile_.certificate_chain.end()),
      trust_anchors_(profile_.trust_anchors.begin(), profile_.trust_anchors.end()),
      circumstances_(Circumstances{}) {
  for (size_t i = 0; i < profile_.psks.size(); ++i) {
    extract_early_secret(crypto, profile_.psks[i].key, early_secrets_[i].bytes());
    psks_.push_back({profile_.psks[i].identity, KeyHandle(kFirstPsk + i)});
  }
  Circumstances pinned;
  protocols_ = protocol_name_list(profile_.alpn);
  pinned.protocols = protocols_;
  if (const auto server = parse_server_name(profile_.server_name)) {
    server_name_ = server->bytes;
    pinned.server_name = {server->kind == ServerName::Kind::dns_name
                              ? ReferenceName::Kind::dns_name
                              : ReferenceName::Kind::ip_address,
                          server_name_};
  }
  circumstances_.pin(pinned);
  settings_ = {.program = &program,
               .tls = {.modes = profile_.modes,
                       .psks = psks_,
                       .cipher_suites = profile_.cipher_suites,
                       .groups = profile_.groups,
                       .certificates = {.signatures = signatures,
                                        .chain = certificate_chain_,
                                        .private_key = kPrivateKey,
                                        .trust_anchors = trust_anchors_},
                       .circumstances = &circumstances_.circumstances(),
                       .peer_watch = &peer_,
                       .record_size_limit = profile_.record_size_limit,
                       .key_share_on_request = profile_.key_share_on_request,
                       .silent_alerts = profile_.silent_alerts},
               .sw_more = profile_.sw_more};
}

Bytes BuiltInObjects::find(KeyHandle key) const {
  if (key == kPrivateKey) return profile_.private_key;
  const size_t psk = static_cast<size_t>(key) - kFirstPsk;
  return psk < early_secrets_.size() ? Bytes(early_secrets_[psk].bytes()) : Bytes{};
}

}  // namespace tls_se::test

#include "card/host_element.h"

#include <algorithm>

#include "se/tls_state_machine/programs.h"
#include "text/protocol_name_list.h"

namespace tls_se {
namespace {

// A SEND of extended length may ask for a whole record at once.
constexpr size_t kMaxResponse = kRecordHeaderSize + kMaxCiphertext;

const CipherSuite* row_of(CardProfile::CipherSuite suite) {
  switch (suite) {
    case CardProfile::CipherSuite::aes_128_gcm_sha256:
      return &kAes128GcmSha256;
    case CardProfile::CipherSuite::aes_128_ccm_8_sha256:
      return &kAes128Ccm8Sha256;
    case CardProfile::CipherSuite::aes_128_ccm_sha256:
      break;
  }
  return &kAes128CcmSha256;
}

SwMore encoding(CardProfile::SwMore sw_more) {
  switch (sw_more) {
    case CardProfile::SwMore::always_61:
      return SwMore::always_61;
    case CardProfile::SwMore::mixed:
      return SwMore::mixed;
    case CardProfile::SwMore::always_9f:
      break;
  }
  return SwMore::always_9f;
}

Modes modes_of(const CardProfile& profile) {
  const auto has = [&](CardProfile::Mode mode) {
    return std::ranges::find(profile.modes, mode) != profile.modes.end();
  };
  return {.psk = has(CardProfile::Mode::psk),
          .certificate = has(CardProfile::Mode::certificate),
          .mutual = has(CardProfile::Mode::mutual)};
}

ReferenceName::Kind kind_of(const ServerName& server) {
  return server.kind == ServerName::Kind::ip_address ? ReferenceName::Kind::ip_address
                                                     : ReferenceName::Kind::dns_name;
}

}  // namespace

HostElement::HostElement(Crypto& crypto, Signatures* signatures, CardProfile profile)
    : crypto_(crypto), profile_(std::move(profile)), response_(kMaxResponse) {
  for (const CardProfile::Psk& psk : profile_.psks) psks_.push_back({psk.identity, psk.key});
  for (const auto suite : profile_.cipher_suites) cipher_suites_.push_back(row_of(suite));
  certificate_chain_.assign(profile_.certificate_chain.begin(), profile_.certificate_chain.end());
  trust_anchors_.assign(profile_.trust_anchors.begin(), profile_.trust_anchors.end());
  node_supplied_.emplace(circumstances());
  settings_ = {.tls = tls_settings(signatures),
               .sw_more = encoding(profile_.sw_more),
               .put_data = &*node_supplied_};
  reset();
}

TlsSettings HostElement::tls_settings(Signatures* signatures) const {
  const bool is_client = profile_.role == CardProfile::Role::client;
  return {.role = is_client ? Role::client : Role::server,
          .modes = modes_of(profile_),
          .psks = psks_,
          .cipher_suites = cipher_suites_,
          .certificates = {.signatures = signatures,
                           .chain = certificate_chain_,
                           .private_key = profile_.private_key,
                           .trust_anchors = trust_anchors_},
          .circumstances = &node_supplied_->circumstances(),
          .record_size_limit = profile_.record_size_limit.value_or(0),
          .key_share_on_request = profile_.key_share == CardProfile::KeyShare::on_request,
          .silent_alerts = profile_.alerts == CardProfile::Alerts::silent};
}

/// What the profile says of the connections.
Circumstances HostElement::circumstances() {
  Circumstances result;
  protocols_ = protocol_name_list(profile_.alpn);
  result.protocols = protocols_;
  if (profile_.server_name.empty()) return result;
  server_name_ = parse_server_name(profile_.server_name).value();
  result.server_name = {kind_of(server_name_), server_name_.bytes};
  return result;
}

void HostElement::reset() {
  element_.reset();  // it wipes the platform's key slots as it goes
  const bool is_client = profile_.role == CardProfile::Role::client;
  element_ = std::make_unique<Element>(crypto_, settings_,
                                       is_client ? programs::kClient : programs::kServer);
}

CardResponse HostElement::transmit(Bytes command) {
  const Response response = element_->process(command, response_);
  return {.data = {response_.begin(), response_.begin() + static_cast<ptrdiff_t>(response.size)},
          .status = response.status};
}

}  // namespace tls_se

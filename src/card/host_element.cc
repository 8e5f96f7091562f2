#include "card/host_element.h"

#include <arpa/inet.h>

#include <algorithm>

#include "se/tls_state_machine/programs.h"

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

/// The bytes of an IP address in text; empty if it is none.
std::vector<uint8_t> parse_address(const std::string& text) {
  for (const auto& [family, size] : {std::pair{AF_INET, size_t{4}}, {AF_INET6, size_t{16}}}) {
    std::vector<uint8_t> address(size);
    if (inet_pton(family, text.c_str(), address.data()) == 1) return address;
  }
  return {};
}

std::vector<uint8_t> protocol_name_list(const std::vector<std::string>& names) {
  std::vector<uint8_t> list;
  for (const std::string& name : names) {
    list.push_back(static_cast<uint8_t>(name.size()));
    list.insert(list.end(), name.begin(), name.end());
  }
  return list;
}

Bytes bytes_of(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
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
  server_address_ = parse_address(profile_.server_name);
  result.server_name =
      server_address_.empty()
          ? ReferenceName{ReferenceName::Kind::dns_name, bytes_of(profile_.server_name)}
          : ReferenceName{ReferenceName::Kind::ip_address, server_address_};
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

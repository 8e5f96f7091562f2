#include "reader/host_element.h"

#include <stdexcept>

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

}  // namespace

HostElement::HostElement(Crypto& crypto, CardProfile profile)
    : crypto_(crypto), profile_(std::move(profile)), response_(kMaxResponse) {
  if (profile_.role != CardProfile::Role::server ||
      profile_.modes != std::vector{CardProfile::Mode::psk}) {
    throw std::runtime_error("this build makes cards for role \"server\" and mode \"psk\" only");
  }
  for (const CardProfile::Psk& psk : profile_.psks) psks_.push_back({psk.identity, psk.key});
  for (const auto suite : profile_.cipher_suites) cipher_suites_.push_back(row_of(suite));
  settings_ = {.tls = {.role = Role::server,
                       .psks = psks_,
                       .cipher_suites = cipher_suites_,
                       .silent_alerts = profile_.alerts == CardProfile::Alerts::silent},
               .sw_more = encoding(profile_.sw_more)};
  reset();
}

void HostElement::reset() {
  element_.reset();  // it wipes the platform's key slots as it goes
  element_ = std::make_unique<Element>(crypto_, settings_, programs::kServerPsk);
}

CardResponse HostElement::transmit(Bytes command) {
  const Response response = element_->process(command, response_);
  return {.data = {response_.begin(), response_.begin() + static_cast<ptrdiff_t>(response.size)},
          .status = response.status};
}

}  // namespace tls_se

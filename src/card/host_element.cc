#include "card/host_element.h"

namespace tls_se {
namespace {

// A SEND of extended length may ask for a whole record at once.
constexpr size_t kMaxResponse = kRecordHeaderSize + kMaxCiphertext;

}  // namespace

HostElement::HostElement(Crypto& crypto, CardObjects& objects)
    : crypto_(crypto),
      objects_(objects),
      element_(std::make_unique<std::optional<Element>>()),
      response_(kMaxResponse) {
  reset();
}

void HostElement::reset() {
  element_->reset();  // it wipes the platform's key slots as it goes
  element_->emplace(crypto_, objects_.settings(), &objects_.put_data());
}

CardResponse HostElement::transmit(Bytes command) {
  const Response response = (*element_)->process(command, response_);
  return {.data = {response_.begin(), response_.begin() + static_cast<ptrdiff_t>(response.size)},
          .status = response.status};
}

}  // namespace tls_se

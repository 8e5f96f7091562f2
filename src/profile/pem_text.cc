#include "profile/pem_text.h"

#include <openssl/bio.h>
#include <openssl/pem.h>

#include <memory>
#include <new>

#include "se/x509/algorithms.h"

namespace tls_se {

std::string pem_text(const std::string& label, const Bytes& der) {
  struct Free {
    void operator()(BIO* bio) const { BIO_free(bio); }
  };
  const std::unique_ptr<BIO, Free> bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr ||
      PEM_write_bio(bio.get(), label.c_str(), "", der.data(), static_cast<long>(der.size())) <= 0) {
    throw std::bad_alloc();
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<size_t>(size)};
}

std::vector<uint8_t> p256_public_key_info(const Bytes& point) {
  std::vector<uint8_t> der(kP256KeyPrefix.size() + point.size());
  copy_bytes(der, kP256KeyPrefix);
  copy_bytes(MutableBytes(der).subspan(kP256KeyPrefix.size()), point);
  return der;
}

}  // namespace tls_se

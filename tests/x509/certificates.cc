#include "x509/certificates.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <utility>

#include "text/server_name.h"

namespace tls_se::test {

std::vector<Data> ders_of_pem(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  std::vector<Data> ders;
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* data = nullptr;
  long size = 0;
  while (PEM_read_bio(memory.get(), &name, &header, &data, &size) == 1) {
    ders.emplace_back(data, data + size);
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(data);
  }
  ERR_clear_error();
  if (ders.empty()) throw std::invalid_argument("no PEM block");
  return ders;
}

std::string contents_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(file.string() + " can't be read");
  return {std::istreambuf_iterator<char>(stream), {}};
}

void Certificates::add(Data der) {
  ders_.push_back(std::move(der));
  spans_.emplace_back(ders_.back());
}

void Certificates::add_pem(const std::string& pem) {
  for (Data& der : ders_of_pem(pem)) add(std::move(der));
}

WrittenName::WrittenName(std::string text) : text_(std::move(text)) {
  if (text_.empty()) return;
  auto server = parse_server_name(text_);
  if (server && server->kind == ServerName::Kind::ip_address) {
    address_ = std::move(server->bytes);
    reference_ = {ReferenceName::Kind::ip_address, address_};
    return;
  }
  // As it stands, be it a name or none.
  reference_ = {ReferenceName::Kind::dns_name,
                {reinterpret_cast<const uint8_t*>(text_.data()), text_.size()}};
}

UtcTime time_of(std::string_view text) {
  UtcTime time{};
  size_t digits = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || digits == 2 * time.digits.size()) continue;
    uint8_t& pair = time.digits[digits++ / 2];
    pair = static_cast<uint8_t>(pair << 4 | (c - '0'));
  }
  if (digits != 2 * time.digits.size() || !is_valid(time)) {
    throw std::invalid_argument("no time: " + std::string(text));
  }
  return time;
}

std::string_view name_of(Alert alert) {
  switch (description_of(alert)) {
    case Alert::none:
      return "none";
    case Alert::bad_certificate:
      return "bad_certificate";
    case Alert::unsupported_certificate:
      return "unsupported_certificate";
    case Alert::certificate_expired:
      return "certificate_expired";
    case Alert::certificate_unknown:
      return "certificate_unknown";
    case Alert::unknown_ca:
      return "unknown_ca";
    default:
      return "an alert that no path check gives";
  }
}

}  // namespace tls_se::test

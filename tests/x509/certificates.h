// For tests: certificates in files, and chains of them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "se/x509/path.h"

namespace tls_se::test {

using Data = std::vector<uint8_t>;

/// The DER in each PEM block of `pem`; throws std::invalid_argument if there is none.
[[nodiscard]] std::vector<Data> ders_of_pem(const std::string& pem);
/// Throws std::runtime_error if it can't be read.
[[nodiscard]] std::string contents_of(const std::filesystem::path& file);

/// A list of certificates, as PathQuestion has them.
class Certificates {
 public:
  Certificates() = default;
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  void add(Data der);
  void add_pem(const std::string& pem);
  [[nodiscard]] std::span<const Bytes> spans() const { return spans_; }

 private:
  std::vector<Data> ders_;  // the memory of each stays where it is when the vector grows
  std::vector<Bytes> spans_;
};

/// A host name, or an IPv4 or IPv6 address as people write them; none if `text` is empty.
class WrittenName {
 public:
  explicit WrittenName(std::string text);
  WrittenName(const WrittenName&) = delete;
  WrittenName& operator=(const WrittenName&) = delete;

  [[nodiscard]] const ReferenceName& reference() const { return reference_; }

 private:
  std::string text_;
  Data address_;
  ReferenceName reference_;
};

/// Of the form 2024-03-01T00:00:05 or 20240301000005Z, whatever follows.
[[nodiscard]] UtcTime time_of(std::string_view text);

/// An alert as RFC 8446 names it; "none" for a path that is good.
[[nodiscard]] std::string_view name_of(Alert alert);

}  // namespace tls_se::test

#include "profile/pem.h"

#include <openssl/evp.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "profile/p256_key.h"
#include "profile/secret_bytes.h"
#include "profile/wrong_file.h"

namespace tls_se {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";

constexpr std::string_view kBroken =
    "is broken: behind a -----BEGIN line it has to be base64 up to the same -----END";
constexpr std::string_view kNoCertificate =
    "holds no certificate, which begins with -----BEGIN CERTIFICATE-----";
constexpr std::string_view kBadCertificate =
    "holds a -----BEGIN CERTIFICATE----- that is no X.509 certificate: openssl x509 -in FILE -text "
    "shows one";
constexpr std::string_view kNoPrivateKey =
    "holds no private key, which begins with -----BEGIN PRIVATE KEY----- or "
    "-----BEGIN EC PRIVATE KEY-----";
constexpr std::string_view kTwoPrivateKeys = "holds two private keys: a card has one";
constexpr std::string_view kEncrypted =
    "is protected by a passphrase, for which nobody can be asked here: openssl pkey -in FILE "
    "-out PLAIN takes it off";
constexpr std::string_view kOpensshKey =
    "is a key in OpenSSH's own format: ssh-keygen -p -m PKCS8 -f COPY makes PEM of a copy of it, "
    "which has to be of type ecdsa-sha2-nistp256";
constexpr std::string_view kNoP256Key =
    "is no P-256 key: openssl ecparam -name prime256v1 -genkey -noout makes one";

std::unexpected<std::string> refusal(const std::filesystem::path& file, std::string_view why) {
  return std::unexpected(file.string() + " " + std::string(why));
}

/// A textual encoding, RFC 7468 section 2, in the text that it was found in.
struct Block {
  std::string_view label;
  std::string_view contents;
};

/// Finds one block after the other; what stands around them is passed over.
class BlockReader {
 public:
  explicit BlockReader(std::string_view text) : rest_(text) {}

  /// Nothing at the end, and where a block is broken.
  std::optional<Block> next();
  [[nodiscard]] bool is_broken() const { return is_broken_; }

 private:
  bool skip_to_begin();
  /// What stands before the mark, which is passed over with it.
  std::string_view read_up_to(std::string_view mark);

  std::string_view rest_;
  bool is_broken_ = false;
};

std::optional<Block> BlockReader::next() {
  if (!skip_to_begin()) return {};
  const std::string_view label = read_up_to(kDashes);
  const std::string_view contents = read_up_to(kEnd);
  if (read_up_to(kDashes) != label || label.find('\n') != label.npos) is_broken_ = true;
  if (is_broken_) return {};
  return Block{label, contents};
}

bool BlockReader::skip_to_begin() {
  size_t at = rest_.find(kBegin);
  while (at != rest_.npos && at != 0 && rest_[at - 1] != '\n') at = rest_.find(kBegin, at + 1);
  if (at == rest_.npos) return false;
  rest_.remove_prefix(at + kBegin.size());
  return true;
}

std::string_view BlockReader::read_up_to(std::string_view mark) {
  const size_t size = rest_.find(mark);
  if (size == rest_.npos) is_broken_ = true;
  if (is_broken_) return {};
  const std::string_view before = rest_.substr(0, size);
  rest_.remove_prefix(size + mark.size());
  return before;
}

bool is_white_space(char c) { return " \t\r\n\v\f"sv.find(c) != std::string_view::npos; }

/// Without its white space. EVP_DecodeBlock takes padding wherever it stands; here it is at the
/// end.
std::optional<SecretBytes> base64_of(std::string_view contents) {
  SecretBytes base64(contents.size());
  const auto end = std::ranges::remove_copy_if(contents, base64.bytes().begin(), is_white_space);
  base64.shorten(static_cast<size_t>(end.out - base64.bytes().begin()));
  const std::string_view text = base64.text();
  if (text.empty() || text.size() % 4 != 0) return {};
  const size_t padding = std::min(text.find('='), text.size());
  if (text.size() - padding > 2 || text.find_first_not_of('=', padding) != text.npos) return {};
  return base64;
}

std::optional<SecretBytes> der_of(const Block& block) {
  const auto base64 = base64_of(block.contents);
  if (!base64) return {};
  const Bytes text = base64->bytes();
  SecretBytes der(text.size() / 4 * 3);
  // Not PEM_read_bio, whose decoder frees its last line without wiping it.
  const int size = EVP_DecodeBlock(der.bytes().data(), text.data(), static_cast<int>(text.size()));
  if (size != static_cast<int>(der.bytes().size())) return {};
  der.shorten(der.bytes().size() - static_cast<size_t>(std::ranges::count(text, '=')));
  return der;
}

bool is_certificate_label(std::string_view label) {
  return label == "CERTIFICATE" ||
         label == "X509 CERTIFICATE";  // the old one, RFC 7468 section 5.1
}

/// PKCS#8's own way (RFC 5958 section 3), or the headers of RFC 1421.
bool is_encrypted(const Block& key) {
  return key.label == "ENCRYPTED PRIVATE KEY" ||
         key.contents.find(",ENCRYPTED") != std::string_view::npos;
}

std::optional<std::vector<uint8_t>> scalar_of(std::string_view label, const Bytes& der) {
  if (label == "PRIVATE KEY") return scalar_of_pkcs8(der);
  if (label == "EC PRIVATE KEY") return scalar_of_sec1(der);
  return {};
}

/// What stands in the file instead, if that can be told; else `why`.
std::string none_of_these(WantedPem wanted, const SecretBytes& secret, std::string_view why,
                          const std::filesystem::path& file) {
  BlockReader blocks(secret.text());
  while (const auto block = blocks.next()) {
    if (const auto words = wrong_block(wanted, block->label, file)) {
      return std::string(why) + "; it " + *words;
    }
  }
  return std::string(why);
}

/// The only private key among the blocks, or why there is none.
std::expected<Block, std::string_view> find_private_key(BlockReader blocks) {
  std::optional<Block> key;
  while (const auto block = blocks.next()) {
    if (!block->label.ends_with("PRIVATE KEY")) continue;
    if (key) return std::unexpected(kTwoPrivateKeys);
    key = block;
  }
  if (blocks.is_broken()) return std::unexpected(kBroken);
  if (!key) return std::unexpected(kNoPrivateKey);
  return *key;
}

/// All that a PEM file holds. A byte order mark would hide its first block.
std::expected<SecretBytes, std::string> read_pem_file(WantedPem wanted,
                                                      const std::filesystem::path& file) {
  auto secret = read_secret_file(file);
  if (!secret) return refusal(file, secret.error());
  if (const auto words = wrong_encoding(wanted, secret->bytes(), file)) {
    return refusal(file, *words);
  }
  return secret;
}

}  // namespace

std::expected<std::vector<std::vector<uint8_t>>, std::string> read_pem_certificates(
    const std::filesystem::path& file) {
  const auto secret = read_pem_file(WantedPem::certificates, file);  // a key may stand there too
  if (!secret) return std::unexpected(secret.error());
  std::vector<std::vector<uint8_t>> certificates;
  BlockReader blocks(secret->text());
  while (const auto block = blocks.next()) {
    if (!is_certificate_label(block->label)) continue;
    const auto der = der_of(*block);
    if (!der) return refusal(file, kBroken);
    if (!is_certificate(der->bytes())) return refusal(file, kBadCertificate);
    certificates.emplace_back(der->bytes().begin(), der->bytes().end());
  }
  if (blocks.is_broken()) return refusal(file, kBroken);
  if (certificates.empty()) {
    return refusal(file, none_of_these(WantedPem::certificates, *secret, kNoCertificate, file));
  }
  return certificates;
}

std::expected<std::vector<uint8_t>, std::string> read_pem_private_key(
    const std::filesystem::path& file) {
  const auto secret = read_pem_file(WantedPem::private_key, file);
  if (!secret) return std::unexpected(secret.error());
  const auto key = find_private_key(BlockReader(secret->text()));
  if (!key && key.error() == kNoPrivateKey) {
    return refusal(file, none_of_these(WantedPem::private_key, *secret, kNoPrivateKey, file));
  }
  if (!key) return refusal(file, key.error());
  if (key->label == "OPENSSH PRIVATE KEY") return refusal(file, kOpensshKey);
  if (is_encrypted(*key)) return refusal(file, kEncrypted);
  const auto der = der_of(*key);
  if (!der) return refusal(file, kBroken);
  auto scalar = scalar_of(key->label, der->bytes());
  if (!scalar) return refusal(file, kNoP256Key);
  return std::move(*scalar);
}

}  // namespace tls_se

#include "profile/allowed_peer.h"

#include <algorithm>

#include "se/crypto_lib/crypto.h"
#include "se/x509/dns_name.h"
#include "text/hex.h"
#include "text/server_name.h"

namespace tls_se {
namespace {

using Kind = PeerPattern::Kind;
using Value = std::expected<std::vector<uint8_t>, std::string>;

constexpr std::string_view kForms =
    "an entry of allow begins with psk: (a PSK identity), CN= (the subject's common name), DNS:, "
    "IP: or URI: (a name in subjectAltName), or sha256: (the certificate's fingerprint): allow = "
    "[\"DNS:*.fleet.example\"]";
constexpr size_t kMaxValue = 65535;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

Value bytes_of(std::string_view text) { return std::vector<uint8_t>(text.begin(), text.end()); }

/// With a "*" at its end alone: one in the middle would be taken letter by letter.
Value text_value(std::string_view text) {
  const size_t star = text.find('*');
  if (star < text.size() - 1) {
    return std::unexpected("a * stands for the rest of a name, and so only at its end");
  }
  if (std::ranges::any_of(text, is_control)) {
    return std::unexpected("a name in allow has no control characters");
  }
  return bytes_of(text);
}

bool is_address(std::string_view text) {
  const auto name = parse_server_name(text);
  return name && name->kind == ServerName::Kind::ip_address;
}

/// An address is no name here either, though its numbers would pass for labels: a certificate has
/// it as an iPAddress (RFC 5280 section 4.2.1.6).
Value dns_value(std::string_view text) {
  if (is_address(text)) return std::unexpected("an address is IP: in allow: \"IP:192.0.2.7\"");
  auto bytes = bytes_of(text);
  const bool wildcard = is_wildcard(*bytes);
  const Bytes host = wildcard ? behind_wildcard(*bytes) : Bytes(*bytes);
  if (host_name_labels(host) >= (wildcard ? 2u : 1u)) return bytes;
  return std::unexpected(
      "DNS: is followed by a name, \"DNS:pump-7.fleet.example\", or by \"*.\" and two labels or "
      "more, for all names with one label before these: \"DNS:*.fleet.example\"");
}

Value ip_value(std::string_view text) {
  const auto server = parse_server_name(std::string(text));
  if (server && server->kind == ServerName::Kind::ip_address) return server->bytes;
  return std::unexpected(
      "IP: is followed by an address: \"IP:192.0.2.7\" or \"IP:2001:db8::7\", without brackets");
}

Value fingerprint_value(std::string_view text) {
  std::string digits(text);
  std::erase(digits, ':');
  auto bytes = parse_hex(digits);
  if (bytes && bytes->size() == kSha256Size) return std::move(*bytes);
  return std::unexpected(
      "sha256: is followed by the 64 digits that openssl x509 -noout -fingerprint -sha256 -in FILE "
      "shows, with or without colons");
}

struct Form {
  std::string_view prefix;
  Kind kind;
  Value (*parse)(std::string_view text);
};
constexpr Form kAllForms[] = {
    {"psk:", Kind::psk_identity, text_value}, {"CN=", Kind::common_name, text_value},
    {"DNS:", Kind::dns_name, dns_value},      {"IP:", Kind::ip_address, ip_value},
    {"URI:", Kind::uri, text_value},          {"sha256:", Kind::fingerprint, fingerprint_value}};

}  // namespace

std::expected<CardProfile::AllowedPeer, std::string> parse_allowed_peer(std::string_view text) {
  for (const Form& form : kAllForms) {
    if (!text.starts_with(form.prefix)) continue;
    text.remove_prefix(form.prefix.size());
    if (text.empty() || text.size() > kMaxValue) {
      return std::unexpected(std::string(form.prefix) + " is followed by 1 to 65535 bytes");
    }
    auto value = form.parse(text);
    if (!value) return std::unexpected(value.error());
    return CardProfile::AllowedPeer{form.kind, std::move(*value)};
  }
  return std::unexpected(std::string(kForms));
}

std::string allowed_peer_words(const CardProfile::AllowedPeer& peer) {
  const auto form = std::ranges::find(kAllForms, peer.kind, &Form::kind);
  const std::string prefix(form->prefix);
  if (peer.kind == Kind::fingerprint) return prefix + to_hex(peer.value);
  if (peer.kind == Kind::ip_address) return prefix + ip_address_text(peer.value);
  return prefix + std::string(peer.value.begin(), peer.value.end());
}

}  // namespace tls_se

#include "text/hex.h"

#include "se/base/secret.h"

namespace tls_se {
namespace {

constexpr char kDigits[] = "0123456789ABCDEF";

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_space(char c) { return std::string_view(" \t\r\n").contains(c); }

void append(std::string& text, uint8_t byte) {
  text += kDigits[byte >> 4];
  text += kDigits[byte & 15];
}

}  // namespace

std::expected<std::vector<uint8_t>, std::string> parse_hex(std::string_view text) {
  std::vector<uint8_t> bytes;
  bytes.reserve(text.size() / 2);  // no reallocation: a key leaves no copy of itself behind
  const auto refuse = [&](std::string why) {
    wipe(bytes);  // all of a key but the digit that is wrong
    return std::unexpected(std::move(why));
  };
  const auto no_digit = [&](size_t at) {
    return refuse("character " + std::to_string(at + 1) + " is no hexadecimal digit");
  };
  for (size_t at = 0; at < text.size(); ++at) {
    if (is_space(text[at])) continue;
    const int high = digit_value(text[at]);
    if (high < 0) return no_digit(at);
    if (++at == text.size() || is_space(text[at])) {
      return refuse("digit " + std::to_string(at) + " has no partner: two make a byte");
    }
    const int low = digit_value(text[at]);
    if (low < 0) return no_digit(at);
    bytes.push_back(static_cast<uint8_t>(high << 4 | low));
  }
  return bytes;
}

std::string to_hex(Bytes bytes) {
  std::string text;
  text.reserve(2 * bytes.size());
  for (const uint8_t byte : bytes) append(text, byte);
  return text;
}

std::string to_spaced_hex(Bytes bytes) {
  std::string text;
  text.reserve(3 * bytes.size());
  for (const uint8_t byte : bytes) {
    if (!text.empty()) text += ' ';
    append(text, byte);
  }
  return text;
}

}  // namespace tls_se

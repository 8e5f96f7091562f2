// What a certificate is to say of its owner, from a person's words to the DER of a certification
// request.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace tls_se {

/// Name of the subject, RFC 4514 ("CN=pump-7,O=Example", the most special first), and behind it
/// GeneralNames if there are any, as the card takes them. Or what is wrong and what would be right.
[[nodiscard]] std::expected<std::vector<uint8_t>, std::string> encode_names(
    const std::string& subject, const std::vector<std::string>& dns,
    const std::vector<std::string>& ip);

}  // namespace tls_se

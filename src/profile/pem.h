// Certificates and private keys as files have them: PEM, RFC 7468.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace tls_se {

/// The DER of each certificate in the file, one at least, in its order; other blocks are passed
/// over. Or what is wrong and what would be right: a sentence that begins with the file's name.
[[nodiscard]] std::expected<std::vector<std::vector<uint8_t>>, std::string> read_pem_certificates(
    const std::filesystem::path& file);

/// The scalar, 32 bytes big-endian, of the one private key in the file: a P-256 key in PKCS#8
/// (RFC 5958) or SEC 1 (RFC 5915), not encrypted. Or what is wrong and what would be right, as
/// above; it repeats nothing of what the file holds. Nobody is asked for a passphrase. The caller
/// wipes the key; of all else that held it nothing is left.
[[nodiscard]] std::expected<std::vector<uint8_t>, std::string> read_pem_private_key(
    const std::filesystem::path& file);

}  // namespace tls_se

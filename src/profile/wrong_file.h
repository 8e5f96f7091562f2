// Files that hold something else than the PEM that a profile asks for: what it is, and the command
// that makes the right thing of it. Words that follow the file's name, and repeat nothing of it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "se/base/bytes.h"

namespace tls_se {

enum class WantedPem { certificates, private_key };

/// Of a file that is no PEM as a whole: in DER, in UTF-16, behind a byte order mark. Nothing if it
/// is none of these.
[[nodiscard]] std::optional<std::string> wrong_encoding(WantedPem wanted, const Bytes& contents,
                                                        const std::filesystem::path& file);

/// Of a block of another kind in a file without one that is wanted. Nothing if the label is not
/// known.
[[nodiscard]] std::optional<std::string> wrong_block(WantedPem wanted, std::string_view label,
                                                     const std::filesystem::path& file);

/// "is in UTF-16": how to write the text anew. Nothing if it does not begin as such a text does.
[[nodiscard]] std::optional<std::string> utf16_words(const Bytes& contents,
                                                     const std::filesystem::path& file);

}  // namespace tls_se

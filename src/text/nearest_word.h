// The word that was meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tls_se {

/// The one of the words that is like `word` but for a letter or two (added, left out, another, or
/// two in the wrong order); empty if none is.
[[nodiscard]] std::string nearest_word(std::string_view word,
                                       const std::vector<std::string>& words);

}  // namespace tls_se

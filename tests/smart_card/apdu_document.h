// docs/apdu.md, as tests read it.
#pragma once

#include <string>
#include <vector>

namespace tls_se::test {

[[nodiscard]] std::string apdu_document();

/// The cells of the rows of its table that has this head.
[[nodiscard]] std::vector<std::vector<std::string>> apdu_table(const std::string& head);

}  // namespace tls_se::test

#include "text/nearest_word.h"

#include <algorithm>

namespace tls_se {
namespace {

/// How many letters have to be added, left out, changed, or swapped with their neighbour.
size_t distance(std::string_view from, std::string_view to) {
  // Row by row: each has the distances from a beginning of `from` to all beginnings of `to`.
  std::vector<std::vector<size_t>> rows(from.size() + 1, std::vector<size_t>(to.size() + 1));
  for (size_t i = 0; i <= from.size(); ++i) {
    for (size_t j = 0; j <= to.size(); ++j) {
      if (i == 0 || j == 0) {
        rows[i][j] = i + j;
        continue;
      }
      const size_t change = from[i - 1] == to[j - 1] ? 0 : 1;
      rows[i][j] = std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change});
      const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (swapped) rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[from.size()][to.size()];
}

}  // namespace

std::string nearest_word(std::string_view word, const std::vector<std::string>& words) {
  constexpr size_t kLongest = 40;
  if (word.size() > kLongest) return "";
  std::string nearest;
  size_t best = 3;
  for (const std::string& known : words) {
    const size_t far = distance(word, known);
    // More would turn a short word into any other.
    if (far >= best || 2 * far >= known.size()) continue;
    best = far;
    nearest = known;
  }
  return nearest;
}

}  // namespace tls_se

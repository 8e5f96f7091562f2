#include "apdu_document.h"

#include <fstream>
#include <sstream>

namespace tls_se::test {
namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::stringstream row(line.substr(1));
  for (std::string cell; std::getline(row, cell, '|');) {
    const size_t begin = cell.find_first_not_of(" `");
    const size_t end = cell.find_last_not_of(" `");
    cells.push_back(begin == std::string::npos ? "" : cell.substr(begin, end - begin + 1));
  }
  return cells;
}

}  // namespace

std::string apdu_document() {
  std::ifstream file(TLS_SE_SOURCE_DIR "/docs/apdu.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::vector<std::string>> apdu_table(const std::string& head) {
  std::stringstream text(apdu_document());
  std::vector<std::vector<std::string>> rows;
  bool is_in = false;
  for (std::string line; std::getline(text, line);) {
    if (line == head) {
      is_in = true;
    } else if (is_in && !line.starts_with('|')) {
      is_in = false;
    } else if (is_in && !line.starts_with("|--")) {
      rows.push_back(cells_of(line));
    }
  }
  return rows;
}

}  // namespace tls_se::test

#include "vectors/wycheproof.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/hex.h"

namespace tls_se {
namespace {

std::filesystem::path folder() {
  const char* const given = std::getenv("TLS_SE_WYCHEPROOF_DIR");
  return given != nullptr ? given : TLS_SE_WYCHEPROOF_DIR;
}

}  // namespace

void Wycheproof::SetUp() {
  if (std::filesystem::is_directory(folder())) return;
  GTEST_SKIP() << "no Wycheproof vectors at " << folder()
               << "; name their folder in the environment variable TLS_SE_WYCHEPROOF_DIR";
}

void Wycheproof::for_each(const std::string& file,
                          const std::function<void(const Json& group, const Json& vector)>& check) {
  std::ifstream stream(folder() / file);
  ASSERT_TRUE(stream) << folder() / file << " can't be read";
  const Json vectors = Json::parse(stream);
  for (const Json& group : vectors.at("testGroups")) {
    for (const Json& vector : group.at("tests")) {
      SCOPED_TRACE(file + " tcId " + std::to_string(vector.at("tcId").get<int>()) + ", " +
                   vector.at("comment").get<std::string>());
      check(group, vector);
    }
  }
}

std::vector<uint8_t> bytes_of(const nlohmann::json& vector, const char* field) {
  return from_hex(vector.at(field).get<std::string>());
}

bool is_valid(const nlohmann::json& vector) { return vector.at("result") == "valid"; }

bool is_invalid(const nlohmann::json& vector) { return vector.at("result") == "invalid"; }

}  // namespace tls_se

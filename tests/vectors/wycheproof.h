// The JSON files of Project Wycheproof, https://github.com/C2SP/wycheproof.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace tls_se {

/// Skips its tests, saying why, where there are no vectors: in the folder that the environment
/// variable TLS_SE_WYCHEPROOF_DIR names, or the CMake variable of that name.
class Wycheproof : public testing::Test {
 protected:
  using Json = nlohmann::json;

  void SetUp() override;
  /// Calls back for every vector of the file, with its group; failures print its tcId.
  void for_each(const std::string& file,
                const std::function<void(const Json& group, const Json& vector)>& check);
};

/// The bytes of a vector's field.
[[nodiscard]] std::vector<uint8_t> bytes_of(const nlohmann::json& vector, const char* field);
/// "valid", "invalid", or "acceptable", which leaves it to the implementation.
[[nodiscard]] bool is_valid(const nlohmann::json& vector);
[[nodiscard]] bool is_invalid(const nlohmann::json& vector);

}  // namespace tls_se

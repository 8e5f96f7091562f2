// The options of `tls-se doctor`.
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <string>
#include <vector>

#include "doctor/examination.h"

namespace tls_se {

class DoctorOptions {
 public:
  /// The command runs as it is read, and tells its exit code to `done`.
  void add_to(CLI::App& app, std::function<void(int)> done);

 private:
  [[nodiscard]] Examination examination() const;
  [[nodiscard]] int run() const;

  std::vector<std::string> cards_;
  std::string profile_;
  std::string psk_identity_;
  std::string listen_;
  bool is_json_ = false;
};

}  // namespace tls_se

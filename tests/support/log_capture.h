// The log goes to a WatchedLog for as long as this lives.
#pragma once

#include <spdlog/spdlog.h>

#include <memory>

#include "support/watched_log.h"

namespace tls_se {

class LogCapture {
 public:
  explicit LogCapture(spdlog::level::level_enum level) {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("", log_));
    spdlog::set_level(level);
  }
  ~LogCapture() { spdlog::set_default_logger(loud_); }
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;

  WatchedLog* operator->() const { return log_.get(); }

 private:
  const std::shared_ptr<WatchedLog> log_ = std::make_shared<WatchedLog>();
  const std::shared_ptr<spdlog::logger> loud_ = spdlog::default_logger();
};

}  // namespace tls_se

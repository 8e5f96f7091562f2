// What is logged, for tests that wait for it.
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>

namespace tls_se {

class WatchedLog final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  [[nodiscard]] std::string str() {
    const std::lock_guard lock(mutex_);
    return text_;
  }
  [[nodiscard]] size_t count(const std::string& words) {
    const std::lock_guard lock(mutex_);
    return count_(words);
  }
  /// Until these words have been logged so many times; false if a long time passes before.
  [[nodiscard]] bool await(const std::string& words, size_t times = 1) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(30),
                             [&] { return count_(words) >= times; });
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    text_.append(line.begin(), line.end());
    changed_.notify_all();
  }
  void flush_() override {}

 private:
  [[nodiscard]] size_t count_(const std::string& words) const {
    size_t times = 0;
    for (size_t at = text_.find(words); at != text_.npos; at = text_.find(words, at + 1)) ++times;
    return times;
  }

  std::condition_variable changed_;
  std::string text_;
};

}  // namespace tls_se

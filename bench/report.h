// The measurements as a table of what they are measured for: the ratios.
#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <string>

namespace tls_se::bench {

/// Counters of a handshake, in seconds: its curve operations, and what comes before and after
/// it.
inline constexpr const char* kOnCurve = "on_curve";
inline constexpr const char* kSetUp = "set_up";

/// Prints nothing while it runs but what fails, and at the end the tables.
class Report final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

  [[nodiscard]] bool failed() const { return failed_; }

 private:
  void print_handshakes(const char* role) const;
  void print_records(const char* operation) const;
  void print_primitives() const;
  /// Of "name" or "name/size"; not a number if it has not been measured.
  [[nodiscard]] double nanoseconds(const std::string& name) const;

  std::map<std::string, double> nanoseconds_;  // of a benchmark's quickest repetition
  bool failed_ = false;
};

}  // namespace tls_se::bench

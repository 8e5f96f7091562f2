#include "bench/report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace tls_se::bench {
namespace {

constexpr int kSizes[] = {256, 1024, 16384};

void heading(const char* text) { std::printf("\n%s\n", text); }

std::string sized(const std::string& name, int size) { return name + "/" + std::to_string(size); }

}  // namespace

bool Report::ReportContext(const Context&) { return true; }

void Report::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    if (run.error_occurred) {
      std::fprintf(stderr, "%s: %s\n", run.benchmark_name().c_str(), run.error_message.c_str());
      failed_ = true;
      continue;
    }
    const std::string& arguments = run.run_name.args;
    const std::string name =
        run.run_name.function_name + (arguments.empty() ? "" : "/" + arguments);
    if (run.run_type != Run::RT_Iteration) continue;
    const double time = run.GetAdjustedRealTime();
    const auto known = nanoseconds_.find(name);
    if (known != nanoseconds_.end() && known->second <= time) continue;
    nanoseconds_[name] = time;
    // Parts of the same repetition, so that the ratio to them is that of one stretch of time.
    for (const char* const part : {kOnCurve, kSetUp}) {
      const auto counter = run.counters.find(part);
      if (counter == run.counters.end()) continue;
      nanoseconds_[name + "/" + part] = counter->second.value * 1e9;
    }
  }
}

void Report::Finalize() {
  print_handshakes("server");
  print_handshakes("client");
  print_records("encrypt");
  print_records("decrypt");
  print_primitives();
  std::printf("\n");
}

double Report::nanoseconds(const std::string& name) const {
  const auto found = nanoseconds_.find(name);
  return found == nanoseconds_.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

void Report::print_handshakes(const char* role) const {
  const std::string prefix = std::string("handshake/") + role + "/";
  const auto measured = nanoseconds_.lower_bound(prefix);
  if (measured == nanoseconds_.end() || !measured->first.starts_with(prefix)) return;
  heading((std::string("Handshake (secp256r1, TLS_AES_128_CCM_SHA256): the ") + role +
           "'s share, and the element's as a ratio")
              .c_str());
  std::printf("  %-20s %11s %19s %19s\n", "", "element", "its curve work", "libssl");
  const auto row = [&](const char* what, const char* mode) {
    const std::string name = prefix + mode + "/element";
    if (!nanoseconds_.contains(name)) return;
    const double element = nanoseconds(name);
    const double on_curve = nanoseconds(name + "/" + kOnCurve);
    const double libssl = nanoseconds(prefix + mode + "/libssl");
    std::printf("  %-20s %8.1f us %8.1f us (%5.2f) %8.1f us (%5.2f)\n", what, element / 1000,
                on_curve / 1000, element / on_curve, libssl / 1000, element / libssl);
  };
  row("PSK", "psk");
  row("  HelloRetryRequest", "psk_retry");
  row("server certificate", "certificate");
  row("both certificates", "mutual");
  const auto set_up = [&](const char* side) {
    return nanoseconds(prefix + "psk/" + side + "/" + kSetUp) / 1000;
  };
  if (set_up("element") > 0) {
    std::printf(
        "  before it: the element's RESET %.1f us; libssl's SSL made, and freed after %.1f us\n",
        set_up("element"), set_up("libssl"));
  } else {
    std::printf("  a RESET is part of it; libssl's SSL made, and freed after: %.1f us more\n",
                set_up("libssl"));
  }
}

void Report::print_records(const char* operation) const {
  const std::string prefix = std::string(operation) + "/";
  if (!nanoseconds_.contains(sized(prefix + "element", kSizes[0]))) return;
  heading((std::string("Records, ") + operation + ": us each, and as a ratio to libssl").c_str());
  std::printf("  %7s %20s %20s %20s %10s\n", "bytes", "short APDUs", "extended APDUs",
              "record layer alone", "libssl");
  for (const int size : kSizes) {
    const double libssl = nanoseconds(sized(prefix + "libssl", size));
    std::printf("  %7d", size);
    for (const char* const name : {"element", "element_extended", "record_layer"}) {
      const double time = nanoseconds(sized(prefix + name, size));
      std::printf(" %12.2f (%5.2f)", time / 1000, time / libssl);
    }
    std::printf(" %10.2f\n", libssl / 1000);
  }
}

void Report::print_primitives() const {
  bool first = true;
  for (const auto& [name, time] : nanoseconds_) {
    if (name.starts_with("handshake/") || name.starts_with("encrypt/") ||
        name.starts_with("decrypt/")) {
      continue;
    }
    if (first) heading("Primitives");
    first = false;
    std::printf("  %-38s %8.2f us\n", name.c_str(), time / 1000);
  }
}

}  // namespace tls_se::bench

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
    const auto [least, is_new] = least_.emplace(name, time);
    if (!is_new) least->second = std::min(least->second, time);
  }
}

void Report::Finalize() {
  print_handshake();
  print_records("encrypt");
  print_records("decrypt");
  print_primitives();
  std::printf("\n");
}

double Report::nanoseconds(const std::string& name) const {
  const auto found = least_.find(name);
  return found == least_.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

void Report::print_handshake() const {
  if (!least_.contains("handshake/element")) return;
  heading("PSK handshake (psk_dhe_ke, secp256r1, TLS_AES_128_CCM_SHA256): the server's share");
  const double floor = nanoseconds("handshake/curve_operations");
  const auto row = [&](const char* what, const std::string& name) {
    const double time = nanoseconds(name);
    if (std::isnan(time)) return;
    std::printf("  %-38s %8.1f us   %5.2f of the curve operations\n", what, time / 1000,
                time / floor);
  };
  row("the element's two curve operations", "handshake/curve_operations");
  row("the element", "handshake/element");
  row("the element, with HelloRetryRequest", "handshake/element_retry");
  row("libssl", "handshake/libssl");
  row("libssl, with HelloRetryRequest", "handshake/libssl_retry");
  const auto ratio = [&](const char* what, const char* suffix) {
    std::printf("  %-38s %8.2f\n", what,
                nanoseconds(std::string("handshake/element") + suffix) /
                    nanoseconds(std::string("handshake/libssl") + suffix));
  };
  ratio("element / libssl", "");
  ratio("element / libssl, HelloRetryRequest", "_retry");
}

void Report::print_records(const char* operation) const {
  const std::string prefix = std::string(operation) + "/";
  if (!least_.contains(sized(prefix + "element", kSizes[0]))) return;
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
  for (const auto& [name, time] : least_) {
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

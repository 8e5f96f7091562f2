// Measures, and prints tables of ratios; with any of Google Benchmark's options, e.g.
// --benchmark_filter=handshake. Of each benchmark many short repetitions are run, those of all
// benchmarks mixed, and the quickest counts: what else the machine does can only slow one down.
#include <cstdio>
#include <exception>
#include <vector>

#include "bench/report.h"

int main(int argc, char** argv) {
  static char interleave[] = "--benchmark_enable_random_interleaving=true";
  static char repeat[] = "--benchmark_repetitions=40";
  static char length[] = "--benchmark_min_time=0.005";
  std::vector<char*> arguments = {argv[0], interleave, repeat, length};
  arguments.insert(arguments.end(), argv + 1, argv + argc);  // a user's option comes last and wins
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;

  try {
    tls_se::bench::Report report;
    benchmark::RunSpecifiedBenchmarks(&report);
    return report.failed() ? 1 : 0;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "tls_se_bench: %s\n", failure.what());
    return 1;
  }
}

#include "doctor/time_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reader/card_data.h"

namespace tls_se {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr size_t kTimes = 21;
constexpr std::chrono::seconds kLongest(5);  // in all: enough has been seen then
// Linux holds back an acknowledgement for 40 ms; a program on the same machine takes a fraction of
// one.
constexpr milliseconds kHeldBack(30);
constexpr milliseconds kSlow(200);

}  // namespace

microseconds time_of_command(CardReader& card, const SteadyClock& clock) {
  std::vector<microseconds> times;
  microseconds all{0};
  while (times.size() < kTimes && all < kLongest) {
    const auto begin = clock();
    (void)is_own_card(card);
    times.push_back(std::chrono::duration_cast<microseconds>(clock() - begin));
    all += times.back();
  }
  const auto middle = times.begin() + static_cast<ptrdiff_t>(times.size() / 2);
  std::ranges::nth_element(times, middle);
  return *middle;
}

Finding check_time(const std::string& name, microseconds time, bool is_in_virtual_reader) {
  const std::string words =
      time.count() == 0
          ? "a command takes less than 0.001 ms"
          : fmt::format("a command takes {:.3g} ms", static_cast<double>(time.count()) / 1000);
  if (time > kSlow) {
    return {name, Severity::warning, words + ", which is slow",
            "look whether another program keeps pcscd busy, and whether another reader is faster"};
  }
  if (is_in_virtual_reader && time > kHeldBack) {
    return {name, Severity::warning,
            words +
                ", most of it for acknowledgements that are held back: the virtual reader "
                "sends a command's length and the command apart, and the virtual card does not "
                "acknowledge the first at once",
            "put the card in with `tls-se vcard`, which does; another program needs TCP_QUICKACK "
            "on its connection to the reader"};
  }
  return {name, Severity::ok, words, ""};
}

}  // namespace tls_se

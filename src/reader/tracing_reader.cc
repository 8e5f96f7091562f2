#include "reader/tracing_reader.h"

#include <fmt/format.h>

#include <chrono>

#include "reader/names.h"

namespace tls_se {
namespace {

constexpr size_t kBytesPerLine = 16;  // as in the draft

constexpr char kBold[] = "\033[1m";
constexpr char kGreen[] = "\033[32m";
constexpr char kCyan[] = "\033[36m";
constexpr char kRed[] = "\033[31m";
constexpr char kPlain[] = "\033[0m";

const char* colour_of(StatusWord status) {
  if (sw::is_more(status)) return kCyan;
  return sw::sw1(status) == sw::sw1(sw::kOk) ? kGreen : kRed;
}

std::string spaced(Bytes bytes) { return fmt::format("{:02X}", fmt::join(bytes, " ")); }

}  // namespace

TracingReader::TracingReader(std::unique_ptr<CardReader> card, TraceOptions options, Print print)
    : card_(std::move(card)), options_(std::move(options)), print_(std::move(print)) {}

CardResponse TracingReader::transmit(Bytes command) {
  using Clock = std::chrono::steady_clock;
  const auto apdu = parse_apdu(command);
  std::optional<NextRecord> next;
  if (apdu && names_.wants_next_record(*apdu)) next = read_next_record(*card_);

  const auto start = Clock::now();
  CardResponse response = card_->transmit(command);
  const std::chrono::duration<double, std::milli> time = Clock::now() - start;

  const std::string name = apdu ? names_.name(*apdu, response, next) : "malformed command";
  std::string text = summary(name, response.status, time.count());
  if (options_.bytes) {
    dump(text, "Tx: ", command);
    std::vector<uint8_t> whole = response.data;
    whole.push_back(sw::sw1(response.status));
    whole.push_back(sw::sw2(response.status));
    dump(text, "Rx: ", whole);
  }
  print_(text);
  return response;
}

void TracingReader::reset() {
  card_->reset();
  names_ = {};
  print_(options_.label + "cold reset\n");
}

std::string TracingReader::summary(const std::string& name, StatusWord status,
                                   double milliseconds) const {
  const std::string word =
      fmt::format("{:02X} {:02X} {}", sw::sw1(status), sw::sw2(status), status_word_name(status));
  if (options_.brief) {
    return fmt::format("{}{} {}\n", options_.label, painted(kBold, fmt::format("{:<68}", name)),
                       painted(colour_of(status), fmt::format("{:04X}", status)));
  }
  // Padded before they are painted: escape sequences have no width.
  return fmt::format("{}{}  {}  [{:.{}f} ms]\n", options_.label,
                     painted(kBold, fmt::format("{:<58}", name)),
                     painted(colour_of(status), fmt::format("{:<20}", word)), milliseconds,
                     milliseconds < 10 ? 3 : 0);
}

void TracingReader::dump(std::string& text, const char* direction, Bytes bytes) const {
  for (size_t at = 0; at < bytes.size(); at += kBytesPerLine) {
    const Bytes line = bytes.subspan(at, std::min(kBytesPerLine, bytes.size() - at));
    text += options_.label + "  " + (at == 0 ? direction : "    ") + spaced(line) + "\n";
  }
}

std::string TracingReader::painted(const char* colour, const std::string& text) const {
  return options_.colour ? colour + text + kPlain : text;
}

}  // namespace tls_se

#include "reader/tracing_reader.h"

#include <fmt/format.h>

#include "reader/names.h"
#include "text/hex.h"

namespace tls_se {
namespace {

constexpr size_t kBytesPerLine = 16;  // as in the draft
constexpr size_t kDirectionWidth = 6;
constexpr size_t kByteWidth = 3;
constexpr size_t kCommandHead = 4;  // CLA INS P1 P2

// Of the longest name that is common: the last fragment of a server's CertificateRequest.
constexpr size_t kNameWidth = 60;
constexpr size_t kBriefStatusWidth = 5;  // a blank, and 9000

constexpr char kBold[] = "\033[1m";
constexpr char kGreen[] = "\033[32m";
constexpr char kCyan[] = "\033[36m";
constexpr char kRed[] = "\033[31m";
constexpr char kPlain[] = "\033[0m";

const char* colour_of(StatusWord status) {
  if (sw::is_more(status)) return kCyan;
  return sw::sw1(status) == sw::sw1(sw::kOk) ? kGreen : kRed;
}

/// Names are written whole where there is room for them.
ExchangeNames::Style style_of(const TraceOptions& options) {
  const bool narrow =
      options.brief_width != 0 && options.brief_width < kNameWidth + kBriefStatusWidth;
  return narrow ? ExchangeNames::Style::brief : ExchangeNames::Style::whole;
}

size_t bytes_per_line(const TraceOptions& options) {
  if (options.brief_width == 0) return kBytesPerLine;
  const size_t fit = (options.brief_width + 1 - kDirectionWidth) / kByteWidth;
  return fit < kBytesPerLine ? kBytesPerLine / 2 : kBytesPerLine;
}

std::string fitted(const std::string& name, size_t width) {
  if (name.size() <= width) return fmt::format("{:<{}}", name, width);
  return name.substr(0, width - 3) + "...";
}

}  // namespace

TracingReader::TracingReader(std::unique_ptr<CardReader> card, TraceOptions options, Print print)
    : card_(std::move(card)),
      options_(std::move(options)),
      print_(std::move(print)),
      names_(style_of(options_)) {}

CardResponse TracingReader::transmit(Bytes command) {
  const bool has_secret = secrets_.has_secret(command);
  Exchange exchange = names_.transmit(*card_, command);
  const CardResponse& response = exchange.response;
  std::string text = summary(exchange);
  if (options_.bytes) {
    if (has_secret) {
      text += options_.label + "  Tx: " + to_spaced_hex(command.first(kCommandHead)) +
              " (not shown: it brings a secret)\n";
    } else {
      dump(text, "Tx: ", command);
    }
    std::vector<uint8_t> whole = response.data;
    whole.push_back(sw::sw1(response.status));
    whole.push_back(sw::sw2(response.status));
    dump(text, "Rx: ", whole);
  }
  print_(text);
  return std::move(exchange.response);
}

void TracingReader::reset() {
  card_->reset();
  names_ = ExchangeNames(style_of(options_));
  print_(options_.label + "cold reset\n");
}

size_t TracingReader::name_width() const {
  return options_.brief_width != 0 ? options_.brief_width - kBriefStatusWidth : kNameWidth;
}

std::string TracingReader::summary(const Exchange& exchange) const {
  const StatusWord status = exchange.response.status;
  const double milliseconds = exchange.time.count();
  // Cut and padded before they are painted: escape sequences have no width.
  const std::string column = options_.label + painted(kBold, fitted(exchange.name, name_width()));
  if (options_.brief_width != 0) {
    return fmt::format("{} {}\n", column,
                       painted(colour_of(status), fmt::format("{:04X}", status)));
  }
  const std::string word =
      fmt::format("{:02X} {:02X} {}", sw::sw1(status), sw::sw2(status), status_word_name(status));
  return fmt::format("{}  {}  [{:.{}f} ms]\n", column,
                     painted(colour_of(status), fmt::format("{:<20}", word)), milliseconds,
                     milliseconds < 10 ? 3 : 0);
}

void TracingReader::dump(std::string& text, const char* direction, Bytes bytes) const {
  const size_t per_line = bytes_per_line(options_);
  for (size_t at = 0; at < bytes.size(); at += per_line) {
    const Bytes line = bytes.subspan(at, std::min(per_line, bytes.size() - at));
    text += options_.label + "  " + (at == 0 ? direction : "    ") + to_spaced_hex(line) + "\n";
  }
}

std::string TracingReader::painted(const char* colour, const std::string& text) const {
  return options_.colour ? colour + text + kPlain : text;
}

}  // namespace tls_se

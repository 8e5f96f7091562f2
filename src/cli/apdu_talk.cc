#include "cli/apdu_talk.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <ostream>
#include <sstream>

#include "cli/exit_codes.h"
#include "cli/input_file.h"
#include "cli/line_editor.h"
#include "reader/names.h"
#include "reader/reason_words.h"
#include "reader/recv_command.h"
#include "text/hex.h"
#include "text/nearest_word.h"

namespace tls_se {
namespace {

constexpr size_t kBytesPerLine = 16;  // as in the draft
constexpr std::string_view kSpaces = " \t\r\n";

std::string trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(kSpaces);
  return begin == text.npos ? "" : text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

std::string without_comment(const std::string& line) { return line.substr(0, line.find('#')); }

/// A file with hexadecimal digits has none of these as its first byte.
bool begins_as_record(const std::string& text) {
  const auto type = text.empty() ? ContentType::invalid : static_cast<ContentType>(text[0]);
  return type == ContentType::change_cipher_spec || type == ContentType::alert ||
         type == ContentType::handshake || type == ContentType::application_data;
}

/// The bytes of a record, as they are or in hexadecimal. Throws UsageError.
std::vector<uint8_t> read_record(const std::string& file) {
  std::ifstream in = open_input_file(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (begins_as_record(text)) return {text.begin(), text.end()};
  std::string digits;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) digits += without_comment(line) + '\n';
  auto bytes = parse_hex(digits);
  if (!bytes) {
    throw UsageError(file + ": neither a TLS record nor hexadecimal digits (" + bytes.error() +
                     ")");
  }
  if (bytes->empty()) throw UsageError(file + " is empty");
  return std::move(*bytes);
}

/// What RFC 8446 calls it.
std::string record_words(const NextRecord& next) {
  if (next.handshake_type != HandshakeType::none) return handshake_name(next.handshake_type);
  switch (next.content_type) {
    case ContentType::change_cipher_spec:
      return "change_cipher_spec";
    case ContentType::alert:
      return "an alert";
    case ContentType::application_data:
      return "application data";
    default:
      return "a record";
  }
}

std::string next_words(const NextRecord& next) {
  switch (next.phase) {
    case NextRecord::Phase::expects_record:
      return "the card expects " + record_words(next) + " (RECV)";
    case NextRecord::Phase::expects_rest:
      return "the card expects the rest of " + record_words(next) + " (RECV)";
    case NextRecord::Phase::record_waits:
      return record_words(next) + " waits (SEND)";
    case NextRecord::Phase::open:
      return "the session is open (RECV with P1 01 decrypts, with 02 encrypts)";
    case NextRecord::Phase::closed:
      return "the session is over (RESET begins another)";
  }
  return "";
}

template <class Object>
std::string encoded(const Object& object) {
  std::array<uint8_t, Object::kSize> bytes{};
  object.encode(bytes);
  return to_spaced_hex(bytes);
}

}  // namespace

const std::vector<ApduTalk::Word> ApduTalk::kWords = {
    {"help", "", "these words", &ApduTalk::help},
    {"reset", "", "a session begins anew: RECV with P3 = 00", &ApduTalk::reset},
    {"cold", "", "cold reset: the card is as after power-up", &ApduTalk::cold},
    {"recv", "FILE", "bring the card the record in this file, binary or hexadecimal",
     &ApduTalk::recv},
    {"send", "", "have the card SEND all that waits", &ApduTalk::send},
    {"quit", "", "end, as Ctrl-D does; Ctrl-C drops the line", &ApduTalk::quit},
};

bool ApduTalk::take(const std::string& line) {
  const std::string text = trimmed(without_comment(line));
  if (text.empty()) return true;
  const size_t size = std::min(text.find_first_of(kSpaces), text.size());
  const auto word = std::ranges::find(kWords, text.substr(0, size), &Word::name);
  if (word == kWords.end()) {
    send_hex(text);
  } else {
    // In the name of a file a # begins no comment.
    do_word(*word, trimmed(trimmed(line).substr(size)));
  }
  out_ << std::flush;
  return goes_on_;
}

void ApduTalk::do_word(const Word& word, const std::string& argument) {
  if (word.argument.empty() && !without_comment(argument).empty()) {
    out_ << "  " << word.name << " stands alone; nothing was sent\n";
  } else if (!word.argument.empty() && argument.empty()) {
    out_ << "  write " << word.name << ' ' << word.argument << "; nothing was sent\n";
  } else {
    (this->*word.work)(argument);
  }
}

void ApduTalk::send_hex(const std::string& text) {
  const auto command = parse_hex(text);
  if (command) {
    (void)transmit(*command);
    return;
  }
  std::vector<std::string> names;
  for (const Word& word : kWords) names.emplace_back(word.name);
  const std::string meant = nearest_word(text.substr(0, text.find_first_of(kSpaces)), names);
  out_ << "  " << command.error() << "; nothing was sent. "
       << (meant.empty() ? "`help` has the words" : "Is `" + meant + "` meant?") << '\n';
}

void ApduTalk::help(const std::string&) {
  for (const Word& word : kWords) {
    const std::string head = std::string(word.name) + ' ' + std::string(word.argument);
    out_ << fmt::format("  {:<12}{}\n", head, word.help);
  }
  out_ << "  or a command in hexadecimal, CLA INS P1 P2 P3 and data; # begins a comment:\n"
          "  00 CA 01 02 00              GET DATA: what comes next, asked after each command\n"
          "  00 CA 01 01 00              GET DATA: why the last session has ended\n"
          "  00 D8 00 03 06 140303000101 RECV, a whole record (P2: 01 first, 02 last, 00 more)\n"
          "  00 C0 00 00 00              SEND\n";
}

void ApduTalk::reset(const std::string&) {
  (void)make(recv_command(p1::kHandshake, p2::kFirst, {}));
}

void ApduTalk::cold(const std::string&) {
  card_.reset();
  names_ = ExchangeNames();
  last_ = 0;
  out_ << "  cold reset\n";
  show_next();
}

void ApduTalk::recv(const std::string& file) {
  std::vector<uint8_t> record;
  try {
    record = read_record(file);
  } catch (const UsageError& error) {
    out_ << "  " << error.what() << "; nothing was sent\n";
    return;
  }
  const auto next = read_next_record(card_);
  const bool is_open = next && next->phase == NextRecord::Phase::open;
  Bytes rest = record;
  uint8_t flags = p2::kFirst;
  while (!rest.empty()) {
    const Bytes fragment = rest.first(std::min(kMaxShortData, rest.size()));
    rest = rest.subspan(fragment.size());
    if (rest.empty()) flags |= p2::kLast;
    const StatusWord status =
        make(recv_command(is_open ? p1::kDecrypt : p1::kHandshake, flags, fragment));
    flags = p2::kMore;
    if (status == sw::kOk || rest.empty()) continue;
    out_ << fmt::format("  {} bytes of the file were not sent\n", rest.size());
    return;
  }
}

void ApduTalk::send(const std::string&) {
  const auto next = read_next_record(card_);
  const bool waits = next && next->phase == NextRecord::Phase::record_waits;
  if (!waits && !sw::is_more(last_)) {
    out_ << "  nothing waits; nothing was sent\n";
    return;
  }
  uint8_t size = sw::is_more(last_) ? sw::sw2(last_) : 0;
  for (;;) {
    const StatusWord status = make(std::vector<uint8_t>{0x00, ins::kSend, 0x00, 0x00, size});
    const bool again = sw::is_more(status) || (sw::sw1(status) == sw::kRetry && size == 0);
    if (!again) return;
    size = sw::sw2(status);
  }
}

void ApduTalk::quit(const std::string&) { goes_on_ = false; }

StatusWord ApduTalk::make(Bytes command) {
  dump(">", command);
  return transmit(command);
}

StatusWord ApduTalk::transmit(Bytes command) {
  const Exchange exchange = names_.transmit(card_, command);
  const StatusWord status = exchange.response.status;
  out_ << "  " << trimmed(exchange.name) << '\n';
  show(exchange.response.data, status);
  const auto apdu = parse_apdu(command);
  const bool converses = apdu && (apdu->ins == ins::kRecv || apdu->ins == ins::kSend);
  if (converses) last_ = status;
  const bool has_asked = apdu && apdu->ins == ins::kGetData;
  if (!has_asked) show_next();
  return status;
}

void ApduTalk::show(Bytes data, StatusWord status) {
  dump("<", data);
  out_ << fmt::format("  {:<6}{:02X} {:02X}  {}\n", data.empty() ? "<" : "", sw::sw1(status),
                      sw::sw2(status), status_word_name(status));
}

void ApduTalk::dump(const char* direction, Bytes bytes) {
  for (size_t at = 0; at < bytes.size(); at += kBytesPerLine) {
    const Bytes line = bytes.subspan(at, std::min(kBytesPerLine, bytes.size() - at));
    out_ << fmt::format("  {:<6}{}\n", at == 0 ? direction : "", to_spaced_hex(line));
  }
}

/// A card without this object has no word on it.
void ApduTalk::show_next() {
  const auto next = read_next_record(card_);
  if (!next) return;
  out_ << fmt::format("  {:<6}{}  {}\n", "next", encoded(*next), next_words(*next));
  if (next->phase == NextRecord::Phase::closed) show_end();
}

void ApduTalk::show_end() {
  const auto end = read_end_reason(card_);
  if (!end || end->origin == CardEndReason::Origin::none) return;
  const bool is_cards = end->origin == CardEndReason::Origin::card;
  out_ << fmt::format("  {:<6}{}  {}, {}{}\n", "why", encoded(*end), alert_name(end->alert),
                      is_cards ? "found by the card" : "received from the peer",
                      end->reason == Reason::none ? "" : ": " + reason_words(end->reason));
}

void run_apdu_terminal(CardReader& card, std::ostream& out) {
  LineEditor editor("apdu> ");
  ApduTalk talk(card, out);
  out << card.name() << "; `help` has the words, Ctrl-D ends" << std::endl;
  while (const auto line = editor.read()) {
    if (!talk.take(*line) || !out) return;  // main says why nothing more could be written
  }
  out << std::endl;  // behind the prompt
}

}  // namespace tls_se

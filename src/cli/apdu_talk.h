// `tls-se apdu` with a person at a terminal: what a line asks for is done, and told with the names
// of what has passed and of what comes next.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "reader/card_reader.h"
#include "reader/exchange_names.h"

namespace tls_se {

class ApduTalk {
 public:
  ApduTalk(CardReader& card, std::ostream& out) : card_(card), out_(out) {}

  /// A command in hexadecimal, or a word of `help`. What is neither is told, and nothing is sent.
  /// False if the person wants to end.
  [[nodiscard]] bool take(const std::string& line);

 private:
  struct Word {
    std::string_view name;
    std::string_view argument;
    std::string_view help;
    void (ApduTalk::*work)(const std::string& argument);
  };
  static const std::vector<Word> kWords;

  void do_word(const Word& word, const std::string& argument);
  void send_hex(const std::string& text);

  void help(const std::string& argument);
  void reset(const std::string& argument);
  void cold(const std::string& argument);
  void recv(const std::string& file);
  void send(const std::string& argument);
  void quit(const std::string& argument);

  /// Shows the command too, which the person has not written.
  StatusWord make(Bytes command);
  StatusWord transmit(Bytes command);
  void show(Bytes data, StatusWord status);
  void dump(const char* direction, Bytes bytes);
  void show_next();
  void show_end();

  CardReader& card_;
  std::ostream& out_;
  ExchangeNames names_;
  bool goes_on_ = true;
  StatusWord last_ = 0;  // of RECV or SEND
};

/// Reads the standard input, a terminal, to its end.
void run_apdu_terminal(CardReader& card, std::ostream& out);

}  // namespace tls_se

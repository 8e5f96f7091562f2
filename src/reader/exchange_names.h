// The names of the exchanges in a trace, as the draft's section 5 prints them: "RECV(Client
// Hello)", "SEND(Server Hello)"; of a record in pieces also "RECV(F-First)", "RECV(F-Last, Client
// Hello)". It follows the conversation, since a fragment doesn't tell what it is of.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "reader/card_data.h"
#include "se/data_exchange/apdu.h"

namespace tls_se {

/// A command that a card has answered.
struct Exchange {
  std::string name;
  CardResponse response;
  std::chrono::duration<double, std::milli> time;  // the command's alone
};

class ExchangeNames {
 public:
  /// brief: "RECV(Finished) 58 B" for "RECV(Client Encrypted Finished) 58 bytes".
  enum class Style { whole, brief };

  explicit ExchangeNames(Style style = Style::whole) : style_(style) {}

  /// Sends the command, and asks the card what it takes to name it.
  Exchange transmit(CardReader& card, Bytes command);

 private:
  enum class Work { handshake, decrypt, encrypt };

  /// What the card says of itself around a command: no one else can tell what a protected record
  /// holds.
  struct CardWords {
    std::optional<NextRecord> before;
    std::optional<NextRecord> after;
    std::optional<CardEndReason> end;  // after it too
  };

  /// What comes next is to be asked before this command.
  [[nodiscard]] bool asks_before(const Apdu& command) const;
  /// It, and the end, are to be asked after this command: what came is not always what was
  /// expected.
  [[nodiscard]] bool asks_after(const Apdu& command, StatusWord status) const;
  std::string name(const Apdu& command, const CardResponse& response, const CardWords& words);
  std::string recv_name(const Apdu& command, const CardWords& words);
  std::string send_name(const CardResponse& response, const std::optional<NextRecord>& next);
  void note_put_object(const Apdu& command);
  void note_role(bool from_card, Bytes head, const std::optional<NextRecord>& next);
  [[nodiscard]] NextRecord what_came(const CardWords& words) const;
  [[nodiscard]] std::string record_name(bool from_card, Bytes head,
                                        const std::optional<NextRecord>& next) const;
  [[nodiscard]] std::string size_name(Bytes bytes) const;

  Style style_;
  bool card_is_server_ = true;  // until a hello tells otherwise
  Work work_ = Work::handshake;
  // Of the record that RECV is bringing: its name or, if it is protected and the card tells, what
  // is expected in its place.
  std::string record_name_;
  std::optional<NextRecord> expected_;
  std::string put_object_;  // that PUT DATA brings as a whole data object
  bool put_goes_on_ = false;
};

}  // namespace tls_se

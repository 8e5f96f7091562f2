// The names of the exchanges in a trace, as the draft's section 5 prints them: "RECV(F-First)",
// "SEND(Server Hello)". It follows the conversation, since a fragment doesn't tell what it is of.
#pragma once

#include <optional>
#include <string>

#include "reader/card_data.h"
#include "se/data_exchange/apdu.h"

namespace tls_se {

class ExchangeNames {
 public:
  /// The card's own word on what comes next tells the names of encrypted records: to be asked
  /// before this command.
  [[nodiscard]] bool wants_next_record(const Apdu& command) const;

  /// The name of an exchange that has just taken place.
  std::string name(const Apdu& command, const CardResponse& response,
                   const std::optional<NextRecord>& next);

 private:
  enum class Work { handshake, decrypt, encrypt };

  std::string recv_name(const Apdu& command, const std::optional<NextRecord>& next);
  std::string send_name(const CardResponse& response, const std::optional<NextRecord>& next);
  void note_role(bool from_card, Bytes head, const std::optional<NextRecord>& next);
  std::string record_name(bool from_card, Bytes head, const std::optional<NextRecord>& next) const;

  bool card_is_server_ = true;  // until a hello tells otherwise
  Work work_ = Work::handshake;
  std::string record_name_;  // of the record that RECV is bringing
};

}  // namespace tls_se

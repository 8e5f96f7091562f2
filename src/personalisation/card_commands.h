// The commands of docs/apdu.md that personalise a card, through any reader.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "reader/card_reader.h"
#include "se/data_exchange/apdu.h"
#include "se/data_exchange/data_objects.h"
#include "se/data_exchange/object_tags.h"

namespace tls_se {

/// The card has refused something.
class CardRefusal : public std::runtime_error {
 public:
  /// `what` is what was asked for: "pre-shared key 3".
  CardRefusal(const std::string& what, StatusWord status,
              const std::optional<RefusedObject>& refused);

  [[nodiscard]] StatusWord status() const { return status_; }
  /// Which kind of object is to blame; none if the card does not tell.
  [[nodiscard]] ObjectKind kind() const { return kind_; }

 private:
  StatusWord status_;
  ObjectKind kind_;
};

/// Each throws CardRefusal if the card answers otherwise than its words say.
class CardCommands {
 public:
  explicit CardCommands(CardReader& card) : card_(card) {}

  /// Throws std::runtime_error if it is none that can be personalised.
  [[nodiscard]] LifeCycle life_cycle();
  [[nodiscard]] std::string version();
  [[nodiscard]] MemoryState memory();
  [[nodiscard]] std::vector<ObjectCount> object_counts();

  /// What GET DATA tells; nothing if there is no such object.
  [[nodiscard]] std::optional<std::vector<uint8_t>> read(ObjectKind kind, size_t index = 0);
  /// The server that a client expects, a DNS name or an IP address in text; empty if none is
  /// named.
  [[nodiscard]] std::string server_name();
  /// No value removes it.
  void put(ObjectKind kind, size_t index, const Bytes& value);
  void begin();
  void commit();
  /// Whatever the card answers.
  void rollback();

  void activate();
  void terminate();
  void erase();

  /// 9000, 63Cx with the tries that are left, 6983 blocked, 6A88 if there is no such PIN. Without a
  /// PIN: what it would meet, or whether it has been shown.
  [[nodiscard]] StatusWord verify(uint8_t pin, const Bytes& value);
  [[nodiscard]] StatusWord change_pin(uint8_t pin, const Bytes& old, const Bytes& value);
  void reset_user_pin(const Bytes& value);

  /// The public point, 65 bytes.
  std::vector<uint8_t> generate_key_pair(size_t index);
  /// A PKCS#10 certification request in DER; subject and names as the card takes them.
  std::vector<uint8_t> request_certificate(size_t index, const Bytes& subject_and_names);

 private:
  CardResponse send(uint8_t ins, uint16_t p1_p2, const Bytes& data, bool expects);
  std::vector<uint8_t> state(DataObject object);
  void demand(const CardResponse& response, const std::string& what);

  CardReader& card_;
};

}  // namespace tls_se

#include "reader/secret_commands.h"

#include <algorithm>

#include "se/data_exchange/object_tags.h"

namespace tls_se {
namespace {

constexpr ObjectKind kSecretKinds[] = {ObjectKind::user_pin, ObjectKind::administrator_pin,
                                       ObjectKind::private_key, ObjectKind::pre_shared_key};
constexpr size_t kHead = 4;               // CLA INS P1 P2
constexpr uint8_t kPutForeignKey = 0x85;  // of the applets by the draft's author

/// `second` is the second byte of a tag (object_tags.h).
bool is_secret_object(uint8_t second) {
  return std::ranges::any_of(kSecretKinds, [=](ObjectKind kind) {
    const ObjectTags tags = tags_of(kind);
    return second == (0x80 | static_cast<uint8_t>(kind)) ||
           (second >= tags.first && second < tags.first + tags.count);
  });
}

/// Data that can't be told apart might be a secret.
bool is_secret_put(const Apdu& command) {
  if (command.ins == ins::kPutData) {
    return command.p1 == kObjectTagClass && is_secret_object(command.p2);
  }
  return command.data.size() < 2 || command.data[0] != kObjectTagClass ||
         is_secret_object(command.data[1]);
}

bool brings_pin(uint8_t ins) {
  return ins == ins::kVerify || ins == ins::kChangeReferenceData || ins == ins::kResetRetryCounter;
}
bool puts(uint8_t ins) { return ins == ins::kPutData || ins == ins::kPutDataBer; }

}  // namespace

bool SecretCommands::has_secret(Bytes command) {
  if (command.size() <= kHead) return false;
  const bool was_secret = chain_is_secret_;
  const bool is_chained = (command[0] & cla::kChaining) != 0;
  chain_is_secret_ = false;
  if (brings_pin(command[1]) || command[1] == kPutForeignKey) return true;
  if (!puts(command[1])) return false;
  const auto apdu = parse_apdu(command);
  const bool is_secret = was_secret || !apdu || is_secret_put(*apdu);
  chain_is_secret_ = is_chained && is_secret;
  return is_secret;
}

}  // namespace tls_se

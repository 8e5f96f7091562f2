#include "personalisation/pin_words.h"

#include "reader/names.h"

namespace tls_se {
namespace {

/// ISO 7816-4 has C0 and the tries that are left; the applets of the draft's author, the tries
/// alone.
bool is_of_foreign(StatusWord status) { return (sw::sw2(status) & 0xf0) == 0; }

std::string status_words(uint8_t pin, StatusWord status) {
  const std::string blocked =
      pin == kUserPin ? "blocked: `tls-se card pin unblock` lets the administrator put a new one"
                      : "blocked, and nothing ends that";
  if (sw::sw1(status) == sw::kTriesLeft) {
    const int left = sw::sw2(status) & 0x0f;
    if (left == 0 && pin == kUserPin && is_of_foreign(status)) {
      return "is wrong, and blocked until the administrator's PIN is shown to the card "
             "(`tls-se card personalise` does that)";
    }
    if (left == 0) return "is wrong, and " + blocked;
    return "is wrong, and " + std::to_string(left) + (left == 1 ? " try is" : " tries are") +
           " left";
  }
  switch (status) {
    case sw::kBlocked:
      return "is " + blocked;
    case sw::kDataObjectNotFound:
      return "is not set: `tls-se card pin set` puts one, before the card is activated";
    default:
      return "can't be shown: " + status_word_name(status);
  }
}

}  // namespace

std::string pin_words(uint8_t pin) {
  return pin == kUserPin ? "the user's PIN" : "the administrator's PIN";
}

std::string pin_refusal_words(uint8_t pin, StatusWord status) {
  return pin_words(pin) + ' ' + status_words(pin, status);
}

}  // namespace tls_se

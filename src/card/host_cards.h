// Secure elements in this process, no hardware needed. Each is personalised for good; it throws
// std::runtime_error if no element can be made of the profile.
#pragma once

#include <memory>

#include "platform/recorded/recorded_values.h"
#include "profile/card_profile.h"
#include "reader/card_reader.h"

namespace tls_se {

class SharedObjects;

/// Cards of one profile, over the OpenSSL platform: as many as are asked for, whenever that is.
/// They share what the profile holds.
class HostCards {
 public:
  explicit HostCards(CardProfile profile);

  /// Throws std::runtime_error if libcrypto fails.
  [[nodiscard]] std::unique_ptr<CardReader> make() const;

 private:
  std::shared_ptr<const SharedObjects> objects_;
};

/// One alone.
[[nodiscard]] std::unique_ptr<CardReader> in_process_card(CardProfile profile);

/// Over a platform that returns recorded values, so that a trace can be played back byte for byte.
/// A test platform: nothing in any other card leads there.
[[nodiscard]] std::unique_ptr<CardReader> recorded_card(CardProfile profile, RecordedValues values);

}  // namespace tls_se

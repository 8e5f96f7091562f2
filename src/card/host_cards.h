// Secure elements in this process, no hardware needed.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "personalisation/object_plan.h"
#include "platform/host/host_platform.h"
#include "platform/recorded/recorded_values.h"
#include "profile/card_profile.h"
#include "reader/card_reader.h"
#include "se/data_exchange/apdu.h"

namespace tls_se {

/// Cards in memory of one profile: as many as are asked for, whenever
/// that is. One is personalised; the others begin with what it has in its flash, and share each
/// page of it that they do not change.
class HostCards {
 public:
  /// Throws std::runtime_error, in words for a person, if no card can be made of the profile, whose
  /// keys are wiped then and now.
  explicit HostCards(CardProfile profile, HostPlatform platform = default_host_platform());
  ~HostCards();

  /// Throws std::runtime_error if the platform fails.
  [[nodiscard]] std::unique_ptr<CardReader> make() const;
  /// One with so many logical channels.
  [[nodiscard]] std::unique_ptr<CardReader> make(size_t channels) const;

 private:
  class Image;
  std::unique_ptr<const Image> image_;
};

/// One alone.
[[nodiscard]] std::unique_ptr<CardReader> in_process_card(
    const CardProfile& profile, HostPlatform platform = default_host_platform());

/// The card whose flash is a file. Throws std::runtime_error, in words for a person: there is no
/// such file and it is not to be made (NoSuchCard), somebody else has the card (CardInUse), it is
/// no card.
[[nodiscard]] std::unique_ptr<CardReader> card_in_file(const std::filesystem::path& file,
                                                       bool create, size_t channels = kMaxChannels);

/// In memory, as a card in a file is when that has been made.
[[nodiscard]] std::unique_ptr<CardReader> blank_card();

/// plan_objects over this host's own platform.
[[nodiscard]] std::vector<PlannedObject> plan_on_host(const CardProfile& profile);

/// Over a platform that returns recorded values, so that a trace can be played back byte for byte.
/// A test platform: nothing in any other card leads there.
[[nodiscard]] std::unique_ptr<CardReader> recorded_card(const CardProfile& profile,
                                                        RecordedValues values);

}  // namespace tls_se

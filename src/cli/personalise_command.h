// `tls-se card personalise`: a card becomes what a profile says.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "cli/pin_source.h"
#include "personalisation/object_plan.h"
#include "reader/card_reader.h"

namespace tls_se {

struct PersonaliseCommand {
  std::string card;     // its name
  std::string profile;  // the file
  bool is_dry_run = false;
  PinSource administrator_pin;
  /// The card, or for a dry run one that is empty if there is none.
  std::function<std::unique_ptr<CardReader>()> open_card;
  std::function<std::vector<PlannedObject>(const CardProfile&)> plan;
};

/// Says what it changes, a line for each object. Throws UsageError for an unusable profile, and
/// std::runtime_error if the card refuses: it is then as it was.
void run_personalise(const PersonaliseCommand& command, std::ostream& out);

}  // namespace tls_se

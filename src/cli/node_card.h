// A card that a person has, for `tls-se server` and `tls-se client`: it says itself what it is for.
#pragma once

#include <memory>
#include <string>

#include "personalisation/card_purpose.h"
#include "reader/card_reader.h"

namespace tls_se {

struct NodeCard {
  std::unique_ptr<CardReader> reader;
  CardPurpose purpose;
};

/// `name` is what the person calls it. Throws UsageError if it is for the other role, or not
/// personalised.
[[nodiscard]] NodeCard node_card(Role role, const std::string& name,
                                 std::unique_ptr<CardReader> reader);

}  // namespace tls_se

// What people call the objects that a card is personalised with.
#pragma once

#include <string>

#include "se/data_exchange/object_tags.h"

namespace tls_se {

/// "pre-shared key", of any; "cipher suites".
[[nodiscard]] std::string kind_words(ObjectKind kind);

/// "pre-shared key 3", counted from 1; "cipher suites".
[[nodiscard]] std::string object_words(ObjectKind kind, size_t index);

/// Of the object whose tag these bytes begin with. Empty if it is of no kind that is known.
[[nodiscard]] std::string object_words_of_tag(const Bytes& tag);

}  // namespace tls_se

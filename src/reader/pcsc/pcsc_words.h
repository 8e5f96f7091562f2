// What PC/SC says went wrong, in words for a person: what it is, and the next step.
#pragma once

#include <string>

namespace tls_se {

/// `code` is one of pcsclite.h's, as the calls of winscard.h return it. The words go on after the
/// reader's name: "has no card in it: put one in".
[[nodiscard]] std::string pcsc_words(long code);

}  // namespace tls_se

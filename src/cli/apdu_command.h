// `tls-se apdu`: raw command APDUs to a card, one a line, and its responses.
#pragma once

#include <iosfwd>
#include <string>

#include "reader/card_reader.h"

namespace tls_se {

/// Prints the response to each line of `in`, data and status word in one. Throws UsageError, with
/// the line's number, at a line that is no hexadecimal; it and those after it are not sent.
/// Ends where a response can't be written: nobody would see what the next command comes to.
void run_apdu(CardReader& card, std::istream& in, const std::string& in_name, std::ostream& out);

}  // namespace tls_se

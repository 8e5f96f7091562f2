// `tls-se card keygen` and `tls-se card csr`: a key is born on the card, and gets its certificate.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "cli/pin_source.h"
#include "reader/card_reader.h"

namespace tls_se {

struct KeyCommand {
  std::string card;  // its name
  size_t key = 0;    // from 0
  PinSource administrator_pin;
};

/// Asks before it replaces a key, unless `forced`. The public key goes to `out`, as PEM.
void run_keygen(CardReader& card, const KeyCommand& command, bool forced, std::ostream& out);

struct RequestedNames {
  std::string subject;  // RFC 4514: "CN=pump-7,O=Example"
  std::vector<std::string> dns;
  std::vector<std::string> ip;
};
/// The certification request (PKCS #10) goes to `out`, as PEM. Throws UsageError for names that
/// can't be.
void run_csr(CardReader& card, const KeyCommand& command, const RequestedNames& names,
             std::ostream& out);

}  // namespace tls_se

#include "cli/key_commands.h"

#include <ostream>

#include "cli/administrator.h"
#include "cli/confirmation.h"
#include "cli/exit_codes.h"
#include "personalisation/requested_names.h"
#include "profile/pem_text.h"
#include "reader/object_words.h"

namespace tls_se {
namespace {

std::string key_words(const KeyCommand& command) {
  return object_words(ObjectKind::private_key, command.key) + " of " + command.card;
}

}  // namespace

void run_keygen(CardReader& reader, const KeyCommand& command, bool forced, std::ostream& out) {
  CardCommands card(reader);
  if (card.read(ObjectKind::private_key, command.key)) {
    confirm(key_words(command) + " is there already, and nobody has a copy of it. Replace it?",
            forced);
  }
  show_administrator_pin_if_operational(card, command.administrator_pin);
  out << pem_text("PUBLIC KEY", p256_public_key_info(card.generate_key_pair(command.key)));
}

void run_csr(CardReader& reader, const KeyCommand& command, const RequestedNames& names,
             std::ostream& out) {
  const auto der = encode_names(names.subject, names.dns, names.ip);
  if (!der) throw UsageError(der.error());
  CardCommands card(reader);
  if (!card.read(ObjectKind::private_key, command.key)) {
    throw std::runtime_error("there is no " + key_words(command) + ": `tls-se card keygen --card " +
                             command.card + "` makes one");
  }
  show_administrator_pin_if_operational(card, command.administrator_pin);
  out << pem_text("CERTIFICATE REQUEST", card.request_certificate(command.key, *der));
}

}  // namespace tls_se

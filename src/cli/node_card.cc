#include "cli/node_card.h"

#include "cli/exit_codes.h"

namespace tls_se {
namespace {

CardPurpose purpose_of(const std::string& name, CardReader& reader) {
  try {
    return read_purpose(reader);
  } catch (const std::runtime_error& error) {
    throw UsageError(name + ": this card " + error.what());
  }
}

}  // namespace

NodeCard node_card(Role role, const std::string& name, std::unique_ptr<CardReader> reader) {
  CardPurpose purpose = purpose_of(name, *reader);
  if (purpose.role == role) return {std::move(reader), std::move(purpose)};
  throw UsageError(name +
                   (purpose.role == Role::server
                        ? ": this is a server's card: `tls-se server --card " + name + "`"
                        : ": this is a client's card: `tls-se client --card " + name + "`") +
                   " uses it");
}

}  // namespace tls_se

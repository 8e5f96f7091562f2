#include "credentials.h"

#include "wire.h"

namespace tls_se::test {

const Credentials& credentials() {
  static const Credentials all;
  return all;
}

CardDriver::Options options_of(Role role, const Modes& modes) {
  const bool shows = modes.mutual || (role == Role::server && modes.certificate);
  CardDriver::Options options{.role = role, .modes = modes};
  if (!modes.psk) options.psks.clear();
  if (role == Role::client) options.server_name = text("card.example");
  if (modes.certificate || modes.mutual) {
    options.trust_anchors = {credentials().root.own().certificate};
  }
  if (shows) show(options, role == Role::server ? credentials().server : credentials().client);
  return options;
}

void show(CardDriver::Options& card, const Identity& identity) {
  card.chain = {identity.certificate};
  card.private_key = identity.private_key;
}

}  // namespace tls_se::test

#include "credentials.h"

#include "wire.h"

namespace tls_se::test {

const Credentials& credentials() {
  static const Credentials all;
  return all;
}

CardDriver::Options options_of(Role role, const Modes& modes) {
  const bool shows =
      modes.has(Mode::mutual) || (role == Role::server && modes.has(Mode::certificate));
  CardDriver::Options options;
  options.role = role;
  options.modes = modes;
  if (!modes.has(Mode::psk)) options.psks.clear();
  if (role == Role::client) options.server_name = "card.example";
  if (modes.has_certificates()) {
    options.trust_anchors = {credentials().root.own().certificate};
  }
  if (shows) show(options, role == Role::server ? credentials().server : credentials().client);
  return options;
}

void show(CardDriver::Options& card, const Identity& identity) {
  card.certificate_chain = {identity.certificate};
  card.private_key = identity.private_key;
}

}  // namespace tls_se::test

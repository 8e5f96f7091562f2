#include "cli/profiles.h"

#include <iostream>

#include "cli/exit_codes.h"

namespace tls_se {
namespace {

constexpr char kDemoWarning[] =
    "**************************************************************************\n"
    "* No --profile: this card has the DEMO PSK of the draft, which is PUBLIC. *\n"
    "* Anybody can connect, listen and pretend to be it. Never use it in        *\n"
    "* earnest: write a profile with a key of your own.                         *\n"
    "**************************************************************************\n";

}  // namespace

CardProfile load_profile(const std::string& file) {
  if (file.empty()) return demo_card_profile();
  try {
    return load_card_profile(file);
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

CardProfile load_profile_for(CardProfile::Role role, const std::string& file) {
  CardProfile card = load_profile(file);
  if (file.empty()) {
    std::cerr << kDemoWarning << std::flush;
    card.role = role;
  }
  if (card.role == role) return card;
  throw UsageError(file +
                   (role == CardProfile::Role::server
                        ? ": this is a client's card (role = \"client\"): `tls-se client` uses it"
                        : ": this is a server's card (role = \"server\", the default): `tls-se "
                          "server` uses it"));
}

}  // namespace tls_se

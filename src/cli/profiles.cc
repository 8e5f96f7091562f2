#include "cli/profiles.h"

#include <spdlog/spdlog.h>

#include <iostream>
#include <mutex>

#include "cli/exit_codes.h"
#include "cli/own_card.h"
#include "profile/profile_warnings.h"

namespace tls_se {
namespace {

constexpr char kDemoWarning[] =
    "***************************************************************************\n"
    "* No --profile: this card has the DEMO PSK of the draft, which is PUBLIC. *\n"
    "* Anybody can connect, listen and pretend to be it. Never use it in       *\n"
    "* earnest: write a profile with a key of your own.                        *\n"
    "***************************************************************************\n";

/// Once, though a duet may have two such cards.
void warn_of_demo_profile() {
  static std::once_flag told;
  std::call_once(told, [] { std::cerr << kDemoWarning << std::flush; });
}

std::string wrong_role(const std::string& file, Role role) {
  return file + (role == Role::server
                     ? ": this is a server's card (role = \"server\", the default): "
                       "`tls-se server` uses it, or duet's --server"
                     : ": this is a client's card (role = \"client\"): `tls-se "
                       "client` uses it, or duet's --client");
}

/// Of a card in memory.
CardProfile for_memory(const std::string& file, LoadedProfile loaded) {
  if (const auto wish = wish_for_own_card(loaded.card, file)) {
    throw UsageError(file + ": " + *wish);
  }
  const auto now = std::chrono::system_clock::now();
  for (const std::string& warning : warnings(loaded.card, loaded.sources, now)) {
    spdlog::warn("{}", warning);
  }
  return std::move(loaded.card);
}

}  // namespace

LoadedProfile read_profile(const std::string& file) {
  try {
    return ProfileReader(file).read();
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

CardProfile load_profile(const std::string& file) {
  return file.empty() ? demo_card_profile() : for_memory(file, read_profile(file));
}

CardProfile load_profile_for(Role role, const std::string& file) {
  if (file.empty()) {
    warn_of_demo_profile();
    CardProfile card = demo_card_profile();
    card.role = role;
    return card;
  }
  LoadedProfile loaded = read_profile(file);
  if (loaded.card.role == role) return for_memory(file, std::move(loaded));
  throw UsageError(wrong_role(file, loaded.card.role));
}

}  // namespace tls_se

#include "cli/own_card.h"

namespace tls_se {
namespace {

std::string command(const std::string& words) {
  return "`tls-se card " + words + " --card sim:FILE`";
}

std::string wish(const CardProfile& profile) {
  std::string text;
  if (profile.private_key_on_card) text = "private_key = \"card\" is a key that a card has made";
  if (!profile.user_pin_for_tls) return text;
  return text + (text.empty() ? "" : ", and ") +
         "user_pin = \"needed\" is for a card that has its user's PIN";
}

}  // namespace

std::optional<std::string> wish_for_own_card(const CardProfile& profile, const std::string& file) {
  if (!profile.private_key_on_card && !profile.user_pin_for_tls) return std::nullopt;
  std::string steps;
  if (profile.private_key_on_card) {
    steps += command("keygen") + " makes the key on a card in a file, " + command("csr") +
             " asks for its certificate, ";
  }
  if (profile.user_pin_for_tls) steps += command("pin set") + " puts the PIN, ";
  const char* const role = profile.role == Role::server ? "server" : "client";
  return wish(profile) + ", which no profile brings to a card in memory: " + steps +
         command("personalise --profile " + file) + " puts the profile there, and `tls-se " + role +
         " --card sim:FILE` uses it (docs/profile.md)";
}

}  // namespace tls_se

#include "doctor/psk_check.h"

#include <algorithm>

#include "text/quoted.h"

namespace tls_se {
namespace {

constexpr size_t kMostListed = 16;

std::string with_comma(const std::string& list, const std::string& item) {
  return list.empty() ? item : list + ", " + item;
}

std::string listed(const std::vector<CardIdentities>& cards) {
  std::string words;
  size_t count = 0;
  for (const CardIdentities& card : cards) {
    for (const auto& identity : card.identities) {
      if (++count <= kMostListed) words = with_comma(words, quoted(identity) + " on " + card.card);
    }
  }
  if (count == 0) return "there is no PSK on any card";
  if (count > kMostListed) words += " and " + std::to_string(count - kMostListed) + " more";
  return "there is " + words;
}

}  // namespace

Finding check_psk_identity(const std::string& identity, const std::vector<CardIdentities>& cards) {
  const std::vector<uint8_t> wanted(identity.begin(), identity.end());
  const std::string subject = "PSK " + quoted(wanted);
  std::string holders;
  for (const CardIdentities& card : cards) {
    if (std::ranges::count(card.identities, wanted) > 0) holders = with_comma(holders, card.card);
  }
  if (!holders.empty()) return {subject, Severity::ok, "is on " + holders, ""};
  if (cards.empty()) {
    return {subject, Severity::error, "is on no card, since no card tells what is on it", ""};
  }
  return {subject, Severity::error, "is on no card; " + listed(cards),
          "look whether the identity is written alike here and on the card: capitals and spaces "
          "count; `tls-se card personalise` puts one there"};
}

}  // namespace tls_se

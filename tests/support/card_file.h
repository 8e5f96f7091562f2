// A card in a file of the test's own, as `tls-se card personalise` makes one.
#pragma once

#include <memory>
#include <string>

#include "profile/card_profile.h"
#include "reader/card_reader.h"
#include "support/test_credentials.h"

namespace tls_se {

class CardFile {
 public:
  /// Blank.
  explicit CardFile(const TestFolder& folder, const std::string& name = "blank.card")
      : path_(folder.path() / name) {
    (void)open(true);
  }
  /// Its user's PIN is wanted before each session, if there is one.
  CardFile(const TestFolder& folder, CardProfile profile, const std::string& user_pin = "");

  void personalise(const CardProfile& profile) const;
  /// What --card has.
  [[nodiscard]] std::string name() const { return "sim:" + path_.string(); }
  /// Nobody else can have it meanwhile.
  [[nodiscard]] std::unique_ptr<CardReader> open(bool create = false) const;
  /// How often the user's PIN can be shown before it is blocked.
  [[nodiscard]] int tries_left() const;

 private:
  const std::filesystem::path path_;
};

/// The demo's, for this role.
[[nodiscard]] CardProfile demo_profile_for(Role role);

}  // namespace tls_se

// What a profile may say and had better not: a card starts with it, and a person is told.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "profile/card_profile.h"
#include "profile/profile_sources.h"

namespace tls_se {

struct ProfileWarning {
  std::string file;              // what it is about
  std::string words;             // what is wrong there, and what to do; no secret is repeated
  bool peers_refuse_it = false;  // whoever is shown this certificate ends the handshake
};

[[nodiscard]] std::vector<ProfileWarning> find_warnings(const CardProfile& profile,
                                                        const ProfileSources& sources,
                                                        std::chrono::system_clock::time_point now);

/// In one text each: the file, what is wrong with it, and what to do; no secret is repeated.
[[nodiscard]] std::vector<std::string> warnings(const CardProfile& profile,
                                                const ProfileSources& sources,
                                                std::chrono::system_clock::time_point now);

}  // namespace tls_se

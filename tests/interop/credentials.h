// Certificates of both ends, made for one test, in a folder that goes with it.
#pragma once

#include <string>

#include "interop/settings.h"
#include "support/issued_certificates.h"

namespace tls_se::interop {

inline constexpr char kCardName[] = "card.example";
inline constexpr char kPeerName[] = "peer.example";

enum class Flaw { none, unknown_ca, expired, wrong_name, wrong_usage, not_for_signing };

class Credentials {
 public:
  Credentials();
  Credentials(const Credentials&) = delete;
  Credentials& operator=(const Credentials&) = delete;
  ~Credentials();

  [[nodiscard]] const std::string& folder() const { return folder_; }
  /// What both ends trust.
  [[nodiscard]] std::string trust() const { return folder_ + "/root.pem"; }
  /// A certificate and key for the party of this name and role.
  void issue(EndSettings& settings, const std::string& name, Flaw flaw = Flaw::none) const;
  /// The same, signed by an intermediate authority.
  void issue_with_intermediate(EndSettings& settings, const std::string& name) const;

 private:
  void write(EndSettings& settings, const std::string& name, const std::string& chain,
             const test::Identity& identity) const;

  std::string folder_;
  test::Authority root_{"Interop root"};
};

struct Arrangement {
  CardSettings card;
  PeerSettings peer;

  [[nodiscard]] EndSettings& client() {
    return card.is_client() ? static_cast<EndSettings&>(card) : peer;
  }
};

/// Two ends that will come to an agreement.
[[nodiscard]] Arrangement arrange(const Credentials& credentials, Role card, Mode mode);

}  // namespace tls_se::interop

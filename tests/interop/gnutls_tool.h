// `gnutls-cli`, and `gnutls-serv --echo`.
#pragma once

#include "interop/peer.h"
#include "interop/reserved_port.h"

namespace tls_se::interop {

/// A priority string, as GnuTLS calls it.
[[nodiscard]] std::string gnutls_priority(const PeerSettings& settings);

class GnutlsTool : public Peer {
 public:
  GnutlsTool(const PeerSettings& settings, uint16_t card_port);

  uint16_t port() override { return port_.number(); }
  bool opens() override;
  bool is_echo() const override { return !is_client_; }
  bool update_key() override;
  bool reports(Alert alert) override;
  bool reports_alpn(const std::string& protocol) override;

 private:
  const bool is_client_;
  ReservedPort port_;  // it can't say which one the kernel chose
  size_t key_updates_ = 0;
};

}  // namespace tls_se::interop

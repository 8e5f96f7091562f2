// `wolfssl_peer`, a program on wolfSSL's API (wolfssl_peer.cc).
#pragma once

#include "interop/peer.h"

namespace tls_se::interop {

class WolfsslTool : public Peer {
 public:
  WolfsslTool(const PeerSettings& settings, uint16_t card_port);

  uint16_t port() override { return port_; }
  bool opens() override { return program().prints_error("open, "); }
  bool update_key() override;
  bool reports(Alert alert) override;
  bool reports_alpn(const std::string& protocol) override;

 private:
  uint16_t port_ = 0;
  size_t key_updates_ = 0;
};

}  // namespace tls_se::interop

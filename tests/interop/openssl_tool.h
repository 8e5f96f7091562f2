// `openssl s_client` and `openssl s_server`. A line that begins with one of some letters is a
// command to them, so what is sent has digits alone.
#pragma once

#include "interop/peer.h"

namespace tls_se::interop {

class OpensslTool : public Peer {
 public:
  OpensslTool(const PeerSettings& settings, uint16_t card_port);

  uint16_t port() override { return port_; }
  bool opens() override;
  bool update_key() override;
  bool reports(Alert alert) override;
  bool reports_alpn(const std::string& protocol) override;
  void close() override;

 private:
  const bool is_client_;
  uint16_t port_ = 0;
  size_t key_updates_ = 0;
};

}  // namespace tls_se::interop

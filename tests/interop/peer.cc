#include "interop/peer.h"

#include "interop/gnutls_tool.h"
#include "interop/openssl_tool.h"
#include "interop/wolfssl_tool.h"

namespace tls_se::interop {

bool is_installed(Stack stack) {
  switch (stack) {
    case Stack::openssl:
      return tls_se::is_installed("openssl");
    case Stack::gnutls:
      return tls_se::is_installed("gnutls-cli") && tls_se::is_installed("gnutls-serv");
    case Stack::wolfssl:
      return true;  // built with the tests
  }
  return false;
}

std::unique_ptr<Peer> start_peer(Stack stack, const PeerSettings& settings, uint16_t card_port) {
  switch (stack) {
    case Stack::openssl:
      return std::make_unique<OpensslTool>(settings, card_port);
    case Stack::gnutls:
      return std::make_unique<GnutlsTool>(settings, card_port);
    case Stack::wolfssl:
      return std::make_unique<WolfsslTool>(settings, card_port);
  }
  return nullptr;
}

}  // namespace tls_se::interop

#include "interop/wolfssl_tool.h"

#include <stdexcept>

#include "interop/words.h"

namespace tls_se::interop {
namespace {

std::string suite_name(CipherSuite suite) {
  switch (suite) {
    case CipherSuite::ccm:
      return "TLS13-AES128-CCM-SHA256";
    case CipherSuite::gcm:
      return "TLS13-AES128-GCM-SHA256";
    case CipherSuite::ccm_8:
      return "TLS13-AES128-CCM-8-SHA256";
  }
  return "";
}

Words command(const PeerSettings& settings, uint16_t card_port) {
  Words words = {TLS_SE_WOLFSSL_PEER, settings.is_client() ? "client" : "server",
                 std::to_string(card_port), "--suite", suite_name(settings.cipher_suite)};
  if (settings.is_client()) words += {"--group", name_of(settings.groups[0])};
  if (settings.mode == Mode::psk) {
    words += {"--psk", settings.psk, "--identity", settings.identity};
  }
  if (settings.has_certificate()) {
    words += {"--chain", settings.chain, "--key", settings.private_key};
  }
  if (settings.checks_certificate()) words += {"--ca", settings.trust};
  if (!settings.server_name.empty()) words += {"--name", settings.server_name};
  if (!settings.alpn.empty()) words += {"--alpn", settings.alpn};
  words += settings.words;
  return words;
}

}  // namespace

WolfsslTool::WolfsslTool(const PeerSettings& settings, uint16_t card_port) {
  start(command(settings, card_port));
  if (settings.is_client()) return;
  if (!program().prints_error("listening on 127.0.0.1:")) throw std::runtime_error(says());
  port_ = port_after(program().errors(), "listening on 127.0.0.1:");
}

bool WolfsslTool::update_key() {
  program().write("^rekey^\n");
  return program().prints_error("KeyUpdate sent", ++key_updates_);
}

bool WolfsslTool::reports(Alert alert) {
  return program().prints_error("alert " + number(alert) + " received");
}

bool WolfsslTool::reports_alpn(const std::string& protocol) {
  return program().prints_error("ALPN " + protocol);
}

}  // namespace tls_se::interop

#include "interop/openssl_tool.h"

#include <stdexcept>

#include "interop/words.h"

namespace tls_se::interop {
namespace {

Words authentication(const PeerSettings& settings) {
  Words words;
  if (settings.mode == Mode::psk) {
    words += {"-psk_identity", settings.identity, "-psk", settings.psk};
  }
  if (settings.has_certificate()) {
    words += {"-cert", settings.chain, "-cert_chain", settings.chain, "-key", settings.private_key};
  }
  if (settings.checks_certificate()) {
    words += {"-CAfile", settings.trust, "-verify_return_error"};
  }
  return words;
}

std::string groups_of(const PeerSettings& settings) {
  std::string list;
  for (const Group group : settings.groups) {
    list += list.empty() ? "" : ":";
    list += group == Group::secp256r1 ? "P-256" : "X25519";
  }
  return list;
}

Words common(const PeerSettings& settings) {
  Words words = {"-tls1_3", "-ciphersuites", name_of(settings.cipher_suite)};
  words += {"-groups", groups_of(settings)};
  // Tags of 8 bytes are below its security level 1.
  if (settings.cipher_suite == CipherSuite::ccm_8) words += {"-cipher", "DEFAULT:@SECLEVEL=0"};
  if (!settings.alpn.empty()) words += {"-alpn", settings.alpn};
  words += authentication(settings);
  words += settings.words;
  return words;
}

Words client(const PeerSettings& settings, uint16_t card_port) {
  Words words = {"openssl", "s_client", "-connect", "127.0.0.1:" + std::to_string(card_port)};
  if (!settings.server_name.empty()) words += {"-servername", settings.server_name};
  if (settings.checks_certificate()) words += {"-verify_hostname", settings.server_name};
  words += common(settings);
  return words;
}

Words server(const PeerSettings& settings) {
  Words words = {"openssl", "s_server", "-accept", "127.0.0.1:0", "-naccept", "1", "-tlsextdebug"};
  if (settings.mode == Mode::psk) words += {"-nocert"};
  if (settings.mode == Mode::mutual) words += {"-Verify", "3"};
  if (settings.sends_cookie) words += {"-stateless"};
  words += common(settings);
  return words;
}

}  // namespace

OpensslTool::OpensslTool(const PeerSettings& settings, uint16_t card_port)
    : is_client_(settings.is_client()) {
  start(is_client_ ? client(settings, card_port) : server(settings));
  if (is_client_) return;
  if (!program().prints("ACCEPT 127.0.0.1:")) throw std::runtime_error(says());
  port_ = port_after(program().output(), "ACCEPT 127.0.0.1:");
}

bool OpensslTool::opens() {
  return program().prints(is_client_ ? "SSL handshake has read" : "CIPHER is ");
}

bool OpensslTool::update_key() {
  program().write("K\n");
  // s_server is silent about it.
  return !is_client_ || program().prints_error("KEYUPDATE", ++key_updates_);
}

bool OpensslTool::reports(Alert alert) {
  return program().prints_error("SSL alert number " + number(alert) + "\n");
}

bool OpensslTool::reports_alpn(const std::string& protocol) {
  return program().prints((is_client_ ? "ALPN protocol: " : "ALPN protocols selected: ") +
                          protocol);
}

void OpensslTool::close() { program().write("Q\n"); }

}  // namespace tls_se::interop

#include "interop/gnutls_tool.h"

#include <fstream>
#include <stdexcept>

#include "interop/words.h"

namespace tls_se::interop {
namespace {

std::string cipher_name(CipherSuite suite) {
  switch (suite) {
    case CipherSuite::ccm:
      return "AES-128-CCM";
    case CipherSuite::gcm:
      return "AES-128-GCM";
    case CipherSuite::ccm_8:
      return "AES-128-CCM-8";
  }
  return "";
}

Words common(const PeerSettings& settings) {
  Words words = {"--priority", gnutls_priority(settings)};
  if (settings.has_certificate()) {
    words += {"--x509certfile", settings.chain, "--x509keyfile", settings.private_key};
  }
  if (settings.checks_certificate()) words += {"--x509cafile", settings.trust};
  if (!settings.alpn.empty()) words += {"--alpn", settings.alpn};
  words += settings.words;
  return words;
}

// A line at a time (stdbuf), so that what they say can be read while they run.

Words client(const PeerSettings& settings, uint16_t card_port) {
  Words words = {"stdbuf",           "-oL", "gnutls-cli", "-p", std::to_string(card_port),
                 "--inline-commands"};
  if (settings.groups.size() > 1) words += {"--single-key-share"};
  if (settings.mode == Mode::psk) {
    words += {"--pskusername", settings.identity, "--pskkey", settings.psk};
  }
  if (!settings.server_name.empty()) {
    words += {"--sni-hostname", settings.server_name, "--verify-hostname", settings.server_name};
  }
  words += common(settings);
  words += {"127.0.0.1"};
  return words;
}

Words server(const PeerSettings& settings, uint16_t port) {
  Words words = {"stdbuf", "-oL", "gnutls-serv", "--echo", "-p", std::to_string(port)};
  if (!settings.alpn.empty()) words += {"--alpn-fatal"};
  if (settings.mode == Mode::mutual) words += {"--require-client-cert", "--verify-client-cert"};
  if (settings.mode == Mode::psk) {
    const std::string keys = settings.folder + "/gnutls.psk";
    std::ofstream(keys) << settings.identity << ":" << settings.psk << "\n";
    words += {"--pskpasswd", keys};
  }
  words += common(settings);
  return words;
}

}  // namespace

std::string gnutls_priority(const PeerSettings& settings) {
  std::string text = "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+";
  text += cipher_name(settings.cipher_suite);
  text += ":-GROUP-ALL";
  for (const Group group : settings.groups) {
    text += group == Group::secp256r1 ? ":+GROUP-SECP256R1" : ":+GROUP-X25519";
  }
  if (settings.mode == Mode::psk) text += ":-KX-ALL:+ECDHE-PSK";
  return text;
}

GnutlsTool::GnutlsTool(const PeerSettings& settings, uint16_t card_port)
    : is_client_(settings.is_client()) {
  start(is_client_ ? client(settings, card_port) : server(settings, port_.number()));
  const std::string port = " port " + std::to_string(port_.number()) + "...done";
  if (!is_client_ && !program().prints_error(port)) throw std::runtime_error(says());
}

bool GnutlsTool::opens() {
  return program().prints(is_client_ ? "Handshake was completed" : "- Cipher: ");
}

bool GnutlsTool::update_key() {
  if (!is_client_) return false;
  program().write("^rekey^\n");
  return program().prints("Rekey was completed", ++key_updates_);
}

bool GnutlsTool::reports(Alert alert) {
  return program().prints(is_client_ ? "Received alert [" + number(alert) + "]"
                                     : "Received alert '" + number(alert) + "'");
}

bool GnutlsTool::reports_alpn(const std::string& protocol) {
  return program().prints("Application protocol: " + protocol);
}

}  // namespace tls_se::interop

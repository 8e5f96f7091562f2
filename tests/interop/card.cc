#include "interop/card.h"

#include <fstream>

namespace tls_se::interop {

std::string write_profile(const CardSettings& settings) {
  const std::string path = settings.folder + "/card.toml";
  std::ofstream file(path);
  const auto text = [&](const char* key, const std::string& value) {
    if (!value.empty()) file << key << " = \"" << value << "\"\n";
  };
  const auto list = [&](const char* key, const std::string& value) {
    if (!value.empty()) file << key << " = [\"" << value << "\"]\n";
  };
  text("role", settings.is_client() ? "client" : "server");
  list("modes", name_of(settings.mode));
  list("cipher_suites", name_of(settings.cipher_suite));
  file << "groups = [";
  for (const Group group : settings.groups) {
    file << '"' << name_of(group) << "\", ";
  }
  file << "]\n";
  if (settings.has_certificate()) {
    text("certificate_chain", settings.chain);
    text("private_key", settings.private_key);
  }
  if (settings.checks_certificate()) list("trust_anchors", settings.trust);
  text("server_name", settings.server_name);
  list("alpn", settings.alpn);
  if (settings.record_size_limit != 0) {
    file << "record_size_limit = " << settings.record_size_limit << "\n";
  }
  if (settings.key_share_on_request) text("key_share", "on_request");
  if (settings.mode == Mode::psk) {
    file << "[[psk]]\n";
    text("identity", settings.identity);
    text("key", settings.psk);
  }
  return path;
}

Card::Card(const CardSettings& settings) : profile_(write_profile(settings)) {
  if (settings.is_client()) return;
  server_.emplace(std::vector<std::string>{"--profile", profile_, "--connections", "1", "--trace"});
}

void Card::connect(uint16_t server_port) {
  client_.emplace("127.0.0.1:" + std::to_string(server_port),
                  std::vector<std::string>{"--profile", profile_, "--trace"});
}

bool Card::opens() { return logs(": open, "); }

bool Card::logs(const std::string& text) {
  return server_ ? server_->logs(text) : client_->prints_error(text);
}

bool Card::ended_well() { return (server_ ? server_->exit_code() : client_->exit_code()) == 0; }

std::string Card::log() { return server_ ? server_->log() : client_->errors(); }

std::string Card::trace() { return server_ ? server_->trace() : client_->errors(); }

}  // namespace tls_se::interop

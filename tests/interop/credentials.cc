#include "interop/credentials.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace tls_se::interop {
namespace {

void write_file(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

std::string usage(bool client) { return client ? "clientAuth" : "serverAuth"; }

test::CertificateSpec spec_of(const EndSettings& settings, const std::string& name, Flaw flaw) {
  test::CertificateSpec spec;
  spec.common_name = name;
  spec.subject_alt_name = "DNS:" + (flaw == Flaw::wrong_name ? "another.example" : name);
  spec.extended_key_usage = usage(settings.is_client() != (flaw == Flaw::wrong_usage));
  if (flaw == Flaw::not_for_signing) spec.key_usage = "critical,dataEncipherment";
  if (flaw == Flaw::expired) {
    spec.valid_from = -7200;
    spec.valid_until = -3600;
  }
  return spec;
}

bool shows_certificate(const EndSettings& settings) {
  return settings.mode == Mode::mutual ||
         (settings.mode == Mode::certificate && !settings.is_client());
}

void set_up(EndSettings& settings, const Credentials& credentials, Mode mode,
            const std::string& name) {
  settings.mode = mode;
  settings.folder = credentials.folder();
  settings.trust = credentials.trust();
  if (shows_certificate(settings)) credentials.issue(settings, name);
}

}  // namespace

Credentials::Credentials() {
  std::string pattern = std::filesystem::temp_directory_path() / "tls-se-interop-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder " + pattern);
  folder_ = pattern;
  write_file(trust(), root_.own().certificate_pem);
}

Credentials::~Credentials() {
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

void Credentials::issue(EndSettings& settings, const std::string& name, Flaw flaw) const {
  const test::CertificateSpec spec = spec_of(settings, name, flaw);
  // Of the same name, so that only the signature tells.
  const test::Identity identity =
      flaw == Flaw::unknown_ca ? test::Authority("Interop root").issue(spec) : root_.issue(spec);
  write(settings, name, identity.certificate_pem, identity);
}

void Credentials::issue_with_intermediate(EndSettings& settings, const std::string& name) const {
  const test::Authority intermediate("Interop issuing CA", root_);
  const test::Identity identity = intermediate.issue(spec_of(settings, name, Flaw::none));
  write(settings, name, identity.certificate_pem + intermediate.own().certificate_pem, identity);
}

void Credentials::write(EndSettings& settings, const std::string& name, const std::string& chain,
                        const test::Identity& identity) const {
  settings.chain = folder_ + "/" + name + ".pem";
  settings.private_key = folder_ + "/" + name + ".key";
  write_file(settings.chain, chain);
  write_file(settings.private_key, identity.private_key_pem);
}

Arrangement arrange(const Credentials& credentials, Role card, Mode mode) {
  Arrangement arrangement;
  arrangement.card.role = card;
  arrangement.peer.role = card == Role::server ? Role::client : Role::server;
  set_up(arrangement.card, credentials, mode, kCardName);
  set_up(arrangement.peer, credentials, mode, kPeerName);
  if (mode != Mode::psk)
    arrangement.client().server_name = card == Role::server ? kCardName : kPeerName;
  return arrangement;
}

}  // namespace tls_se::interop

#include "built_in_objects.h"

#include "certificates.h"
#include "se/crypto_lib/hkdf.h"
#include "se/x509/certificate.h"

namespace tls_se {
namespace {

constexpr KeyHandle kEarlySecret{1};

// The draft's, section 5.
constexpr uint8_t kIdentity[] = {'C', 'l', 'i', 'e', 'n', 't', '_', 'i',
                                 'd', 'e', 'n', 't', 'i', 't', 'y'};
constexpr uint8_t kPsk[] = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16,
                            17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32};

constexpr uint8_t kServerName[] = {'c', 'a', 'r', 'd', '.', 'e', 'x', 'a', 'm', 'p', 'l', 'e'};
constexpr UtcTime kNow = {{0x20, 0x30, 0x01, 0x01, 0x00, 0x00, 0x00}};
constexpr const CipherSuite* kCipherSuites[] = {&kAes128CcmSha256};
constexpr const NamedGroup* kGroups[] = {&kSecp256r1};

const Program& program_of(Role role, Mode mode) {
  static constexpr const Program* kServer[] = {&programs::kServerPsk, &programs::kServerCertificate,
                                               &programs::kServerMutual};
  static constexpr const Program* kClient[] = {&programs::kClientPsk, &programs::kClientCertificate,
                                               &programs::kClient};
  return *(role == Role::server ? kServer : kClient)[static_cast<size_t>(mode)];
}

Bytes certificate_of(Role role) {
  return role == Role::server ? Bytes(certificates::kServer) : Bytes(certificates::kClient);
}

}  // namespace

std::span<const uint8_t, kP256PointSize> BuiltInObjects::public_key(Role role) {
  Certificate certificate;
  if (read_certificate(certificate_of(role), certificate) != Alert::none) __builtin_trap();
  return certificate.public_key.first<kP256PointSize>();
}

Bytes BuiltInObjects::psk() { return kPsk; }

BuiltInObjects::BuiltInObjects(Role role, Mode mode, Crypto& crypto, Signatures& signatures)
    : role_(role),
      psk_{.identity = kIdentity, .key = kEarlySecret},
      certificate_(certificate_of(role)),
      trust_anchor_(certificates::kRoot) {
  extract_early_secret(crypto, kPsk, early_secret_);
  circumstances_.now = kNow;
  if (role == Role::client) {
    circumstances_.server_name = {ReferenceName::Kind::dns_name, kServerName};
  }
  settings_.program = &program_of(role, mode);
  settings_.tls = {.modes = mode,
                   .psks = {&psk_, 1},
                   .cipher_suites = kCipherSuites,
                   .groups = kGroups,
                   .certificates = {.signatures = &signatures,
                                    .chain = {&certificate_, 1},
                                    .private_key = kPrivateKey,
                                    .trust_anchors = {&trust_anchor_, 1}},
                   .circumstances = &circumstances_};
}

Bytes BuiltInObjects::find(KeyHandle key) const {
  if (key == kEarlySecret) return early_secret_;
  return role_ == Role::server ? Bytes(certificates::kServerKey) : Bytes(certificates::kClientKey);
}

}  // namespace tls_se

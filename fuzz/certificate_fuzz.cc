// The path check on a chain that a peer made up, to anchors that are as strange. The input is one
// byte of settings and then certificates, each a vector with 16 bits of length: the anchors first.
// Signatures are right or wrong as the settings say, since no fuzzer finds a right one.
#include <algorithm>
#include <vector>

#include "se/x509/path.h"

namespace {

using namespace tls_se;

void require(bool condition) {
  if (!condition) __builtin_trap();
}

class Oracle : public Signatures {
 public:
  explicit Oracle(bool fickle) : fickle_(fickle) {}

  CryptoStatus hash(HashAlgorithm, const Bytes& data,
                    std::span<uint8_t, kMaxDigestSize> digest) override {
    digest[0] = data.back();
    return CryptoStatus::done;
  }
  CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize>, const Bytes& digest,
                                 std::span<const uint8_t, kP256SignatureSize> r_s) override {
    ++verified_;
    const bool right = !fickle_ || ((digest[0] ^ r_s[63]) & 1) != 0;
    return right ? CryptoStatus::done : CryptoStatus::rejected;
  }
  CryptoStatus p256_ecdsa_sign(KeyHandle, const Bytes&,
                               std::span<uint8_t, kP256SignatureSize>) override {
    return CryptoStatus::failed;
  }

  [[nodiscard]] size_t verified() const { return verified_; }

 private:
  const bool fickle_;
  size_t verified_ = 0;
};

ReferenceName reference(unsigned choice) {
  static constexpr uint8_t kHost[] = {'s', 'e', 'r', 'v', 'e', 'r', '.', 'e', 'x',
                                      'a', 'm', 'p', 'l', 'e', '.', 'c', 'o', 'm'};
  static constexpr uint8_t kAddress[] = {192, 0, 2, 1};
  if (choice == 1) return {ReferenceName::Kind::dns_name, kHost};
  if (choice == 2) return {ReferenceName::Kind::ip_address, kAddress};
  return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Reader input({data, size});
  const unsigned settings = input.u8();
  std::vector<Bytes> certificates;
  while (input.more()) certificates.push_back(input.vector16());
  const std::span<const Bytes> all(certificates);
  const size_t anchors = std::min<size_t>(settings & 3, all.size());

  Oracle signatures((settings & 64) != 0);
  PathQuestion question = {
      .chain = all.subspan(anchors),
      .trust_anchors = all.first(anchors),
      .purpose = (settings & 4) != 0 ? Purpose::client_auth : Purpose::server_auth,
      .name = reference(settings >> 3 & 3)};
  if ((settings & 32) != 0) question.now = UtcTime{{0x20, 0x26, 0x01, 0x01, 0x00, 0x00, 0x00}};

  std::array<uint8_t, kP256PointSize> key{};
  const Alert alert = check_path(signatures, question, key);
  require(signatures.verified() <= kMaxSignatureChecks);
  if (alert == Alert::none) {
    require(anchors > 0 && !std::ranges::search(question.chain[0], key).empty());
    return 0;
  }
  require(key == std::array<uint8_t, kP256PointSize>{});
  const Alert told = description_of(alert);
  require(told == Alert::bad_certificate || told == Alert::unsupported_certificate ||
          told == Alert::certificate_expired || told == Alert::certificate_unknown ||
          told == Alert::unknown_ca);
  return 0;
}

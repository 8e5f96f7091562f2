#include "se/x509/certification_request.h"

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <string>

#include "platform/host/host_crypto.h"
#include "platform/openssl/owned.h"
#include "support/der_bytes.h"
#include "support/hex.h"

namespace tls_se {
namespace {

constexpr KeyHandle kCardKey{3};
/// What it may take beyond CertificationRequestInfo: SEQUENCE, algorithm, the longest signature.
constexpr size_t kMostAround = 4 + 12 + 3 + 72;

/// A Name of one UTF8String; of no attribute if the text is empty.
DerBytes subject_of(std::string_view common_name) {
  if (common_name.empty()) return {0x30, 0};
  return element(0x30, element(0x31, element(0x30, DerBytes{0x06, 3, 0x55, 0x04, 0x03} +
                                                       element(0x0c, common_name))));
}
DerBytes dns_names(std::string_view name) { return element(0x30, element(0x82, name)); }

template <typename Object>
DerBytes der_of(int (*write)(const Object*, uint8_t**), const Object* object) {
  DerBytes der(static_cast<size_t>(write(object, nullptr)));
  uint8_t* at = der.data();
  EXPECT_EQ(write(object, &at), static_cast<int>(der.size()));
  return der;
}

/// A request as libcrypto reads it, and nothing behind it.
class ReadRequest {
 public:
  explicit ReadRequest(const DerBytes& der) {
    const uint8_t* at = der.data();
    request_.reset(d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size())));
    EXPECT_EQ(at, der.data() + der.size());
    EXPECT_NE(request_, nullptr);
    if (request_ == nullptr) return;
    extensions_.reset(X509_REQ_get_extensions(request_.get()));
    EXPECT_EQ(der_of(i2d_X509_REQ, request_.get()), der);
  }

  [[nodiscard]] bool is_of(const std::array<uint8_t, kP256PointSize>& public_key) const {
    const auto* const key = X509_REQ_get_X509_PUBKEY(request_.get());
    const uint8_t* bytes = nullptr;
    int size = 0;
    X509_PUBKEY_get0_param(nullptr, &bytes, &size, nullptr, key);
    return size == kP256PointSize && std::equal(public_key.begin(), public_key.end(), bytes);
  }
  [[nodiscard]] bool verifies() const {
    EVP_PKEY* const key = X509_REQ_get0_pubkey(request_.get());
    return key != nullptr && X509_REQ_verify(request_.get(), key) == 1;
  }
  [[nodiscard]] DerBytes subject() const {
    return der_of(i2d_X509_NAME, X509_REQ_get_subject_name(request_.get()));
  }
  /// Of the only extension; empty if there is none.
  [[nodiscard]] DerBytes subject_alt_name() const {
    X509_EXTENSION* const extension = only_extension();
    if (extension == nullptr) return {};
    EXPECT_EQ(OBJ_obj2nid(X509_EXTENSION_get_object(extension)), NID_subject_alt_name);
    const ASN1_OCTET_STRING* const value = X509_EXTENSION_get_data(extension);
    const uint8_t* const bytes = ASN1_STRING_get0_data(value);
    return {bytes, bytes + ASN1_STRING_length(value)};
  }
  [[nodiscard]] bool is_critical() const {
    return X509_EXTENSION_get_critical(only_extension()) != 0;
  }
  [[nodiscard]] int attributes() const { return X509_REQ_get_attr_count(request_.get()); }
  [[nodiscard]] long version() const { return X509_REQ_get_version(request_.get()); }
  [[nodiscard]] int algorithm() const { return X509_REQ_get_signature_nid(request_.get()); }
  [[nodiscard]] size_t info_size() const {
    uint8_t* der = nullptr;
    const int size = i2d_re_X509_REQ_tbs(request_.get(), &der);
    OPENSSL_free(der);
    return static_cast<size_t>(size);
  }

 private:
  struct FreeExtensions {
    void operator()(STACK_OF(X509_EXTENSION) * list) const {
      sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
    }
  };
  [[nodiscard]] X509_EXTENSION* only_extension() const {
    if (extensions_ == nullptr || sk_X509_EXTENSION_num(extensions_.get()) == 0) return nullptr;
    EXPECT_EQ(sk_X509_EXTENSION_num(extensions_.get()), 1);
    return sk_X509_EXTENSION_value(extensions_.get(), 0);
  }

  Owned<X509_REQ, X509_REQ_free> request_;
  std::unique_ptr<STACK_OF(X509_EXTENSION), FreeExtensions> extensions_;
};

/// Fails, if it is told to, in one of its functions.
class BrittleCrypto : public HostCrypto {
 public:
  enum class Function : uint8_t { none, start, update, finish };
  Function failing = Function::none;

  CryptoStatus sha256_start(Sha256State& state) override {
    return of(Function::start, HostCrypto::sha256_start(state));
  }
  CryptoStatus sha256_update(Sha256State& state, const Bytes& data) override {
    return of(Function::update, HostCrypto::sha256_update(state, data));
  }
  CryptoStatus sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) override {
    return of(Function::finish, HostCrypto::sha256_finish(state, digest));
  }

 private:
  [[nodiscard]] CryptoStatus of(Function function, CryptoStatus status) const {
    return function == failing ? CryptoStatus::failed : status;
  }
};

class BrittleSignatures : public HostSignatures {
 public:
  CryptoStatus of_verify = CryptoStatus::done;
  bool fails_to_sign = false;
  size_t signed_count = 0;

  CryptoStatus p256_ecdsa_sign(KeyHandle private_key, const Bytes& digest,
                               std::span<uint8_t, kP256SignatureSize> r_s) override {
    ++signed_count;
    if (fails_to_sign) return CryptoStatus::failed;
    return HostSignatures::p256_ecdsa_sign(private_key, digest, r_s);
  }
  CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                 const Bytes& digest,
                                 std::span<const uint8_t, kP256SignatureSize> r_s) override {
    if (of_verify != CryptoStatus::done) return of_verify;
    return HostSignatures::p256_ecdsa_verify(public_key, digest, r_s);
  }
};

class CertificationRequestTest : public testing::Test {
 protected:
  CertificationRequestTest() {
    EXPECT_EQ(maker_.p256_make_key_pair(key_.bytes, public_key_), CryptoStatus::done);
    signatures_.use_keys(&key_);
  }

  RequestStatus make(const DerBytes& subject, const DerBytes& alt_name,
                     size_t room = kMaxCertificationRequest) {
    DerBytes out(room, 0xaa);
    size_t size = 4711;
    const RequestStatus status = make_certification_request(crypto_, signatures_,
                                                            {.subject = subject,
                                                             .subject_alt_name = alt_name,
                                                             .public_key = public_key_,
                                                             .private_key = kCardKey},
                                                            out, size);
    EXPECT_EQ(size > 0, status == RequestStatus::done);
    EXPECT_LE(size, room);
    out.resize(std::min(size, room));
    made_ = std::move(out);
    return status;
  }

  void expect_good(const DerBytes& subject, const DerBytes& alt_name) {
    ASSERT_EQ(make(subject, alt_name), RequestStatus::done);
    const ReadRequest request(made_);
    EXPECT_TRUE(request.verifies());
    EXPECT_TRUE(request.is_of(public_key_));
    EXPECT_EQ(request.subject(), subject);
    EXPECT_EQ(request.subject_alt_name(), alt_name);
    EXPECT_EQ(request.version(), 0);
    EXPECT_EQ(request.attributes(), alt_name.empty() ? 0 : 1);
    EXPECT_EQ(request.algorithm(), NID_ecdsa_with_SHA256);

    const size_t room = request.info_size() + kMostAround;
    EXPECT_EQ(make(subject, alt_name, room - 1), RequestStatus::no_room);
    EXPECT_EQ(make(subject, alt_name, room), RequestStatus::done);
    EXPECT_TRUE(ReadRequest(made_).verifies());
  }

  struct final : KeyBytes {
    [[nodiscard]] Bytes find(KeyHandle key) const override {
      return key == kCardKey ? Bytes(bytes) : Bytes{};
    }
    std::array<uint8_t, kP256ScalarSize> bytes{};
  } key_;
  HostKeyMaker maker_;
  BrittleCrypto crypto_;
  BrittleSignatures signatures_;
  std::array<uint8_t, kP256PointSize> public_key_{};
  DerBytes made_;
  const DerBytes pump_ = subject_of("pump 7");
  const DerBytes host_ = dns_names("pump.fleet.example");
};

TEST_F(CertificationRequestTest, IsReadAndVerifiedByLibcrypto) {
  expect_good(pump_, {});
  expect_good(pump_, host_);
  expect_good(subject_of("M\u00fcller & S\u00f6hne"),
              element(0x30, element(0x82, "*.fleet.example") + element(0x87, DerBytes(4, 10)) +
                                element(0xa4, pump_) + element(0x86, "spiffe://fleet/pump") +
                                element(0x81, "m@fleet.example")));
}

// RFC 2986 section 4.1, byte for byte up to the signature.
TEST_F(CertificationRequestTest, IsWhatRfc2986Prints) {
  ASSERT_EQ(make(pump_, host_), RequestStatus::done);
  const DerBytes extension = element(0x30, from_hex("0603551d11") + element(0x04, host_));
  const DerBytes attribute =
      element(0x30, from_hex("06092a864886f70d01090e") + element(0x31, element(0x30, extension)));
  const DerBytes key = from_hex("3059301306072a8648ce3d020106082a8648ce3d030107034200") +
                       DerBytes(public_key_.begin(), public_key_.end());
  const DerBytes info = element(0x30, from_hex("020100") + pump_ + key + element(0xa0, attribute));
  const DerBytes beginning = info + from_hex("300a06082a8648ce3d04030203");
  ASSERT_GT(made_.size(), beginning.size() + 4);
  const size_t header = made_[1] == 0x81 ? 3 : 4;
  EXPECT_TRUE(std::equal(beginning.begin(), beginning.end(),
                         made_.begin() + static_cast<ptrdiff_t>(header)));
}

TEST_F(CertificationRequestTest, ASubjectThatIsEmptyMakesAlternativeNamesCritical) {
  expect_good(subject_of(""), host_);
  EXPECT_TRUE(ReadRequest(made_).is_critical());
  expect_good(pump_, host_);
  EXPECT_FALSE(ReadRequest(made_).is_critical());
  EXPECT_EQ(make(subject_of(""), {}), RequestStatus::wrong_name) << "nobody is named";
}

// All lengths pass 127, 128, 255 and 256 on the way, of every element around these.
TEST_F(CertificationRequestTest, IsRightInEverySize) {
  std::string text;
  DerBytes subject;
  while ((subject = subject_of(text += 'x')).size() <= kMaxRequestedName) {
    SCOPED_TRACE(text.size());
    expect_good(subject, {});
  }
  EXPECT_EQ(make(subject, {}), RequestStatus::wrong_name) << "one byte too long";
  EXPECT_GT(text.size(), 490u);
}

TEST_F(CertificationRequestTest, IsRightInEverySizeOfAlternativeNames) {
  std::string text;
  DerBytes names;
  while ((names = dns_names(text += 'x')).size() <= kMaxRequestedName) {
    SCOPED_TRACE(text.size());
    expect_good(text.size() % 2 == 0 ? pump_ : subject_of(""), names);
  }
  EXPECT_EQ(make(pump_, names), RequestStatus::wrong_name) << "one byte too long";
  EXPECT_GT(text.size(), 500u);
}

TEST_F(CertificationRequestTest, TheLongestHasRoom) {
  const DerBytes subject = subject_of(std::string(kMaxRequestedName - 21, 'x'));
  const DerBytes names = dns_names(std::string(kMaxRequestedName - 8, 'x'));
  ASSERT_EQ(subject.size(), kMaxRequestedName);
  ASSERT_EQ(names.size(), kMaxRequestedName);
  expect_good(subject, names);
}

TEST_F(CertificationRequestTest, TakesNoRoomThatIsTooLittle) {
  ASSERT_EQ(make(pump_, host_), RequestStatus::done);
  const size_t room = ReadRequest(made_).info_size() + kMostAround;
  for (size_t less = 0; less < room; ++less) {
    EXPECT_EQ(make(pump_, host_, less), RequestStatus::no_room) << less;
  }
  EXPECT_EQ(signatures_.signed_count, 1u) << "nothing is signed in vain";
}

TEST_F(CertificationRequestTest, SignsNothingThatIsNoName) {
  const DerBytes kNoNames[] = {
      {},
      {0x30},
      pump_ + DerBytes{0},
      element(0x31, pump_),
      element(0x30, pump_),
      subject_of("a\nb"),
      from_hex("3080 310a 3008 0603550403 0c0161 0000"),
      // A subject that brings a key and attributes of its own along.
      pump_ + from_hex("3059301306072a8648ce3d020106082a8648ce3d030107034200") + DerBytes(65, 4) +
          element(0xa0, DerBytes{}),
  };
  for (const DerBytes& wrong : kNoNames) {
    EXPECT_EQ(make(wrong, host_), RequestStatus::wrong_name);
    EXPECT_EQ(make(wrong, {}), RequestStatus::wrong_name);
  }
  for (const DerBytes& wrong :
       {DerBytes{0}, from_hex("3000"), host_ + DerBytes{0}, element(0x31, host_), pump_,
        element(0x30, element(0x88, DerBytes{0x2a, 3}))}) {
    EXPECT_EQ(make(pump_, wrong), RequestStatus::wrong_name);
    EXPECT_EQ(make(subject_of(""), wrong), RequestStatus::wrong_name);
  }
  EXPECT_EQ(signatures_.signed_count, 0u);
}

TEST_F(CertificationRequestTest, FailsWithThePlatform) {
  using Function = BrittleCrypto::Function;
  for (const Function function : {Function::start, Function::update, Function::finish}) {
    crypto_.failing = function;
    EXPECT_EQ(make(pump_, host_), RequestStatus::failed);
    EXPECT_EQ(signatures_.signed_count, 0u) << "of a digest that is none";
    EXPECT_FALSE(crypto_.take_failure()) << "it has been told";
  }
  crypto_.failing = Function::none;
  signatures_.fails_to_sign = true;
  EXPECT_EQ(make(pump_, host_), RequestStatus::failed);
  signatures_.fails_to_sign = false;
  for (const CryptoStatus status : {CryptoStatus::rejected, CryptoStatus::failed}) {
    signatures_.of_verify = status;
    EXPECT_EQ(make(pump_, host_), RequestStatus::failed);
  }
  signatures_.of_verify = CryptoStatus::done;
  EXPECT_EQ(make(pump_, host_), RequestStatus::done) << "a failure must not harm the next";
}

TEST_F(CertificationRequestTest, FailsIfTheKeysAreNoPair) {
  std::array<uint8_t, kP256ScalarSize> other{};
  const auto public_key = public_key_;
  ASSERT_EQ(maker_.p256_make_key_pair(other, public_key_), CryptoStatus::done);
  EXPECT_EQ(make(pump_, host_), RequestStatus::failed) << "another public key";
  public_key_ = {4};
  EXPECT_EQ(make(pump_, host_), RequestStatus::failed) << "no point";
  public_key_ = public_key;
  EXPECT_EQ(make(pump_, host_), RequestStatus::done);
  key_.bytes = {};
  EXPECT_EQ(make(pump_, host_), RequestStatus::failed) << "no private key";
}

}  // namespace
}  // namespace tls_se

// Whole sessions of a client and a server, both the element over the software platform, branch on
// no secret and take no address from one: run by memcheck, for which the pre-shared key, private
// keys, the noise, and so all that is derived of them, are memory of no value, and what the
// application says too. poisoned_platform.cc has what is public, and why; what an element sends
// needs no such word, for nobody branches on it before it is opened.
//
//   handshake_poisoned psk|certificate|mutual                    no complaint
//   handshake_poisoned psk|certificate|mutual branch|index NAME  with such a thing done to a secret
//                                                (`pass` in poisoned_platform.cc): memcheck
//                                                complains
#include <algorithm>
#include <optional>
#include <string>

#include "cores/built_in_objects.h"
#include "cores/element.h"
#include "software/poisoned_platform.h"
#include "software/revealed.h"
#include "support/memcheck.h"
#include "support/noise.h"

namespace tls_se {

// cores/element.cc can be counted on a core: here nothing is.
void Counter::run(void (*work)(const void*), const void* context) { work(context); }

namespace {

struct Variant {
  const CipherSuite* suite;
  bool has_platform_ccm;  // or the element's own
  bool is_retried;        // with HelloRetryRequest, and programs of all modes
};

class Side {
 public:
  Side(Role role, Mode mode, const Variant& variant)
      : crypto_(variant.has_platform_ccm),
        objects_(role, mode, crypto_, signatures_),
        settings_(settings_for(objects_.settings(), variant)),
        element_(crypto_, settings_) {
    crypto_.use_keys(&objects_);
    signatures_.use_keys(&objects_);
    poison(objects_.find(settings_.tls.certificates.private_key));
  }
  Side(const Side&) = delete;
  Side& operator=(const Side&) = delete;

  [[nodiscard]] bool start() { return crypto_.start() == CryptoStatus::done; }
  [[nodiscard]] Element& element() { return element_; }

 private:
  static CardSettings settings_for(CardSettings settings, const Variant& variant) {
    settings.tls.cipher_suites = {&variant.suite, 1};
    settings.tls.key_share_on_request = variant.is_retried;
    if (!variant.is_retried) return settings;
    const bool is_server = settings.program->role == Role::server;
    settings.program = is_server ? &programs::kServer : &programs::kClient;
    return settings;
  }

  PoisonedCrypto crypto_;
  PoisonedSignatures signatures_{crypto_};
  BuiltInObjects objects_;
  const CardSettings settings_;
  Element element_;
};

using Message = std::vector<uint8_t>;  // content, and its type behind it

bool carry(Element& from, Element& to, const Message& message) {
  const Bytes carried = to.decrypt(from.encrypt(message));
  publish(carried);
  publish(message);
  return std::ranges::equal(carried, message);
}

/// Of a size for whole blocks, for parts of one, and for none.
bool carry_secrets(Element& from, Element& to) {
  return std::ranges::all_of(std::array<size_t, 4>{0, 1, 32, 100}, [&](size_t size) {
    const std::string content = noise(size);
    Message message(content.begin(), content.end());
    poison(message);
    message.push_back(static_cast<uint8_t>(ContentType::application_data));
    return carry(from, to, message);
  });
}

bool update_keys(Element& from, Element& to, bool is_requested) {
  const auto type = static_cast<uint8_t>(HandshakeType::key_update);
  return carry(from, to,
               {type, 0, 0, 1, is_requested, static_cast<uint8_t>(ContentType::handshake)});
}

/// What `to` does not take for a record of the session.
bool refuses_forged(Element& from, Element& to) {
  const Bytes record =
      from.encrypt(Message(20, static_cast<uint8_t>(ContentType::application_data)));
  Message forged(record.begin(), record.end());
  if (forged.empty()) return false;
  forged.back() ^= 1;
  return to.decrypt(forged).empty();
}

bool runs(Mode mode, const Variant& variant) {
  Side client_side(Role::client, mode, variant), server_side(Role::server, mode, variant);
  Element& client = client_side.element();
  Element& server = server_side.element();
  if (!client_side.start() || !server_side.start() || !shake_hands(client, server)) return false;
  const Message close_notify = {1, static_cast<uint8_t>(Alert::close_notify),
                                static_cast<uint8_t>(ContentType::alert)};
  return carry_secrets(client, server) && carry_secrets(server, client) &&
         update_keys(client, server, true) && update_keys(server, client, false) &&
         carry_secrets(client, server) && carry_secrets(server, client) &&
         carry(client, server, close_notify) && refuses_forged(server, client);
}

bool are_all_right(Mode mode) {
  const Variant variants[] = {
      {.suite = &kAes128CcmSha256, .has_platform_ccm = true, .is_retried = false},
      {.suite = &kAes128Ccm8Sha256, .has_platform_ccm = false, .is_retried = false},
      {.suite = &kAes128GcmSha256, .has_platform_ccm = true, .is_retried = true}};
  for (const Variant& variant : variants) {
    if (runs(mode, variant)) continue;
    std::printf("of cipher suite %04x\n", unsigned{variant.suite->id});
    return false;
  }
  return true;
}

std::optional<Mode> mode_of(std::string_view name) {
  if (name == "psk") return Mode::psk;
  if (name == "certificate") return Mode::certificate;
  return name == "mutual" ? std::optional(Mode::mutual) : std::nullopt;
}

bool is_right(int count, char** arguments) {
  const std::optional<Mode> mode = mode_of(count > 1 ? arguments[1] : "");
  if (!mode || (count != 2 && count != 4)) return false;
  if (count == 4) planted = {arguments[3], std::string_view(arguments[2]) == "index"};
  p256::reveals_quietly = planted.secret != "reveal";
  poison(BuiltInObjects::psk());
  return are_all_right(*mode) && p256::revealed > 0 && compared > 0;
}

}  // namespace
}  // namespace tls_se

int main(int count, char** arguments) {
  return tls_se::verdict(tls_se::is_right(count, arguments));
}

// VERIFY branches on nothing of a PIN, stored or given, and takes no address from it: run by
// valgrind's memcheck, for which both are memory of no value (the method of ctgrind, by Adam
// Langley). That the two are equal, in the end, is what the card answers: one place tells memcheck
// so, behind the comparison.
//
//   verify_poisoned card      the card as it is: no complaint
//   verify_poisoned memcmp    with a comparison that leaves early: memcheck complains
//   verify_poisoned stored    the same of a guess that it knows: of what is stored it knows nothing
//   verify_poisoned length    of a guess of another length: no complaint either
#include <algorithm>
#include <string_view>

#include "card/card_body.h"
#include "platform/flash/memory_flash.h"
#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_key_maker.h"
#include "support/hex.h"
#include "support/memcheck.h"

namespace {

bool leaves_early = false;
bool knows_guess = false;
int compared = 0;

bool equal_by_leaving_early(const tls_se::Bytes& a, const tls_se::Bytes& b) {
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

}  // namespace

// The linker gives this the calls of tls_se::equal_in_constant_time (--wrap), and that the other
// name.
extern "C" {
bool real_equal(const tls_se::Bytes& a, const tls_se::Bytes& b) asm(
    "__real__ZN6tls_se22equal_in_constant_timeERKSt4spanIKhLm18446744073709551615EES4_");
bool wrapped_equal(const tls_se::Bytes& a, const tls_se::Bytes& b) asm(
    "__wrap__ZN6tls_se22equal_in_constant_timeERKSt4spanIKhLm18446744073709551615EES4_");
bool wrapped_equal(const tls_se::Bytes& a, const tls_se::Bytes& b) {
  ++compared;
  return tls_se::published(leaves_early ? equal_by_leaving_early(a, b) : real_equal(a, b));
}
}

namespace tls_se {
namespace {

class PoisonedCard {
 public:
  PoisonedCard() : body_(crypto_, nullptr, &key_maker_, flash_, CardBuild()) {
    body_.power_up();
    transmit(from_hex("00DADF2B083031323334353637"));
    const Bytes memory = flash_.mapped();
    const auto pin = std::ranges::search(memory, from_hex("3031323334353637FFFFFFFFFFFFFFFF"));
    is_found_ = !pin.empty();
    poison({&*pin.begin(), pin.size()});
  }

  /// The status word of VERIFY with this guess, of which memcheck knows no bit.
  StatusWord verify(std::string_view guess) {
    std::vector<uint8_t> command = {0, 0x20, 0, 0, static_cast<uint8_t>(guess.size())};
    command.insert(command.end(), guess.begin(), guess.end());
    if (!knows_guess) poison(Bytes(command).subspan(5));
    return transmit(command);
  }
  [[nodiscard]] bool is_found() const { return is_found_; }

 private:
  StatusWord transmit(const std::vector<uint8_t>& command) {
    return body_.process(command, response_).status;
  }

  std::array<uint8_t, 65536> response_;
  MemoryFlash flash_{2048, 8};
  OpensslCrypto crypto_{kMaxChannels};
  OpensslKeyMaker key_maker_;
  CardBody body_;
  bool is_found_ = false;
};

bool is_right(std::string_view what) {
  knows_guess = what == "stored";
  leaves_early = what == "memcmp" || knows_guess;
  PoisonedCard card;
  if (!card.is_found()) return false;
  const bool is_as_expected =
      what == "length"
          ? card.verify("012345") == 0x63c2 && card.verify("0123456789012345") == 0x63c1
          : card.verify("01234567") == 0x9000 && card.verify("01234560") == 0x63c2 &&
                card.verify("91234567") == 0x63c1 && card.verify("01234567") == 0x9000;
  return is_as_expected && compared >= 2;
}

}  // namespace
}  // namespace tls_se

int main(int count, char** arguments) {
  return tls_se::verdict(tls_se::is_right(count > 1 ? arguments[1] : "card"));
}

// A card with the manners of the Java Card applets by the draft's author, for tests of what meets
// one: a TLS server with one pre-shared key, TLS_AES_128_CCM_SHA256 and secp256r1, that knows no
// command beside SELECT, VERIFY, CHANGE REFERENCE DATA, RECV, SEND, and one that puts the key. TLS
// itself is done by the in-process card; what this one would not do is kept from it.
#pragma once

#include <array>
#include <deque>
#include <memory>

#include "profile/card_profile.h"
#include "reader/card_reader.h"

namespace tls_se::test {

class AuthorsCard final : public CardReader {
 public:
  /// What differs from one applet to another.
  struct Manners {
    bool says_end = true;  // 9002 with the last record of a direction, else 9000
    bool attaches = true;  // what fits comes with the answer to RECV itself
    size_t padding = 0;    // of the peer's records: it is left where it was
  };

  static constexpr size_t kMaxFragment = 240;  // in both directions
  static constexpr size_t kRoom = 512;         // for a record, in either form
  static constexpr size_t kPskSize = 32;

  /// New: the PINs are the first ones, and the key is of zeros.
  explicit AuthorsCard(Manners manners);
  AuthorsCard() : AuthorsCard(Manners()) {}
  ~AuthorsCard() override;

  CardResponse transmit(Bytes command) override;
  /// Nothing is selected.
  void reset() override;
  [[nodiscard]] std::string name() const override { return "author's card"; }

  /// Not by any command, as in a card that came with it.
  void put_psk(Bytes key);

  std::vector<std::string> commands;  // all that came, in hexadecimal
  size_t longest_fragment = 0;        // that was taken

 private:
  static constexpr size_t kPinSize = 8;
  struct Pin {
    std::array<uint8_t, kPinSize> value;
    size_t most_tries;
    size_t tries;
    bool is_shown = false;
  };

  CardResponse select(Bytes name);
  CardResponse verify(uint8_t reference, Bytes value);
  CardResponse change(uint8_t reference, Bytes values);
  CardResponse put_key(uint8_t p2, Bytes key);
  CardResponse recv(uint8_t work, uint8_t flags, Bytes fragment);
  CardResponse work(uint8_t work);
  CardResponse have_done(uint8_t work);
  CardResponse fail();
  CardResponse send(size_t expected);
  CardResponse next_part();
  void queue(uint8_t work, Bytes answer);
  void forget_session();
  [[nodiscard]] Pin* pin(uint8_t reference);
  [[nodiscard]] static bool shows(Pin& pin, Bytes value);

  const Manners manners_;
  CardProfile profile_;
  std::unique_ptr<CardReader> inner_;
  bool is_selected_ = false;
  Pin user_;
  Pin administrator_;
  std::vector<uint8_t> input_;               // of RECV
  std::deque<std::vector<uint8_t>> output_;  // for SEND, each no longer than kMaxFragment
  bool first_is_whole_ = false;              // the first record of it
  StatusWord then_ = 0;                      // with the last of it
};

}  // namespace tls_se::test

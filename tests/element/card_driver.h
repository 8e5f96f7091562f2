// Drives one element through its APDU interface, and can look into its memory.
#pragma once

#include <cstdint>
#include <vector>

#include "card/card_objects.h"
#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_signatures.h"
#include "se/applet/secure_element.h"
#include "se/tls_state_machine/programs.h"
#include "support/hex.h"

namespace tls_se::test {

using Buffer = std::vector<uint8_t>;

/// PSK and identity of draft section 5.
[[nodiscard]] const Buffer& draft_psk();
[[nodiscard]] const Buffer& draft_identity();

struct Answer {
  Buffer data;
  StatusWord status = 0;
};

/// An element in a block of memory of its own, wiped to a pattern before it is made.
class CardDriver {
 public:
  struct Options : CardProfile {
    /// With the draft's PSK and the draft's cipher suite.
    Options() {
      psks = {{draft_identity(), draft_psk()}};
      cipher_suites = {&kAes128CcmSha256};
    }

    size_t record_buffer_size = 2 * (kMaxCiphertext + kRecordHeaderSize);
    const Program* program = nullptr;  // null: the smallest one for role and modes
    size_t fragment = 255;             // bytes of a record in one RECV
    OpensslCrypto* crypto = nullptr;   // null: libcrypto
    OpensslSignatures* signatures = nullptr;
    bool has_put_data = true;
    bool has_peer_data = true;
  };
  /// The default ones, changed.
  template <typename Change>
  [[nodiscard]] static Options options_with(Change change) {
    Options options;
    change(options);
    return options;
  }

  CardDriver() : CardDriver(Options{}) {}
  explicit CardDriver(Options options);
  ~CardDriver();

  Answer transmit(Bytes command);
  Answer transmit(std::string_view hex) { return transmit(from_hex(hex)); }

  StatusWord reset() { return transmit("00D8000100").status; }
  /// So says GET DATA.
  [[nodiscard]] bool is_open();
  /// RECV of `bytes` in fragments; the status word of the last, or of the first that is not 9000.
  StatusWord recv(Bytes bytes, uint8_t p1 = p1::kHandshake);
  /// SENDs as long as sw-more is answered. The data of all, and the last status word.
  Answer send(StatusWord more);
  /// RECV, and then SEND if there is something to be sent.
  Answer exchange(Bytes bytes, uint8_t p1 = p1::kHandshake) { return send(recv(bytes, p1)); }

  /// GET DATA 0101: origin and alert in hexadecimal, and apart from them the reason.
  [[nodiscard]] std::string end_reason();
  [[nodiscard]] bool output_waits() { return transmit("00CA010200").data[0] == 1; }
  [[nodiscard]] Reason reason();
  /// That the card has ended the session with this alert, for this reason.
  void expect_end_reason(Alert alert);

  /// Every byte of the element.
  [[nodiscard]] Bytes memory() const;
  [[nodiscard]] bool memory_holds(Bytes secret) const;

 private:
  Options options_;
  OpensslCrypto own_crypto_;
  OpensslSignatures own_signatures_;
  OpensslCrypto& crypto_;
  OpensslSignatures& signatures_;
  CardObjects objects_;
  CardSettings settings_;
  std::vector<uint8_t> memory_;  // as in a SecureElement
  Applet* element_;
};

}  // namespace tls_se::test

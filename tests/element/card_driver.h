// Drives one card through its APDU interface, and can look into its memory. It is personalised as
// any card is (src/personalisation).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "built_in_objects.h"
#include "card/card_body.h"
#include "platform/flash/memory_flash.h"
#include "platform/host/host_crypto.h"
#include "profile/card_profile.h"
#include "se/tls_state_machine/programs.h"
#include "support/hex.h"
#include "support/secret_watch.h"

namespace tls_se::test {

using Buffer = std::vector<uint8_t>;

/// PSK and identity of draft section 5.
[[nodiscard]] const Buffer& draft_psk();
[[nodiscard]] const Buffer& draft_identity();

struct Answer {
  Buffer data;
  StatusWord status = 0;
};

/// The smallest one that can do this.
[[nodiscard]] const Program& smallest_program(Role role, const Modes& modes);

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
    WatchedCrypto* crypto = nullptr;   // null: one of its own
    HostSignatures* signatures = nullptr;
    // A card whose objects are built in, that shares the memory of a handshake with others. Null:
    // one that is personalised.
    HandshakeMemory* handshake = nullptr;
    uint8_t session = 0;                   // the number of this one on the platform
    std::function<void()> before_command;  // what others do between two commands to this one
    bool has_peer_data = true;
    std::optional<UtcTime> now;  // told before anything else
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

  Answer transmit(Bytes command);
  Answer transmit(std::string_view hex) { return transmit(from_hex(hex)); }

  void stop() { built_in_->applet->stop(); }
  void power_up() { built_in_->applet->power_up(); }
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

  /// Every byte of it that power keeps.
  [[nodiscard]] Bytes memory() const;
  [[nodiscard]] bool memory_holds(Bytes secret) const;

 private:
  struct BuiltIn {
    BuiltIn(const Options& options, WatchedCrypto& crypto, HostSignatures& signatures);
    BuiltIn(const BuiltIn&) = delete;
    BuiltIn& operator=(const BuiltIn&) = delete;
    ~BuiltIn();
    Response process(const Bytes& command, const MutableBytes& response);

    BuiltInObjects objects;
    std::vector<uint8_t> memory;
    Applet* applet;
  };

  void use_keys();

  Options options_;
  WatchedCrypto own_crypto_;
  HostSignatures own_signatures_;
  WatchedCrypto& crypto_;
  WatchedKeyMaker key_maker_;
  HostSignatures& signatures_;
  MemoryFlash flash_;
  CardBody body_;
  std::optional<BuiltIn> built_in_;
};

}  // namespace tls_se::test

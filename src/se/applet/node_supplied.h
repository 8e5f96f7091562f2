// What the node tells the card with PUT DATA before a connection: the time, and of a client the
// server that is to be reached. The node isn't trusted with secrets, but it must be with these: one
// that lies about the name or the time can have the card accept another certificate. A card whose
// profile says them is not asked.
#pragma once

#include "se/base/host_name.h"
#include "se/data_exchange/status_word.h"
#include "se/tls_lib/settings.h"

namespace tls_se {

/// P1-P2 of PUT DATA. Without data an object is cleared.
namespace data_object {
inline constexpr uint16_t kTime = 0x0201;           // UTC, YYYYMMDDhhmmss in BCD, 7 bytes
inline constexpr uint16_t kServerName = 0x0202;     // a DNS name, ASCII
inline constexpr uint16_t kProtocols = 0x0203;      // contents of ProtocolNameList, RFC 7301
inline constexpr uint16_t kServerAddress = 0x0204;  // IPv4 or IPv6, 4 or 16 bytes
}  // namespace data_object

/// The objects that PUT DATA reaches.
class PutData {
 public:
  virtual StatusWord put(uint16_t object, const Bytes& value) = 0;

 protected:
  ~PutData() = default;
};

class NodeSupplied final : public PutData {
 public:
  /// What the profile says stays as it is, and the node is refused (6985).
  explicit NodeSupplied(const Circumstances& profile);
  NodeSupplied(const NodeSupplied&) = delete;
  NodeSupplied& operator=(const NodeSupplied&) = delete;

  StatusWord put(uint16_t object, const Bytes& value) override;
  [[nodiscard]] const Circumstances& circumstances() const { return circumstances_; }

 private:
  StatusWord put_time(const Bytes& value);
  StatusWord put_server(ReferenceName::Kind kind, const Bytes& value);
  StatusWord put_protocols(const Bytes& value);

  static constexpr size_t kMaxProtocols = 64;  // a few names

  Circumstances circumstances_;
  const bool time_is_pinned_;
  const bool server_is_pinned_;
  const bool protocols_are_pinned_;
  std::array<uint8_t, kMaxHostNameSize> server_;
  std::array<uint8_t, kMaxProtocols> protocols_;
};

}  // namespace tls_se

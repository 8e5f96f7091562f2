// The data objects (ISO 7816-4) beside the conversation of RECV and SEND: GET DATA tells why a
// session ended, what comes next in it, and what its handshake has settled; with PUT DATA the card
// is told what it can't know by itself (docs/draft-notes.md). Card and node write and read them by
// this text alone.
#pragma once

#include <array>
#include <optional>

#include "se/base/protocol.h"
#include "se/base/reason.h"
#include "se/data_exchange/apdu.h"

namespace tls_se {

/// SELECT: the application identifier, in ISO 7816-5's proprietary range: F0 "TLS-SE".
inline constexpr std::array<uint8_t, 7> kApplicationId = {0xf0, 0x54, 0x4c, 0x53, 0x2d, 0x53, 0x45};
/// Its other name, that of the applets by the draft's author.
inline constexpr std::array<uint8_t, 6> kAliasApplicationId = {0x01, 0x02, 0x03, 0x04, 0x05, 0x00};

/// P1-P2 of the commands with data objects in their data: those of the application (ISO 7816-4
/// section 11.5.1).
inline constexpr uint16_t kCurrentFile = 0x3fff;

/// Tags: P1-P2 of GET DATA (01..) and of PUT DATA (02..).
enum class DataObject : uint16_t {
  end_reason = 0x0101,
  next_record = 0x0102,
  session_parameters = 0x0103,
  max_content = 0x0104,
  named_group = 0x0105,
  peer = 0x0106,            // the open session's: these three in a card that knows its peers
  peer_name = 0x0107,       // its PSK identity, or the contents of its certificate's subject (Name)
  peer_alt_names = 0x0108,  // the contents of its certificate's subjectAltName (GeneralNames)

  // Of a card that is personalised by commands (docs/apdu.md), in any state of it.
  life_cycle = 0x0110,
  version = 0x0111,  // ASCII, for a person
  memory = 0x0112,
  refusal = 0x0113,  // what was wrong with the last object that was refused
  object_counts = 0x0114,

  // Without data these are cleared.
  time = 0x0201,                // UTC, YYYYMMDDhhmmss in BCD, kTimeSize bytes
  server_name = 0x0202,         // of a host, in ASCII (se/base/host_name.h)
  protocol_name_list = 0x0203,  // RFC 7301 section 3.1, without the list's length
  server_address = 0x0204,      // the server's IP address instead of a name, IPv4 or IPv6
};

inline constexpr size_t kTimeSize = 7;
inline constexpr size_t kMaxProtocolNameList = 64;  // a few names
/// Of a peer_name or peer_alt_names; what does not fit is cut, of a certificate between two
/// elements.
inline constexpr size_t kMaxPeerName = 255;
inline constexpr size_t kIpv4AddressSize = 4;
inline constexpr size_t kIpv6AddressSize = 16;

[[nodiscard]] constexpr uint16_t tag_of(const Apdu& command) {
  return static_cast<uint16_t>(command.p1 << 8 | command.p2);
}
[[nodiscard]] constexpr DataObject data_object_of(const Apdu& command) {
  return static_cast<DataObject>(tag_of(command));
}
/// CLA INS P1 P2 P3 of GET DATA (P3 is Le, 00 for all there is) or PUT DATA (P3 is the data's
/// size).
[[nodiscard]] constexpr std::array<uint8_t, 5> data_object_header(uint8_t ins, DataObject object,
                                                                  uint8_t p3) {
  const auto tag = static_cast<uint16_t>(object);
  return {0x00, ins, static_cast<uint8_t>(tag >> 8), static_cast<uint8_t>(tag), p3};
}

/// Why the last session ended.
struct CardEndReason {
  static constexpr DataObject kTag = DataObject::end_reason;
  static constexpr size_t kSize = 3;

  enum class Origin : uint8_t { none = 0, card = 1, peer = 2 };  // none: it has not ended

  Origin origin = Origin::none;
  uint8_t alert = 0;             // AlertDescription, RFC 8446 section 6
  Reason reason = Reason::none;  // what the alert does not tell

  constexpr void encode(std::span<uint8_t, kSize> object) const {
    object[0] = static_cast<uint8_t>(origin);
    object[1] = alert;
    object[2] = static_cast<uint8_t>(reason);
  }
  /// Nothing if it is no such object.
  [[nodiscard]] static constexpr std::optional<CardEndReason> decode(const Bytes& object) {
    if (object.size() != kSize || object[0] > static_cast<uint8_t>(Origin::peer)) return {};
    return CardEndReason{static_cast<Origin>(object[0]), object[1], static_cast<Reason>(object[2])};
  }
};

/// What comes next.
struct NextRecord {
  static constexpr DataObject kTag = DataObject::next_record;
  static constexpr size_t kSize = 3;

  enum class Phase : uint8_t {
    expects_record = 0,  // of the handshake
    record_waits = 1,    // to be sent
    open = 2,
    closed = 3,
    expects_rest = 4,  // of a handshake message, whose beginning has come
  };

  Phase phase = Phase::expects_record;
  ContentType content_type = ContentType::invalid;     // of that record
  HandshakeType handshake_type = HandshakeType::none;  // of its message, if it is one

  constexpr void encode(std::span<uint8_t, kSize> object) const {
    object[0] = static_cast<uint8_t>(phase);
    object[1] = static_cast<uint8_t>(content_type);
    object[2] = static_cast<uint8_t>(handshake_type);
  }
  [[nodiscard]] static constexpr std::optional<NextRecord> decode(const Bytes& object) {
    if (object.size() != kSize || object[0] > static_cast<uint8_t>(Phase::expects_rest)) return {};
    return NextRecord{static_cast<Phase>(object[0]), static_cast<ContentType>(object[1]),
                      static_cast<HandshakeType>(object[2])};
  }
};

/// What the handshake of the open session has settled; all 00 if none is open.
struct SessionParameters {
  static constexpr DataObject kTag = DataObject::session_parameters;
  static constexpr size_t kSize = 4;
  static constexpr uint8_t kValidityUnchecked = 0x01;  // flags
  static constexpr uint8_t kNoClientCertificate = 0x02;

  /// Draft section 3.3. mutual: certificates of both.
  enum class Mode : uint8_t { none = 0, psk = 1, certificate = 2, mutual = 3 };

  Mode mode = Mode::none;
  bool validity_unchecked = false;     // of the peer's certificates, for want of the time
  bool no_client_certificate = false;  // in mode mutual: the client has shown none
  uint16_t cipher_suite = 0;           // RFC 8446 appendix B.4

  constexpr void encode(std::span<uint8_t, kSize> object) const {
    object[0] = static_cast<uint8_t>(mode);
    object[1] = static_cast<uint8_t>((validity_unchecked ? kValidityUnchecked : 0) |
                                     (no_client_certificate ? kNoClientCertificate : 0));
    store_u16(&object[2], cipher_suite);
  }
  [[nodiscard]] static std::optional<SessionParameters> decode(const Bytes& object) {
    if (object.size() != kSize || object[0] > static_cast<uint8_t>(Mode::mutual)) return {};
    return SessionParameters{.mode = static_cast<Mode>(object[0]),
                             .validity_unchecked = (object[1] & kValidityUnchecked) != 0,
                             .no_client_certificate = (object[1] & kNoClientCertificate) != 0,
                             .cipher_suite = load_u16(&object[2])};
  }
};

/// The longest content, without the protocol byte, that RECV(Encrypt) takes now; 0 if no session is
/// open.
struct MaxContent {
  static constexpr DataObject kTag = DataObject::max_content;
  static constexpr size_t kSize = 2;

  uint16_t size = 0;

  constexpr void encode(std::span<uint8_t, kSize> object) const { store_u16(object.data(), size); }
  [[nodiscard]] static std::optional<MaxContent> decode(const Bytes& object) {
    if (object.size() != kSize) return {};
    return MaxContent{load_u16(object.data())};
  }
};

/// The named group (RFC 8446 section 4.2.7) of the open session's key exchange; 0 if none is open.
struct SessionGroup {
  static constexpr DataObject kTag = DataObject::named_group;
  static constexpr size_t kSize = 2;

  uint16_t id = 0;

  constexpr void encode(std::span<uint8_t, kSize> object) const { store_u16(object.data(), id); }
  [[nodiscard]] static std::optional<SessionGroup> decode(const Bytes& object) {
    if (object.size() != kSize) return {};
    return SessionGroup{load_u16(object.data())};
  }
};

/// Who the peer of the open session is; all 00 if none is open, or nobody has shown anything.
struct PeerIdentity {
  static constexpr DataObject kTag = DataObject::peer;
  static constexpr size_t kFingerprintSize = 32;
  static constexpr size_t kSize = 4 + kFingerprintSize;
  static constexpr uint8_t kNameIsCut = 0x01;  // flags
  static constexpr uint8_t kAltNamesAreCut = 0x02;

  enum class Kind : uint8_t { nobody = 0, psk = 1, certificate = 2 };

  Kind kind = Kind::nobody;
  bool name_is_cut = false;  // of peer_name, or in peer_alt_names, the end is missing
  bool alt_names_are_cut = false;
  uint16_t psk_index = 0;                                  // among the card's own, from 0
  std::array<uint8_t, kFingerprintSize> fingerprint = {};  // SHA-256 of the certificate

  void encode(std::span<uint8_t, kSize> object) const {
    object[0] = static_cast<uint8_t>(kind);
    object[1] = static_cast<uint8_t>((name_is_cut ? kNameIsCut : 0) |
                                     (alt_names_are_cut ? kAltNamesAreCut : 0));
    store_u16(&object[2], psk_index);
    copy_bytes(object.subspan<4>(), fingerprint);
  }
  [[nodiscard]] static std::optional<PeerIdentity> decode(const Bytes& object) {
    if (object.size() != kSize || object[0] > static_cast<uint8_t>(Kind::certificate)) return {};
    PeerIdentity peer{.kind = static_cast<Kind>(object[0]),
                      .name_is_cut = (object[1] & kNameIsCut) != 0,
                      .alt_names_are_cut = (object[1] & kAltNamesAreCut) != 0,
                      .psk_index = load_u16(&object[2])};
    copy_bytes(peer.fingerprint, object.subspan(4));
    return peer;
  }
};

/// What is left of the memory for objects.
struct MemoryState {
  static constexpr DataObject kTag = DataObject::memory;
  static constexpr size_t kSize = 12;

  uint32_t free = 0;      // bytes: of values, and some for each
  uint32_t capacity = 0;  // bytes
  uint32_t wear = 0;      // how often the most worn page has been erased

  void write(Writer& writer) const {
    writer.number(free, 4);
    writer.number(capacity, 4);
    writer.number(wear, 4);
  }
  [[nodiscard]] static std::optional<MemoryState> decode(const Bytes& object) {
    if (object.size() != kSize) return {};
    Reader reader(object);
    MemoryState state;
    state.free = reader.u32();
    state.capacity = reader.u32();
    state.wear = reader.u32();
    return state;
  }
};

/// Which object was refused last, and why.
struct RefusedObject {
  static constexpr DataObject kTag = DataObject::refusal;
  static constexpr size_t kSize = 4;

  uint8_t kind = 0;  // se/objects/object_table.h; 0: none since power came
  uint16_t index = 0;
  Reason reason = Reason::none;

  void write(Writer& writer) const {
    writer.u8(kind);
    writer.u16(index);
    writer.u8(static_cast<uint8_t>(reason));
  }
  [[nodiscard]] static std::optional<RefusedObject> decode(const Bytes& object) {
    if (object.size() != kSize) return {};
    return RefusedObject{object[0], load_u16(&object[1]), static_cast<Reason>(object[3])};
  }
};

/// Of one kind of object; object_counts is a series of these.
struct ObjectCount {
  static constexpr size_t kSize = 5;

  uint8_t kind = 0;
  uint16_t end = 0;   // one more than the highest index of one that is there
  uint16_t most = 0;  // how many there can be

  void write(Writer& writer) const {
    writer.u8(kind);
    writer.u16(end);
    writer.u16(most);
  }
  [[nodiscard]] static std::optional<ObjectCount> decode(const Bytes& object) {
    if (object.size() != kSize) return {};
    return ObjectCount{object[0], load_u16(&object[1]), load_u16(&object[3])};
  }
};

}  // namespace tls_se

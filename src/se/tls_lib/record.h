// The record layer, RFC 8446 section 5: the header of TLSPlaintext and TLSCiphertext, and the
// protection of one direction.
#pragma once

#include "se/base/alert.h"
#include "se/base/protocol.h"
#include "se/tls_lib/cipher_suite.h"
#include "se/tls_lib/key_schedule.h"

namespace tls_se {

inline constexpr size_t kMaxTagSize = 16;
/// What protection adds to content: header, inner content type, tag.
inline constexpr size_t kRecordOverhead = kRecordHeaderSize + 1 + kMaxTagSize;

struct Record {
  ContentType type;
  Bytes fragment;
};

/// Splits `bytes`, one whole record, into its header's type and its fragment; the length in the
/// header must be that of the fragment. legacy_record_version is ignored, as section 5.1 has it.
Alert parse_record(const MutableBytes& bytes, Record& record);

void write_record_header(std::span<uint8_t, kRecordHeaderSize> header, ContentType type,
                         size_t fragment_size);

/// Sections 5.2 and 5.3: one direction's key, nonce and sequence number. The key itself lives in a
/// slot of the platform. Of no value before clear().
class RecordProtection {
 public:
  RecordProtection(Crypto& crypto, AesSlot slot) : crypto_(crypto), slot_(slot) {}

  /// Keys from a traffic secret (section 7.3); the sequence number starts anew. A platform that
  /// fails is noted, and nothing is sealed or opened then.
  void install(const CipherSuite& suite, const TrafficSecret& secret);
  [[nodiscard]] bool active() const { return suite_ != nullptr; }
  [[nodiscard]] uint32_t sequence_number() const { return sequence_number_; }

  /// What sealing adds behind `content || type`.
  [[nodiscard]] size_t tag_size() const { return suite_->tag_size; }
  /// `record` holds 5 bytes of room, the TLSInnerPlaintext, and tag_size() of room: becomes a
  /// TLSCiphertext in place.
  /// Not the other way: if the platform fails, internal_error, and the record is wiped.
  Alert seal(const MutableBytes& record);

  /// The longest TLSInnerPlaintext from now on, if the protocol's own limit is not the one: what
  /// open() takes, or what is to be sealed (RFC 8449).
  void limit_inner(uint16_t size) { max_inner_ = size; }
  /// Of the next record; what is not protected has no other limit than the protocol's.
  [[nodiscard]] size_t max_content() const {
    return active() ? max_inner_ - size_t{1} : kMaxPlaintext;
  }

  /// Opens `record`, a TLSCiphertext that parse_record() has found well-formed, in place; `opened`
  /// becomes its inner content and type, with the zeros of the padding stripped: opened.fragment is
  /// followed by the type's byte. A record that is not authentic (bad_record_mac) does not count in
  /// the sequence.
  Alert open(const MutableBytes& record, Record& opened);

  void clear();

 private:
  /// The parts of a TLSCiphertext, as the AEAD sees them.
  struct Parts {
    Parts(const RecordProtection& protection, const MutableBytes& record);
    Secret<kAeadNonceSize> nonce;
    MutableBytes tag;
    AeadInput input;
  };

  Crypto& crypto_;
  const CipherSuite* suite_;
  uint32_t sequence_number_;
  uint16_t max_inner_;
  Secret<kAeadNonceSize> iv_;
  AesSlot slot_;
};

}  // namespace tls_se

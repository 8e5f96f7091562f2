#include "se/tls_lib/record.h"

#include "se/crypto_lib/hkdf.h"

namespace tls_se {
namespace {

bool is_known(ContentType type) {
  return type >= ContentType::change_cipher_spec && type <= ContentType::application_data;
}

}  // namespace

Alert parse_record(MutableBytes bytes, Record& record) {
  Reader reader(bytes);
  const auto type = static_cast<ContentType>(reader.u8());
  reader.u16();  // legacy_record_version: "MUST be ignored for all purposes"
  const size_t length = reader.u16();
  if (!reader.ok()) return Alert::decode_error;
  // "If a TLS implementation receives an unexpected record type, it MUST terminate the connection
  // with an "unexpected_message" alert." (section 5)
  if (!is_known(type)) return Alert::unexpected_message;
  // "The length MUST NOT exceed 2^14 bytes", 2^14 + 256 when protected: record_overflow.
  const size_t limit = type == ContentType::application_data ? kMaxCiphertext : kMaxPlaintext;
  if (length > limit) return Alert::record_overflow;
  if (length != reader.rest().size()) return Alert::decode_error;
  record = {.type = type,
            .header = bytes.first(kRecordHeaderSize),
            .fragment = bytes.subspan(kRecordHeaderSize)};
  return Alert::none;
}

void write_record_header(std::span<uint8_t, kRecordHeaderSize> header, ContentType type,
                         size_t fragment_size) {
  header[0] = static_cast<uint8_t>(type);
  store_u16(&header[1], kLegacyVersion);
  store_u16(&header[3], fragment_size);
}

Alert RecordProtection::install(Crypto& crypto, const CipherSuite& suite,
                                const TrafficSecret& secret) {
  Secret<kAes128KeySize> key;
  hkdf_expand_label(crypto, secret.bytes(), "key", {}, key.bytes());
  hkdf_expand_label(crypto, secret.bytes(), "iv", {}, iv_.bytes());
  if (!crypto.aes128_load(slot_, key.bytes())) return Alert::internal_error;
  suite_ = &suite;
  sequence_number_ = 0;
  return Alert::none;
}

/// Section 5.3: the 64-bit sequence number, big-endian and padded on the left, XOR the IV.
RecordProtection::Nonce RecordProtection::nonce() const {
  Nonce nonce;
  copy_bytes(nonce, iv_.bytes());
  uint64_t number = sequence_number_;
  for (size_t i = kAeadNonceSize; i-- > kAeadNonceSize - 8; number >>= 8) {
    nonce[i] ^= static_cast<uint8_t>(number);
  }
  return nonce;
}

void RecordProtection::seal(Crypto& crypto, MutableBytes record) {
  const auto header = record.first<kRecordHeaderSize>();
  write_record_header(header, ContentType::application_data, record.size() - kRecordHeaderSize);
  const MutableBytes tag = record.last(suite_->tag_size);
  const MutableBytes inner =
      record.subspan(kRecordHeaderSize, record.size() - kRecordHeaderSize - tag.size());
  if (crypto.aead_seal(slot_, suite_->algorithm, nonce(), header, inner, tag) !=
      AeadOutcome::done) {
    suite_->seal(crypto, slot_, nonce(), header, inner, tag);
  }
  ++sequence_number_;
}

Alert RecordProtection::open(Crypto& crypto, Record& record) {
  const size_t size = record.fragment.size();
  if (size < suite_->tag_size) return Alert::bad_record_mac;  // no room for what is authenticated
  const MutableBytes inner = record.fragment.first(size - suite_->tag_size);
  const Bytes tag = record.fragment.subspan(inner.size());
  AeadOutcome outcome =
      crypto.aead_open(slot_, suite_->algorithm, nonce(), record.header, inner, tag);
  if (outcome == AeadOutcome::not_offered) {
    const bool authentic = suite_->open(crypto, slot_, nonce(), record.header, inner, tag);
    outcome = authentic ? AeadOutcome::done : AeadOutcome::bad_tag;
  }
  if (outcome != AeadOutcome::done) return Alert::bad_record_mac;
  ++sequence_number_;

  // Section 5.4: the content type is the last byte that is not zero; "if a receiving implementation
  // does not find a non-zero octet in the cleartext, it MUST terminate the connection with an
  // "unexpected_message" alert".
  if (inner.size() > kMaxPlaintext + 1) return Alert::record_overflow;
  size_t end = inner.size();
  while (end > 0 && inner[end - 1] == 0) --end;
  if (end == 0) return Alert::unexpected_message;
  record.type = static_cast<ContentType>(inner[end - 1]);
  record.fragment = inner.first(end - 1);
  return Alert::none;
}

void RecordProtection::clear(Crypto& crypto) {
  crypto.aes128_clear(slot_);
  suite_ = nullptr;
  sequence_number_ = 0;
  iv_.clear();
}

}  // namespace tls_se

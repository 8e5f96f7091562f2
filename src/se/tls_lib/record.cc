#include "se/tls_lib/record.h"

#include "se/crypto_lib/hkdf.h"

namespace tls_se {
namespace {

bool is_known(ContentType type) {
  return type >= ContentType::change_cipher_spec && type <= ContentType::application_data;
}

constexpr Alert kNotAuthentic = refuse(Alert::bad_record_mac, Reason::not_authentic);

}  // namespace

Alert parse_record(const MutableBytes& bytes, Record& record) {
  Reader reader(bytes);
  const auto type = static_cast<ContentType>(reader.u8());
  reader.u16();  // legacy_record_version: "MUST be ignored for all purposes"
  const size_t length = reader.u16();
  if (!reader.ok()) return refuse(Alert::decode_error, Reason::record_length_wrong);
  // "If a TLS implementation receives an unexpected record type, it MUST terminate the connection
  // with an "unexpected_message" alert." (section 5)
  if (!is_known(type)) return refuse(Alert::unexpected_message, Reason::record_type_unknown);
  // "The length MUST NOT exceed 2^14 bytes", 2^14 + 256 when protected: record_overflow.
  const size_t limit = type == ContentType::application_data ? kMaxCiphertext : kMaxPlaintext;
  if (length > limit) return refuse(Alert::record_overflow, Reason::record_too_long);
  if (length != reader.rest().size()) {
    return refuse(Alert::decode_error, Reason::record_length_wrong);
  }
  record = {.type = type, .fragment = reader.rest()};
  return Alert::none;
}

void write_record_header(std::span<uint8_t, kRecordHeaderSize> header, ContentType type,
                         size_t fragment_size) {
  header[0] = static_cast<uint8_t>(type);
  store_u16(&header[1], kLegacyVersion);
  store_u16(&header[3], fragment_size);
}

void RecordProtection::install(const CipherSuite& suite, const TrafficSecret& secret) {
  Secret<kSha256Size> block;
  hkdf_expand_label(crypto_, secret.bytes(), "iv", nullptr, kAeadNonceSize, block.bytes());
  copy_bytes(iv_.bytes(), block.bytes().first<kAeadNonceSize>());
  hkdf_expand_label(crypto_, secret.bytes(), "key", nullptr, kAes128KeySize, block.bytes());
  crypto_.note(crypto_.aes128_load(slot_, block.bytes().first<kAes128KeySize>()));
  suite_ = &suite;
  sequence_number_ = 0;
}

RecordProtection::Parts::Parts(const RecordProtection& protection, const MutableBytes& record)
    : tag(record.last(protection.suite_->tag_size)),
      input{.slot = protection.slot_,
            .nonce = nonce.bytes(),
            .additional = record.first(kRecordHeaderSize),
            .data = {record.data() + kRecordHeaderSize, tag.data()}} {
  // Section 5.3: the sequence number, big-endian and padded on the left, XOR the IV. Of its 64 bits
  // the upper half is always zero here.
  uint32_t number = protection.sequence_number_;
  for (size_t i = kAeadNonceSize; i-- > 0; number >>= 8) {
    nonce.bytes()[i] = protection.iv_.bytes()[i] ^ static_cast<uint8_t>(number);
  }
}

Alert RecordProtection::seal(const MutableBytes& record) {
  write_record_header(record.first<kRecordHeaderSize>(), ContentType::application_data,
                      record.size() - kRecordHeaderSize);
  const Parts parts(*this, record);
  CryptoStatus status = crypto_.aead_seal(suite_->algorithm, parts.input, parts.tag);
  if (status == CryptoStatus::not_offered) {
    suite_->seal(crypto_, parts.input, parts.tag);
    status = CryptoStatus::done;
  }
  ++sequence_number_;
  if (!crypto_.take_failure() && status == CryptoStatus::done) return Alert::none;
  wipe(record);
  return kPlatformFailed;
}

Alert RecordProtection::open(const MutableBytes& record, Record& opened) {
  // No room for what is authenticated?
  if (record.size() < kRecordHeaderSize + suite_->tag_size) return kNotAuthentic;
  // A sequence number may not wrap (section 5.3); a peer that has sent 2^32 - 1 records without a
  // KeyUpdate has long passed the limits of section 5.5.
  if (sequence_number_ == UINT32_MAX) {
    return refuse(Alert::internal_error, Reason::records_exhausted);
  }
  const Parts parts(*this, record);
  const Bytes tag = parts.tag;
  CryptoStatus status = crypto_.aead_open(suite_->algorithm, parts.input, tag);
  if (status == CryptoStatus::not_offered) status = suite_->open(crypto_, parts.input, tag);
  if (crypto_.take_failure()) status = CryptoStatus::failed;
  TLS_SE_TRY(alert_of(status, kNotAuthentic));
  ++sequence_number_;

  // Section 5.4: the content type is the last byte that is not zero; "If a receiving implementation
  // does not find a non-zero octet in the cleartext, it MUST terminate the connection with an
  // "unexpected_message" alert".
  const MutableBytes inner = parts.input.data;
  if (inner.size() > max_inner_) {
    return refuse(Alert::record_overflow, Reason::record_too_long);
  }
  size_t end = inner.size();
  while (end > 0 && inner[end - 1] == 0) --end;
  if (end == 0) return refuse(Alert::unexpected_message, Reason::padding_only);
  opened = {.type = static_cast<ContentType>(inner[end - 1]), .fragment = inner.first(end - 1)};
  return Alert::none;
}

void RecordProtection::clear() {
  crypto_.aes128_clear(slot_);
  suite_ = nullptr;
  sequence_number_ = 0;
  max_inner_ = kMaxPlaintext + 1;
  iv_.clear();
}

}  // namespace tls_se

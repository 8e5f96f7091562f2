#include "test_peer.h"

#include <algorithm>
#include <stdexcept>

#include "se/crypto_lib/hkdf.h"
#include "se/tls_lib/alert_message.h"
#include "se/tls_lib/finished.h"
#include "se/tls_lib/handshake_header.h"
#include "test_signature.h"

namespace tls_se::test {

void expect(bool condition, const char* what) {
  if (!condition) throw std::runtime_error(what);
}

TestPeer::TestPeer(Role role, const CipherSuite& suite)
    : session_(crypto_, settings_, handshake_, Slots{}) {
  session_.clear();
  session_.role = role;
  session_.record_size_limit = kMaxPlaintext + 1;
  crypto_.use_keys(&keys_);
  session_.negotiated.cipher_suite = &suite;
  use_group(kSecp256r1);
}

void TestPeer::use_group(const NamedGroup& group) {
  session_.handshake.state.group = &group;
  share_.resize(group.client_share_size);
  expect(group.generate(crypto_, session_.key_pair, share_.data()) == CryptoStatus::done,
         "no key pair");
}

Buffer TestPeer::make(HandshakeType type, Buffer body) {
  if (edit) edit(type, body);
  Buffer message = handshake_message(type, body);
  session_.handshake.transcript.add(message);
  return message;
}

Buffer TestPeer::certificate(const CertificateMessage& spec) {
  Buffer list;
  for (const CertificateEntry& entry : spec.certificate_list) {
    append(list, vector24(entry.cert_data));
    append(list, extension_block(entry.extensions));
  }
  Buffer body = vector8(spec.certificate_request_context);
  append(body, vector24(list));
  return make(HandshakeType::certificate, body);
}

Buffer TestPeer::certificate_verify(const CertificateVerifySpec& spec) {
  Buffer body;
  append_u16(body, spec.algorithm);
  append(body,
         vector16(spec.signature
                      ? *spec.signature
                      : sign(spec.private_key_pem,
                             signed_content(spec.signer, session_.handshake.transcript.hash()))));
  return make(HandshakeType::certificate_verify, body);
}

Buffer TestPeer::finished() {
  Buffer body(kSha256Size);
  Writer writer(body);
  expect(make_finished(session_, writer) == Alert::none, "no Finished");
  return make(HandshakeType::finished, body);
}

void TestPeer::read_flight(Bytes bytes) {
  for (const Buffer& record : records_of(bytes)) {
    const auto type = static_cast<ContentType>(record[0]);
    const Bytes fragment = Bytes(record).subspan(kRecordHeaderSize);
    if (type == ContentType::change_cipher_spec) {
      expect(fragment.size() == 1 && fragment[0] == 1, "a wrong change_cipher_spec");
      ++ccs_seen_;
    } else if (type == ContentType::handshake) {
      expect(!session_.read.active(), "a handshake record in the clear");
      read_handshake(fragment);
    } else {
      const Opened opened = open(record);
      expect(opened.type == ContentType::handshake, "not a handshake record");
      read_handshake(opened.content);
    }
  }
  expect(pending_.empty(), "a message that is not whole");
}

void TestPeer::read_handshake(Bytes content) {
  append(pending_, content);
  while (pending_.size() >= kHandshakeHeaderSize && pending_.size() >= message_size_of(pending_)) {
    const auto end = pending_.begin() + static_cast<ptrdiff_t>(message_size_of(pending_));
    const Buffer message(pending_.begin(), end);
    pending_.erase(pending_.begin(), end);
    seen_.push_back(static_cast<HandshakeType>(message[0]));
    if (seen_.back() == HandshakeType::certificate) read_certificate(message);
    if (seen_.back() == HandshakeType::certificate_verify) read_certificate_verify(message);
    read_message(message);
  }
}

void TestPeer::read_certificate(Bytes message) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  expect(reader.vector8().empty(), "a certificate_request_context");
  Reader list(reader.vector24());
  expect(reader.done(), "a Certificate that ends wrongly");
  certificates_.clear();
  while (list.more()) {
    const Bytes cert_data = list.vector24();
    expect(list.vector16().empty() && list.ok(), "extensions of a certificate");
    certificates_.emplace_back(cert_data.begin(), cert_data.end());
  }
}

void TestPeer::read_certificate_verify(Bytes message) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  expect(reader.u16() == kEcdsaSecp256r1Sha256, "another signature scheme");
  const Bytes signature = reader.vector16();
  expect(reader.done() && !certificates_.empty(), "a CertificateVerify out of place");
  const Buffer content =
      signed_content(peer_of(session_.role), session_.handshake.transcript.hash());
  expect(is_signature_of(certificates_[0], content, signature), "a wrong CertificateVerify");
}

void TestPeer::read_finished(Bytes message) {
  expect(check_finished(session_, message) == Alert::none, "a wrong Finished");
}

bool TestPeer::saw(HandshakeType type) const {
  return std::ranges::find(seen_, type) != seen_.end();
}

void TestPeer::enter_handshake(const Buffer& psk, Bytes card_share) {
  expect(card_share.size() == group().server_share_size, "no key share");
  Buffer secret(group().secret_size);
  expect(group().agree(crypto_, session_.key_pair, card_share.data(), secret.data()) ==
             CryptoStatus::done,
         "no secret");
  note_secrets(psk, secret);
  if (psk.empty()) {
    session_.handshake.schedule.start_without_psk();
  } else {
    session_.handshake.schedule.start(psk_handle(psk));
  }
  session_.handshake.schedule.enter_handshake(secret);
  session_.handshake.schedule.derive_handshake_traffic(session_.handshake.transcript.hash(),
                                                       session_.traffic_secrets);
  install(Role::server);
  install(Role::client);
  for (const Buffer& one : secrets()) all_secrets_.push_back(one);
}

/// Section 7.1, from the PSK and the ECDHE secret to the Master Secret.
void TestPeer::note_secrets(const Buffer& psk, Bytes ecdhe) {
  const Buffer zeros(kSha256Size);
  std::array<uint8_t, kSha256Size> stage;
  hkdf_extract(crypto_, zeros, psk.empty() ? zeros : psk, stage);
  all_secrets_.emplace_back(ecdhe.begin(), ecdhe.end());
  all_secrets_.emplace_back(stage.begin(), stage.end());
  for (const Bytes input : {ecdhe, Bytes(zeros)}) {
    derive_secret_of_nothing(crypto_, stage, "derived", stage);
    hkdf_extract(crypto_, stage, input, stage);
    all_secrets_.emplace_back(stage.begin(), stage.end());
  }
}

KeyHandle TestPeer::psk_handle(const Buffer& psk) {
  extract_early_secret(crypto_, psk, keys_.early_secret);
  return KeyHandle{0};
}

void TestPeer::install(Role sender) { session_.install_keys(sender); }

Buffer TestPeer::seal(ContentType type, Bytes content, size_t padding) {
  Buffer record(kRecordHeaderSize);
  append(record, content);
  record.push_back(static_cast<uint8_t>(type));
  record.resize(record.size() + padding + session_.write.tag_size(), 0);
  expect(session_.write.seal(record) == Alert::none, "not sealed");
  return record;
}

TestPeer::Opened TestPeer::open(Bytes bytes) {
  expect(session_.read.active(), "no keys to open a record with");
  Buffer copy(bytes.begin(), bytes.end());
  Record record;
  expect(parse_record(copy, record) == Alert::none, "not a record");
  expect(session_.read.open(copy, record) == Alert::none, "a record that is not authentic");
  return {record.type, {record.fragment.begin(), record.fragment.end()}};
}

void TestPeer::update_keys_of(Role sender) {
  update_traffic_secret(crypto_, session_.traffic_secrets.of(sender));
  install(sender);
}

std::optional<Alert> TestPeer::alert_in(Bytes record) {
  if (record.size() < kRecordHeaderSize) return std::nullopt;
  const auto type = static_cast<ContentType>(record[0]);
  Buffer content(record.begin() + kRecordHeaderSize, record.end());
  if (type == ContentType::application_data) {
    const Opened opened = open(record);
    if (opened.type != ContentType::alert) return std::nullopt;
    content = opened.content;
  } else if (type != ContentType::alert) {
    return std::nullopt;
  }
  if (check_alert(content) != Alert::none) return std::nullopt;
  return description_in(content);
}

std::optional<Alert> TestPeer::refusal_in(Bytes record, CardDriver& card) {
  const auto alert = alert_in(record);
  if (!alert) return std::nullopt;
  card.expect_end_reason(refuse(*alert, card.reason()));
  return refuse(*alert, card.reason());
}

std::vector<Buffer> TestPeer::secrets() {
  std::vector<Buffer> all = all_secrets_;
  for (const Role sender : {Role::client, Role::server}) {
    const auto secret = session_.traffic_secrets.of(sender).bytes();
    if (std::ranges::any_of(secret, [](uint8_t byte) { return byte != 0; })) {
      all.emplace_back(secret.begin(), secret.end());
    }
  }
  return all;
}

}  // namespace tls_se::test

#include "test_client.h"

#include <algorithm>
#include <stdexcept>

#include "se/tls_lib/alert_message.h"
#include "se/tls_lib/extensions.h"
#include "se/tls_lib/finished.h"
#include "se/tls_lib/hello_retry_request.h"

namespace tls_se::test {
namespace {

void append(Buffer& to, Bytes bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }

void append_u16(Buffer& to, size_t value) {
  to.push_back(static_cast<uint8_t>(value >> 8));
  to.push_back(static_cast<uint8_t>(value));
}

Buffer vector16(Bytes content) {
  Buffer bytes;
  append_u16(bytes, content.size());
  append(bytes, content);
  return bytes;
}

void expect(bool condition, const char* what) {
  if (!condition) throw std::runtime_error(what);
}

}  // namespace

TestExtension& HelloSpec::extension(ExtensionType type) {
  return *std::ranges::find(extensions, static_cast<uint16_t>(type), &TestExtension::type);
}

void HelloSpec::remove(ExtensionType type) {
  std::erase_if(extensions,
                [&](const auto& one) { return one.type == static_cast<uint16_t>(type); });
}

void HelloSpec::add(ExtensionType type, Buffer data) {
  extensions.push_back({static_cast<uint16_t>(type), std::move(data)});
}

Buffer handshake_message(HandshakeType type, Bytes body) {
  Buffer message = {static_cast<uint8_t>(type), static_cast<uint8_t>(body.size() >> 16)};
  append_u16(message, body.size() & 0xffff);
  append(message, body);
  return message;
}

Buffer plain_record(ContentType type, Bytes fragment) {
  Buffer record(kRecordHeaderSize);
  write_record_header(std::span(record).first<kRecordHeaderSize>(), type, fragment.size());
  append(record, fragment);
  return record;
}

TestClient::TestClient(const CipherSuite& suite)
    : session_(crypto_, settings_, kMaxPlaintext + 1), suite_(suite) {
  settings_.role = Role::client;
  session_.clear();
  session_.transcript.start();
  session_.negotiated.cipher_suite = &suite_;
  expect(crypto_.p256_generate(private_key_, share_), "no key pair");
}

HelloSpec TestClient::hello() {
  HelloSpec spec;
  spec.cipher_suites = {suite_.id};
  Buffer share;
  append_u16(share, kSecp256r1);
  append(share, vector16(share_));
  spec.add(ExtensionType::psk_key_exchange_modes, {1, kPskDheKe});
  spec.add(ExtensionType::supported_versions, {2, 3, 4});
  spec.add(ExtensionType::signature_algorithms, {0, 2, 4, 3});
  spec.add(ExtensionType::supported_groups, {0, 4, 0, 0x18, 0, 0x17});
  spec.add(ExtensionType::key_share, vector16(share));
  return spec;
}

Buffer TestClient::client_hello(const HelloSpec& spec) {
  psk_ = spec.psk;
  Buffer suites;
  for (const uint16_t suite : spec.cipher_suites) append_u16(suites, suite);

  Buffer identities;
  for (const Buffer& identity : spec.identities) {
    append(identities, vector16(identity));
    append(identities, std::array<uint8_t, 4>{});
  }
  const size_t binders_size = spec.identities.size() * (1 + kSha256Size);
  Buffer psk_extension = vector16(identities);
  append_u16(psk_extension, binders_size);
  psk_extension.resize(psk_extension.size() + binders_size, 0);
  if (spec.raw_psk_extension) psk_extension = *spec.raw_psk_extension;

  Buffer extensions;
  for (const TestExtension& one : spec.extensions) {
    append_u16(extensions, one.type);
    append(extensions, vector16(one.data));
  }
  if (spec.offers_psk) {
    append_u16(extensions, static_cast<uint16_t>(ExtensionType::pre_shared_key));
    append(extensions, vector16(psk_extension));
  }

  Buffer body;
  append_u16(body, spec.legacy_version);
  body.resize(body.size() + kRandomSize, 0x42);
  body.push_back(static_cast<uint8_t>(spec.session_id.size()));
  append(body, spec.session_id);
  append(body, vector16(suites));
  body.push_back(static_cast<uint8_t>(spec.compression.size()));
  append(body, spec.compression);
  append(body, vector16(extensions));
  Buffer message = handshake_message(HandshakeType::client_hello, body);

  if (spec.offers_psk && !spec.raw_psk_extension) {
    const size_t truncated = message.size() - binders_size - 2;
    std::array<uint8_t, kSha256Size> binder;
    session_.schedule.enter_early(psk_);
    session_.schedule.external_psk_binder(session_.transcript.hash(Bytes(message).first(truncated)),
                                          binder);
    for (size_t i = 0; i < spec.identities.size(); ++i) {
      uint8_t* entry = &message[truncated + 2 + i * (1 + kSha256Size)];
      entry[0] = kSha256Size;
      std::ranges::copy(binder, entry + 1);
      if (static_cast<int>(i) == spec.spoil_binder) entry[kSha256Size] ^= 1;
    }
  }
  session_.transcript.add(message);
  return message;
}

void TestClient::read_flight(Bytes records) {
  while (!records.empty()) {
    expect(records.size() >= kRecordHeaderSize, "a record's header is cut");
    const size_t size = kRecordHeaderSize + load_u16(&records[3]);
    expect(records.size() >= size, "a record is cut");
    const Bytes record = records.first(size);
    records = records.subspan(size);
    const auto type = static_cast<ContentType>(record[0]);
    if (type == ContentType::change_cipher_spec) {
      expect(size == 6 && record[5] == 1, "a wrong change_cipher_spec");
      ++ccs_seen_;
    } else if (type == ContentType::handshake) {
      expect(!session_.read.active(), "a handshake record in the clear");
      read_handshake(record.subspan(kRecordHeaderSize));
    } else {
      const Opened opened = open(record);
      expect(opened.type == ContentType::handshake, "not a handshake record");
      read_handshake(opened.content);
    }
  }
}

void TestClient::read_handshake(Bytes message) {
  const auto type = static_cast<HandshakeType>(message[0]);
  if (type == HandshakeType::server_hello) return read_server_hello(message);
  if (type == HandshakeType::finished) {
    expect(check_finished(session_, message) == Alert::none, "a wrong server Finished");
    session_.transcript.add(message);
    session_.schedule.derive_application_traffic(session_.transcript.hash());
    expect(session_.install_keys(Role::server) == Alert::none, "no keys");
    return;
  }
  expect(type == HandshakeType::encrypted_extensions, "an unexpected message");
  session_.transcript.add(message);
}

void TestClient::read_server_hello(Bytes message) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  reader.u16();
  const Bytes random = reader.bytes(kRandomSize);
  reader.vector8();
  expect(reader.u16() == suite_.id, "another cipher suite");
  reader.u8();
  const Bytes block = reader.vector16();
  expect(reader.done(), "a ServerHello that ends wrongly");
  if (same_bytes(random, kHelloRetryRequestRandom)) {
    saw_retry_ = true;
    session_.transcript.replace_with_message_hash();
    session_.transcript.add(message);
    return;
  }
  Extensions extensions;
  expect(extensions.parse(block, ExtensionContext::server_hello) == Alert::none, "extensions");
  const auto share = extensions.find(ExtensionType::key_share);
  expect(share.size() == 4 + kP256PointSize, "no key share");
  expect(extensions.has(ExtensionType::pre_shared_key), "no pre_shared_key");
  session_.transcript.add(message);
  std::array<uint8_t, kP256SecretSize> secret;
  expect(crypto_.p256_ecdh(private_key_, share.last<kP256PointSize>(), secret), "no secret");
  all_secrets_.emplace_back(secret.begin(), secret.end());
  session_.schedule.enter_early(psk_);
  session_.schedule.enter_handshake(secret);
  session_.schedule.derive_handshake_traffic(session_.transcript.hash());
  expect(session_.install_keys(Role::server) == Alert::none, "no keys");
  expect(session_.install_keys(Role::client) == Alert::none, "no keys");
  for (const Buffer& one : secrets()) all_secrets_.push_back(one);
}

Buffer TestClient::finished() {
  Buffer body(kSha256Size);
  Writer writer(body);
  expect(make_finished(session_, writer) == Alert::none, "no Finished");
  return handshake_message(HandshakeType::finished, body);
}

void TestClient::finish() {
  session_.schedule.use_client_application_traffic();
  expect(session_.install_keys(Role::client) == Alert::none, "no keys");
}

Buffer TestClient::seal(ContentType type, Bytes content, size_t padding) {
  Buffer record(kRecordHeaderSize);
  append(record, content);
  record.push_back(static_cast<uint8_t>(type));
  record.resize(record.size() + padding + session_.write.tag_size(), 0);
  session_.write.seal(record);
  return record;
}

TestClient::Opened TestClient::open(Bytes bytes) {
  expect(session_.read.active(), "no keys to open a record with");
  Buffer copy(bytes.begin(), bytes.end());
  Record record;
  expect(parse_record(copy, record) == Alert::none, "not a record");
  expect(session_.read.open(record) == Alert::none, "a record that is not authentic");
  return {record.type, {record.fragment.begin(), record.fragment.end()}};
}

void TestClient::update_own_keys() {
  session_.schedule.update_traffic(Role::client);
  expect(session_.install_keys(Role::client) == Alert::none, "no keys");
}

void TestClient::update_server_keys() {
  session_.schedule.update_traffic(Role::server);
  expect(session_.install_keys(Role::server) == Alert::none, "no keys");
}

std::optional<Alert> TestClient::alert_in(Bytes record) {
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
  Alert alert{};
  if (check_alert(content, alert) != Alert::none) return std::nullopt;
  return alert;
}

std::vector<Buffer> TestClient::secrets() const {
  std::vector<Buffer> all = all_secrets_;
  for (const Role sender : {Role::client, Role::server}) {
    const auto secret = session_.schedule.traffic_secret(sender).bytes();
    if (std::ranges::any_of(secret, [](uint8_t byte) { return byte != 0; })) {
      all.emplace_back(secret.begin(), secret.end());
    }
  }
  return all;
}

bool open_session(TestClient& client, CardDriver& card) {
  return open_session(client, card, client.hello());
}

bool open_session(TestClient& client, CardDriver& card, HelloSpec spec) {
  const Answer flight = card.exchange(client.client_hello_record(spec));
  if (flight.status != sw::kOk) return false;
  client.read_flight(flight.data);
  const Answer done = card.exchange(client.seal(ContentType::handshake, client.finished()));
  client.finish();
  return done.status == sw::kOpen && done.data.empty();
}

bool works_after_reset(CardDriver& card) {
  if (card.reset() != sw::kOk) return false;
  TestClient client;
  if (!open_session(client, card)) return false;
  const Buffer text = {'h', 'i'};
  const Answer got = card.exchange(client.seal(ContentType::application_data, text), p1::kDecrypt);
  if (got.status != sw::kOk || got.data != Buffer{'h', 'i', 0x17}) return false;
  const Answer record = card.exchange(got.data, p1::kEncrypt);
  return record.status == sw::kOk && client.open(record.data).content == text;
}

}  // namespace tls_se::test

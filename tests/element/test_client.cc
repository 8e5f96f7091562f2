#include "test_client.h"

#include <algorithm>

#include "se/tls_lib/extensions.h"
#include "se/tls_lib/hello_retry_request.h"

namespace tls_se::test {

HelloSpec TestClient::hello() {
  HelloSpec spec;
  spec.cipher_suites = {session_.negotiated.cipher_suite->id};
  Buffer share;
  append_u16(share, group().id);
  append(share, vector16(share_));
  spec.add(ExtensionType::psk_key_exchange_modes, {1, kPskDheKe});
  spec.add(ExtensionType::supported_versions, {2, 3, 4});
  spec.add(ExtensionType::signature_algorithms, {0, 2, 4, 3});
  spec.add(ExtensionType::supported_groups, {0, 4, 0, 0x18, 0, 0x17});
  spec.add(ExtensionType::key_share, vector16(share));
  return spec;
}

HelloSpec TestClient::hello_for_certificate() {
  HelloSpec spec = hello();
  spec.offers_psk = false;
  spec.remove(ExtensionType::psk_key_exchange_modes);
  return spec;
}

Buffer TestClient::client_hello(const HelloSpec& spec) {
  psk_ = spec.offers_psk ? spec.psk : Buffer{};
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

  WithExtensions all = spec;
  if (spec.offers_psk) all.add(ExtensionType::pre_shared_key, psk_extension);

  Buffer body;
  append_u16(body, spec.legacy_version);
  body.resize(body.size() + kRandomSize, 0x42);
  append(body, vector8(spec.session_id));
  append(body, vector16(suites));
  append(body, vector8(spec.compression));
  append(body, extension_block(all.extensions));
  Buffer message = handshake_message(HandshakeType::client_hello, body);

  if (spec.offers_psk && !spec.raw_psk_extension) {
    const size_t truncated = message.size() - binders_size - 2;
    std::array<uint8_t, kSha256Size> binder;
    const Sha256Hash hash = session_.handshake.transcript.hash(Bytes(message).first(truncated));
    session_.handshake.schedule.external_psk_binder(psk_handle(psk_), hash, binder);
    for (size_t i = 0; i < spec.identities.size(); ++i) {
      uint8_t* entry = &message[truncated + 2 + i * (1 + kSha256Size)];
      entry[0] = kSha256Size;
      std::ranges::copy(binder, entry + 1);
      if (static_cast<int>(i) == spec.spoil_binder) entry[kSha256Size] ^= 1;
    }
  }
  session_.handshake.transcript.add(message);
  return message;
}

void TestClient::read_message(Bytes message) {
  switch (static_cast<HandshakeType>(message[0])) {
    case HandshakeType::server_hello:
      return read_server_hello(message);
    case HandshakeType::encrypted_extensions:
      read_encrypted_extensions(message);
      break;
    case HandshakeType::certificate_request:
    case HandshakeType::certificate:
    case HandshakeType::certificate_verify:
      expect(!psk_accepted_, "a certificate beside a PSK");
      break;
    case HandshakeType::finished:
      read_finished(message);
      session_.handshake.transcript.add(message);
      session_.handshake.schedule.derive_application_traffic(session_.handshake.transcript.hash(),
                                                             session_.traffic_secrets);
      return install(Role::server);
    default:
      expect(false, "an unexpected message");
  }
  session_.handshake.transcript.add(message);
}

void TestClient::read_encrypted_extensions(Bytes message) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  Reader block(reader.vector16());
  expect(reader.done(), "an EncryptedExtensions that ends wrongly");
  while (block.more()) {
    const auto type = static_cast<ExtensionType>(block.u16());
    const Bytes data = block.vector16();
    expect(block.ok(), "an extension that is cut");
    encrypted_extensions_.add(type, {data.begin(), data.end()});
  }
}

void TestClient::read_server_hello(Bytes message) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  reader.u16();
  const Bytes random = reader.bytes(kRandomSize);
  reader.vector8();
  expect(reader.u16() == session_.negotiated.cipher_suite->id, "another cipher suite");
  reader.u8();
  const Bytes block = reader.vector16();
  expect(reader.done(), "a ServerHello that ends wrongly");
  if (same_bytes(random, kHelloRetryRequestRandom)) {
    saw_retry_ = true;
    session_.handshake.transcript.replace_with_message_hash();
    session_.handshake.transcript.add(message);
    return;
  }
  Extensions extensions;
  expect(extensions.parse(block, ExtensionContext::server_hello) == Alert::none, "extensions");
  psk_accepted_ = extensions.has(ExtensionType::pre_shared_key);
  expect(!psk_accepted_ || !psk_.empty(), "a pre_shared_key that nobody offered");
  session_.handshake.transcript.add(message);
  const Bytes share = extensions.find(ExtensionType::key_share);
  expect(share.size() > 4 && load_u16(share.data()) == group().id, "no key share");
  enter_handshake(psk_accepted_ ? psk_ : Buffer{}, share.subspan(4));
}

void TestClient::finish() {
  session_.handshake.schedule.use_client_application_traffic(session_.traffic_secrets);
  install(Role::client);
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
  return open_session(client, card) && exchanges_content(client, card);
}

bool exchanges_content(TestPeer& peer, CardDriver& card) {
  const Buffer content = text("hi");
  const Answer got = card.exchange(peer.seal(ContentType::application_data, content), p1::kDecrypt);
  if (got.status != sw::kOk || got.data != Buffer{'h', 'i', 0x17}) return false;
  const Answer record = card.exchange(got.data, p1::kEncrypt);
  return record.status == sw::kOk && peer.open(record.data).content == content;
}

}  // namespace tls_se::test

#include "test_server.h"

#include <algorithm>

#include "se/tls_lib/hello_retry_request.h"

namespace tls_se::test {
namespace {

Buffer copy(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

ReadHello parse(Bytes message) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  ReadHello hello;
  hello.legacy_version = reader.u16();
  hello.random = copy(reader.bytes(kRandomSize));
  hello.session_id = copy(reader.vector8());
  for (Reader suites(reader.vector16()); suites.more();)
    hello.cipher_suites.push_back(suites.u16());
  hello.compression = copy(reader.vector8());
  Reader block(reader.vector16());
  expect(reader.done(), "a ClientHello that ends wrongly");
  while (block.more()) {
    const auto type = static_cast<ExtensionType>(block.u16());
    const Bytes data = block.vector16();
    expect(block.ok(), "an extension that is cut");
    expect(!hello.has(type), "an extension twice");
    hello.add(type, copy(data));
  }
  return hello;
}

}  // namespace

TestServer::TestServer(Options options)
    : TestPeer(Role::server, *options.suite), options_(std::move(options)) {}

void TestServer::read_message(Bytes message) {
  const auto type = static_cast<HandshakeType>(message[0]);
  if (type == HandshakeType::client_hello) return add_client_hello(message);
  if (type == HandshakeType::finished) {
    read_finished(message);
    session_.handshake.schedule.use_client_application_traffic(session_.traffic_secrets);
    return install(Role::client);
  }
  expect(type == HandshakeType::certificate || type == HandshakeType::certificate_verify,
         "an unexpected message");
  session_.handshake.transcript.add(message);
}

void TestServer::add_client_hello(Bytes message) {
  hellos_.push_back(parse(message));
  if (hellos_.back().has(ExtensionType::pre_shared_key)) check_binders(message);
  session_.handshake.transcript.add(message);
}

/// Section 4.2.11.2, of each identity that the server knows.
void TestServer::check_binders(Bytes message) {
  const Buffer data = ReadHello(hellos_.back()).extension(ExtensionType::pre_shared_key).data;
  Reader reader(data);
  Reader identities(reader.vector16());
  Reader binders(reader.vector16());
  expect(reader.done(), "a pre_shared_key that ends wrongly");
  const size_t binders_size = 2 + binders.rest().size();
  const Sha256Hash hash =
      session_.handshake.transcript.hash(message.first(message.size() - binders_size));
  while (identities.more()) {
    const Buffer identity = copy(identities.vector16());
    expect(identities.u32() == 0 && identities.ok(), "an identity");
    const Bytes binder = binders.vector8();
    expect(binder.size() == kSha256Size, "a binder's size");
    for (const auto& [known, key] : options_.psks) {
      if (known != identity) continue;
      std::array<uint8_t, kSha256Size> expected;
      session_.handshake.schedule.external_psk_binder(psk_handle(key), hash, expected);
      expect(same_bytes(binder, expected), "a wrong binder");
    }
  }
  expect(binders.done(), "more binders than identities");
}

bool TestServer::has_share_of_card() const {
  ReadHello hello = hellos_.back();
  return hello.extension(ExtensionType::key_share).data != Buffer{0, 0};
}

Buffer TestServer::share_of_card() const {
  if (!has_share_of_card()) return share_;  // of no use, but it goes on
  ReadHello hello = hellos_.back();
  return copy(
      Bytes(hello.extension(ExtensionType::key_share).data).last(group().client_share_size));
}

ServerHelloSpec TestServer::retry() const {
  ServerHelloSpec spec;
  spec.random = copy(kHelloRetryRequestRandom);
  spec.session_id = hellos_.back().session_id;
  spec.cipher_suite = session_.negotiated.cipher_suite->id;
  spec.add(ExtensionType::supported_versions, {3, 4});
  if (has_share_of_card()) {
    spec.add(ExtensionType::cookie, vector16(text("a cookie")));
  } else {
    Buffer selected_group;
    append_u16(selected_group, group().id);
    spec.add(ExtensionType::key_share, selected_group);
  }
  return spec;
}

FlightSpec TestServer::flight() const {
  FlightSpec spec;
  spec.hello.random = Buffer(kRandomSize, 0x55);
  spec.hello.session_id = hellos_.back().session_id;
  spec.hello.cipher_suite = session_.negotiated.cipher_suite->id;
  spec.hello.add(ExtensionType::supported_versions, {3, 4});
  Buffer share;
  append_u16(share, group().id);
  append(share, vector16(share_));
  spec.hello.add(ExtensionType::key_share, share);
  if (options_.mode == Mode::psk) {
    spec.hello.psk = options_.psks[0].key;
    spec.hello.add(ExtensionType::pre_shared_key, {0, 0});
    return spec;
  }
  if (options_.mode == Mode::mutual) {
    spec.request.emplace();
    spec.request->add(ExtensionType::signature_algorithms, {0, 4, 8, 4, 4, 3});
  }
  spec.certificate = CertificateMessage{{}, {{options_.identity->certificate, {}}}};
  spec.verify = CertificateVerifySpec{.private_key_pem = options_.identity->private_key_pem};
  return spec;
}

namespace {

Buffer body_of(const ServerHelloSpec& spec) {
  Buffer body;
  append_u16(body, spec.legacy_version);
  append(body, spec.random);
  append(body, vector8(spec.session_id));
  append_u16(body, spec.cipher_suite);
  body.push_back(spec.compression);
  if (spec.has_extensions) append(body, extension_block(spec.extensions));
  return body;
}

}  // namespace

Buffer TestServer::hello_retry_request(const ServerHelloSpec& spec) {
  session_.handshake.transcript.replace_with_message_hash();
  return make(HandshakeType::server_hello, body_of(spec));
}

Buffer TestServer::server_hello(const ServerHelloSpec& spec) {
  Buffer message = make(HandshakeType::server_hello, body_of(spec));
  enter_handshake(spec.psk, share_of_card());
  return message;
}

Buffer TestServer::encrypted_extensions(const WithExtensions& spec) {
  return make(HandshakeType::encrypted_extensions, extension_block(spec.extensions));
}

Buffer TestServer::certificate_request(const CertificateRequestSpec& spec) {
  Buffer body = vector8(spec.certificate_request_context);
  append(body, extension_block(spec.extensions));
  return make(HandshakeType::certificate_request, body);
}

std::vector<Buffer> TestServer::messages(const FlightSpec& spec) {
  std::vector<Buffer> all = {encrypted_extensions(spec.encrypted_extensions)};
  if (spec.request) all.push_back(certificate_request(*spec.request));
  if (spec.certificate) all.push_back(certificate(*spec.certificate));
  if (spec.verify) all.push_back(certificate_verify(*spec.verify));
  all.push_back(finished());
  return all;
}

void TestServer::finish() {
  session_.handshake.schedule.derive_application_traffic(session_.handshake.transcript.hash(),
                                                         session_.traffic_secrets);
  install(Role::server);
}

std::vector<Buffer> pack(TestPeer& peer, const std::vector<Buffer>& messages, Packing packing) {
  std::vector<Buffer> contents = messages;
  if (packing == Packing::together || packing == Packing::bytes) {
    Buffer all;
    for (const Buffer& message : messages) append(all, message);
    contents = {all};
  }
  if (packing == Packing::bytes) {
    const Buffer all = contents[0];
    contents.clear();
    for (const uint8_t byte : all) contents.push_back({byte});
  }
  std::vector<Buffer> records;
  for (const Buffer& content : contents) {
    records.push_back(
        peer.seal(ContentType::handshake, content, packing == Packing::padded ? 300 : 0));
  }
  return records;
}

}  // namespace tls_se::test

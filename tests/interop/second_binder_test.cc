// The PSK binder of the ClientHello that answers a HelloRetryRequest, recomputed with libcrypto as
// RFC 8446 sections 4.2.11.2 and 4.4.1 have it: no server here sends a cookie and then takes a PSK.
#include <gtest/gtest.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/write.hpp>

#include "interop/card.h"
#include "interop/credentials.h"
#include "interop/peer.h"
#include "node/card_session.h"
#include "profile/profile_reader.h"
#include "support/hex.h"
#include "support/watched_card.h"

namespace tls_se::interop {
namespace {

using Buffer = std::vector<uint8_t>;

constexpr size_t kRecordHeaderSize = 5;
constexpr size_t kBinderSize = SHA256_DIGEST_LENGTH;
constexpr size_t kBindersSize = 2 + 1 + kBinderSize;  // the list's length and the binder's

Buffer joined(std::initializer_list<Buffer> parts) {
  Buffer all;
  for (const Buffer& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Buffer sha256(const Buffer& bytes) {
  Buffer hash(SHA256_DIGEST_LENGTH);
  SHA256(bytes.data(), bytes.size(), hash.data());
  return hash;
}

Buffer hmac(const Buffer& key, const Buffer& bytes) {
  Buffer mac(SHA256_DIGEST_LENGTH);
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes.data(), bytes.size(),
       mac.data(), nullptr);
  return mac;
}

/// HKDF-Expand-Label for 32 bytes.
Buffer expand_label(const Buffer& secret, const std::string& label, const Buffer& context) {
  const Buffer text = from_text("tls13 " + label);
  return hmac(secret, joined({{0, 32, static_cast<uint8_t>(text.size())},
                              text,
                              {static_cast<uint8_t>(context.size())},
                              context,
                              {1}}));
}

Buffer binder(const Buffer& psk, const Buffer& transcript) {
  const Buffer early_secret = hmac(Buffer(32), psk);
  const Buffer binder_key = expand_label(early_secret, "ext binder", sha256({}));
  return hmac(expand_label(binder_key, "finished", {}), sha256(transcript));
}

/// The handshake message in one record.
Buffer message(const Buffer& record) { return {record.begin() + kRecordHeaderSize, record.end()}; }

Buffer read_record(asio::ip::tcp::socket& socket) {
  Buffer record(kRecordHeaderSize);
  asio::read(socket, asio::buffer(record));
  record.resize(kRecordHeaderSize + (record[3] << 8 | record[4]));
  asio::read(socket,
             asio::buffer(record.data() + kRecordHeaderSize, record.size() - kRecordHeaderSize));
  return record;
}

TEST(SecondBinderTest, BindsWhatOpensslHasSent) {
  if (!is_installed(Stack::openssl)) GTEST_SKIP() << "no openssl here";
  const Credentials credentials;
  Arrangement arrangement = arrange(credentials, Role::client, Mode::psk);
  arrangement.peer.sends_cookie = true;
  const auto server = start_peer(Stack::openssl, arrangement.peer, 0);
  asio::io_context io;
  asio::ip::tcp::socket socket(io);
  socket.connect({asio::ip::address_v4::loopback(), server->port()});

  const auto card = test::watched_card(load_card_profile(write_profile(arrangement.card)));
  CardSession session(*card, {});
  const Buffer first = session.reset();
  asio::write(socket, asio::buffer(first));
  const Buffer retry = read_record(socket);
  const Buffer second = session.handshake(retry);
  ASSERT_GT(second.size(), first.size()) << "no cookie: " << to_string(session.ending_alert());

  const Buffer hello = message(second);
  const Buffer bound(hello.begin(), hello.end() - kBindersSize);
  const Buffer transcript =
      joined({{254, 0, 0, 32}, sha256(message(first)), message(retry), bound});  // message_hash
  EXPECT_EQ(Buffer(hello.end() - kBinderSize, hello.end()), binder(from_hex(kPsk), transcript));
}

}  // namespace
}  // namespace tls_se::interop

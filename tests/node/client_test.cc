// `tls-se client` for the standard streams, and what a TLS server can do to it.
#include <gtest/gtest.h>

#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/write.hpp>
#include <fstream>

#include "support/client_process.h"
#include "support/openssl_peer.h"
#include "support/noise.h"

namespace tls_se {
namespace {

using asio::ip::tcp;

class ClientTest : public testing::Test {
 protected:
  /// The client, and the server's side of its connection, after the handshake.
  void open(const std::vector<std::string>& options = {}) {
    client_.emplace(server_.address(), options);
    connection_ = server_.accept();
    ASSERT_TRUE(connection_->handshake()) << client_->errors();
    ASSERT_TRUE(client_->opens()) << client_->errors();
  }
  /// The server closes in answer to the client, and the client ends.
  void expect_orderly_end() {
    client_->close_input();
    EXPECT_TRUE(connection_->closed_by_peer());
    connection_->close();
    EXPECT_EQ(client_->exit_code(), 0) << client_->errors();
  }
  /// The client ends with exit code 1 and says this.
  void expect_failure(const std::vector<std::string>& words) {
    EXPECT_EQ(client_->exit_code(), 1);
    for (const std::string& part : words) {
      EXPECT_NE(client_->errors().find(part), std::string::npos) << part << "\n"
                                                                 << client_->errors();
    }
  }
  /// The server has refused, or could not follow.
  void expect_no_handshake(OpensslOptions options, const std::vector<std::string>& words) {
    OpensslServer server(std::move(options));
    client_.emplace(server.address());
    EXPECT_FALSE(server.accept()->handshake());
    expect_failure(words);
  }

  OpensslServer server_;
  std::unique_ptr<OpensslServer::Connection> connection_;
  std::optional<ClientProcess> client_;
};

TEST_F(ClientTest, DataOfEverySize) {
  open();
  for (const size_t size : {1, 2, 255, 256, 257, 16383, 16384, 16385, 100000}) {
    const std::string text = noise(size);
    client_->write(text);
    EXPECT_EQ(connection_->read(size), text) << size;
    connection_->write(text);
  }
  expect_orderly_end();
  EXPECT_EQ(client_->output().size(), 1 + 2 + 255 + 256 + 257 + 16383 + 16384 + 16385 + 100000);
  EXPECT_TRUE(client_->output().ends_with(noise(100000)));
}

TEST_F(ClientTest, MuchBothWaysAtOnce) {
  constexpr size_t kSize = 3 << 20;
  const std::string up = noise(kSize);
  const std::string down(up.rbegin(), up.rend());
  open();
  std::jthread feed([&] { client_->write(up); });
  // libssl is one thread's: in turns.
  for (size_t at = 0; at < kSize; at += 50000) {
    const size_t size = std::min<size_t>(50000, kSize - at);
    connection_->write(down.substr(at, size));
    ASSERT_TRUE(connection_->read(size) == up.substr(at, size)) << at;
  }
  feed.join();
  expect_orderly_end();
  EXPECT_TRUE(client_->output() == down);
}

TEST_F(ClientTest, InFragmentsOfOneByteAndSmallRecords) {
  open({"--fragment", "1", "--max-content", "100"});
  const std::string text = noise(1000);
  client_->write(text);
  EXPECT_EQ(connection_->read(1000), text);
  connection_->write(text);
  expect_orderly_end();
  EXPECT_EQ(client_->output(), text);
}

TEST_F(ClientTest, TheEndOfInputIsHalfAClose) {
  open();
  client_->write("question");
  client_->close_input();
  EXPECT_EQ(connection_->read(8), "question");
  EXPECT_TRUE(connection_->closed_by_peer());
  const std::string answer = noise(1 << 20);
  connection_->write(answer);
  connection_->close();
  EXPECT_EQ(client_->exit_code(), 0) << client_->errors();
  EXPECT_TRUE(client_->output() == answer);
}

TEST_F(ClientTest, InputMayBeAFile) {
  const std::string file = testing::TempDir() + "tls-se-client-test-" + std::to_string(getpid());
  const std::string text = noise(1 << 20);
  std::ofstream(file, std::ios::binary) << text;
  for (const std::string& input : {file, std::string("/dev/null")}) {
    ChildProcess client({"sh", "-c", "exec \"$0\" client --connect \"$1\" < \"$2\"", TLS_SE_PROGRAM,
                         server_.address(), input});
    connection_ = server_.accept();
    ASSERT_TRUE(connection_->handshake()) << client.errors();
    const std::string expected = input == file ? text : "";
    EXPECT_TRUE(connection_->read(expected.size()) == expected);
    EXPECT_TRUE(connection_->closed_by_peer());
    connection_->write("thanks");
    connection_->close();
    EXPECT_EQ(client.exit_code(), 0) << client.errors();
    EXPECT_EQ(client.output(), "thanks");
  }
  std::remove(file.c_str());
}

TEST_F(ClientTest, TheServerMayCloseFirst) {
  open();
  connection_->write("news");
  connection_->close();
  EXPECT_EQ(client_->exit_code(), 0) << client_->errors();
  EXPECT_EQ(client_->output(), "news");
  EXPECT_TRUE(connection_->closed_by_peer());
}

TEST_F(ClientTest, WhatFlowsIsSentAfterTheServerHasClosed) {
  open();
  connection_->close();
  const std::string text = noise(1 << 20);
  client_->write(text);
  client_->close_input();
  EXPECT_TRUE(connection_->read(text.size()) == text);
  EXPECT_TRUE(connection_->closed_by_peer());
  EXPECT_EQ(client_->exit_code(), 0) << client_->errors();
}

TEST_F(ClientTest, KeyUpdatesOfBothKinds) {
  open();
  for (const bool requested : {true, false, true, true, false}) {
    connection_->key_update(requested);
    connection_->write("after the update");
    client_->write("after the update");
    EXPECT_EQ(connection_->read(16), "after the update");
  }
  expect_orderly_end();
  EXPECT_EQ(client_->output().size(), 5 * 16);
}

TEST_F(ClientTest, TerminatedItSaysCloseNotify) {
  open();
  client_->write("x");
  EXPECT_EQ(connection_->read(1), "x");
  EXPECT_EQ(client_->terminate(), 0) << client_->errors();
  EXPECT_TRUE(connection_->closed_by_peer());
}

TEST_F(ClientTest, AWrongPsk) {
  expect_no_handshake({.psk = "ff"}, {"received from the peer", "same PSK", "identity"});
}

TEST_F(ClientTest, AnUnknownIdentity) {
  expect_no_handshake({.identity = "somebody else"}, {"received from the peer"});
}

TEST_F(ClientTest, NoCipherSuiteInCommon) {
  expect_no_handshake({.ciphersuites = "TLS_AES_256_GCM_SHA384"},
                      {"handshake_failure, received from the peer", "cipher_suites"});
}

TEST_F(ClientTest, NoServer) {
  const std::string address = OpensslServer().address();
  client_.emplace(address);
  expect_failure({"can't connect to " + address, "refused"});
  client_.emplace("no-such-host.invalid:443");
  expect_failure({"no-such-host.invalid is unknown"});
}

TEST_F(ClientTest, AServerWithoutTls) {
  client_.emplace(server_.address());
  server_.accept()->write_raw("HTTP/1.1 400 Bad Request\r\n\r\n");  // and hangs up
  expect_failure({"the handshake failed", "doesn't speak TLS"});
}

TEST_F(ClientTest, ASilentServer) {
  client_.emplace(server_.address(), std::vector<std::string>{"--handshake-timeout", "1"});
  connection_ = server_.accept();
  expect_failure({"timed out: no handshake in time"});
}

TEST_F(ClientTest, ATruncatedStream) {
  open();
  connection_->write("part of it");
  connection_->shut_down_tcp();
  expect_failure({"without close_notify"});
  EXPECT_EQ(client_->output(), "part of it");
}

TEST_F(ClientTest, AReset) {
  open();
  connection_->reset_tcp();
  expect_failure({"broke off"});
}

TEST_F(ClientTest, ABrokenRecord) {
  open();
  connection_->write_raw(std::string("\x17\x03\x03\x00\x14", 5) + std::string(20, 'x'));
  EXPECT_EQ(connection_->read(1), "");
  EXPECT_EQ(connection_->alert(), 20);  // bad_record_mac
  connection_.reset();                  // which the client waits for, a while
  expect_failure({"bad_record_mac, sent by the card"});
}

TEST_F(ClientTest, SaysWhatWasAgreedOn) {
  open();
  EXPECT_NE(client_->errors().find("open, PSK, TLS_AES_128_CCM_SHA256, secp256r1"),
            std::string::npos)
      << client_->errors();
  expect_orderly_end();
}

TEST_F(ClientTest, TheTraceLeavesStandardOutputAlone) {
  for (const char* option : {"--trace", "--trace-bytes"}) {
    open({option});
    connection_->write("ABCDEF");
    expect_orderly_end();
    EXPECT_EQ(client_->output(), "ABCDEF");
    for (const char* name :
         {"SEND(Client Hello)", "Server Hello", "Server Encrypted Extensions",
          "Server Encrypted Finished", "SEND(Client Encrypted Finished)", "PUT DATA(time)"}) {
      EXPECT_NE(client_->errors().find(name), std::string::npos) << name << client_->errors();
    }
    const bool shown = client_->errors().contains("41 42 43 44 45 46 17");
    EXPECT_EQ(shown, option == std::string("--trace-bytes"));
  }
}

TEST_F(ClientTest, TalksToTheServerOfThisProgram) {
  ServerProcess server({"--connections", "1"});
  client_.emplace(server.address());
  const std::string text = noise(1 << 20);
  client_->write(text);
  client_->close_input();
  EXPECT_EQ(client_->exit_code(), 0) << client_->errors();
  EXPECT_TRUE(client_->output() == text);
  EXPECT_EQ(server.exit_code(), 0);
  EXPECT_NE(server.log().find("closed by close_notify, 1048576 bytes in, 1048576 out"),
            std::string::npos)
      << server.log();
}

TEST_F(ClientTest, TakesNoServersProfile) {
  const std::string file = testing::TempDir() + "tls-se-client-test-" + std::to_string(getpid());
  std::ofstream(file) << "[[psk]]\nidentity = \"one\"\nkey = \"" << kPsk << "\"\n";
  client_.emplace("127.0.0.1:1", std::vector<std::string>{"--profile", file});
  EXPECT_EQ(client_->exit_code(), 2);
  EXPECT_TRUE(client_->prints_error("`tls-se server` uses it")) << client_->errors();
  std::remove(file.c_str());
}

TEST_F(ClientTest, ServesItsProfile) {
  const std::string file = testing::TempDir() + "tls-se-client-test-" + std::to_string(getpid());
  std::ofstream(file) << "role = \"client\"\n[[psk]]\nidentity = \"one\"\nkey = \"" << kPsk
                      << "\"\n";
  OpensslServer server({.psk = kPsk, .identity = "one"});
  ClientProcess client(server.address(), {"--profile", file});
  const auto connection = server.accept();
  ASSERT_TRUE(connection->handshake()) << client.errors();
  EXPECT_EQ(client.errors().find("PUBLIC"), std::string::npos);
  ChildProcess wrong({TLS_SE_PROGRAM, "server", "--listen", "127.0.0.1:0", "--profile", file});
  EXPECT_EQ(wrong.exit_code(), 2);
  EXPECT_TRUE(wrong.prints_error("`tls-se client` uses it")) << wrong.errors();
  std::remove(file.c_str());
}

/// With a port of its own.
class ListeningClientTest : public testing::Test {
 protected:
  /// A program without TLS.
  class PlainClient {
   public:
    explicit PlainClient(uint16_t port) {
      socket_.connect({asio::ip::address_v4::loopback(), port});
    }
    void write(const std::string& text) { asio::write(socket_, asio::buffer(text)); }
    std::string read(size_t size) {
      std::string text(size, '\0');
      text.resize(asio::read(socket_, asio::buffer(text), error_));
      return text;
    }
    void shut_down() { socket_.shutdown(tcp::socket::shutdown_send); }
    [[nodiscard]] asio::error_code error() const { return error_; }

   private:
    asio::io_context io_;
    tcp::socket socket_{io_};
    asio::error_code error_;
  };

  std::unique_ptr<OpensslServer::Connection> accept() {
    auto connection = server_.accept();
    EXPECT_TRUE(connection->handshake());
    return connection;
  }

  OpensslServer server_;
};

TEST_F(ListeningClientTest, OneAfterAnother) {
  ListeningClientProcess node(server_.address(), {"--connections", "3"});
  for (int i = 0; i < 3; ++i) {
    PlainClient client(node.port());
    const auto connection = accept();
    const std::string text = noise(100000);
    client.write(text);
    client.shut_down();
    EXPECT_TRUE(connection->read(text.size()) == text);
    EXPECT_TRUE(connection->closed_by_peer());
    connection->write(text);
    connection->close();
    EXPECT_TRUE(client.read(text.size() + 1) == text);
    EXPECT_EQ(client.error(), asio::error::eof);
  }
  EXPECT_EQ(node.exit_code(), 0) << node.log();
  EXPECT_NE(node.log().find("closed by close_notify, 100000 bytes in, 100000 out"),
            std::string::npos)
      << node.log();
}

TEST_F(ListeningClientTest, TwoAtOnceAndAThirdWaits) {
  ListeningClientProcess node(server_.address(), {"--cards", "2"});
  auto first = std::make_unique<PlainClient>(node.port());
  const auto first_server = accept();
  PlainClient second(node.port());
  const auto second_server = accept();
  first->write("one");
  second.write("two");
  EXPECT_EQ(second_server->read(3), "two");
  EXPECT_EQ(first_server->read(3), "one");
  PlainClient third(node.port());
  third.write("three");
  first->shut_down();
  EXPECT_TRUE(first_server->closed_by_peer());
  first_server->close();
  const auto third_server = accept();  // with the first one's card
  EXPECT_EQ(third_server->read(5), "three");
  second_server->write("two again");
  EXPECT_EQ(second.read(9), "two again");
  EXPECT_EQ(node.terminate(), 0);
}

TEST_F(ListeningClientTest, NoServerIsNoOrderlyEnd) {
  const std::string address = OpensslServer().address();
  ListeningClientProcess node(address);
  PlainClient client(node.port());
  EXPECT_EQ(client.read(1), "");
  EXPECT_EQ(client.error(), asio::error::connection_reset);
  EXPECT_TRUE(node.logs("can't connect to " + address)) << node.log();
  EXPECT_EQ(node.terminate(), 0);
}

}  // namespace
}  // namespace tls_se

// `tls-se server` and certificates, against openssl s_client: what the log says of its clients'.
#include <gtest/gtest.h>

#include "support/server_process.h"
#include "support/issued_certificates.h"
#include "support/test_credentials.h"
#include "support/words.h"

namespace tls_se {
namespace {

class ServerCertificateTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!is_installed("openssl")) GTEST_SKIP() << "no openssl here";
    write_identity("server", authority_.issue());
    write_identity("client", authority_.issue({.common_name = "client", .subject_alt_name = ""}));
    folder_.write("ca.pem", authority_.own().certificate_pem);
  }

  void write_identity(const std::string& name, const test::Identity& identity) const {
    folder_.write(name + ".pem", identity.certificate_pem);
    std::filesystem::permissions(folder_.write(name + "-key.pem", identity.private_key_pem),
                                 std::filesystem::perms(0600));
  }
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  /// One connection with a server that asks for a certificate and can do without: its log.
  std::string log_of(const Words& options) const {
    ServerProcess server({"--connections", "1", "--profile",
                          folder_
                              .write("card.toml",
                                     "modes = [\"certificate\", \"mutual\"]\n"
                                     "certificate_chain = \"server.pem\"\n"
                                     "private_key = \"server-key.pem\"\n"
                                     "trust_anchors = [\"ca.pem\"]\n")
                              .string()});
    Words words = {"openssl", "s_client", "-connect",      server.address(),
                   "-tls1_3", "-brief",   "-ciphersuites", kCipherSuite};
    words.insert(words.end(), options.begin(), options.end());
    ChildProcess client(words);
    client.write("hello\n");
    EXPECT_TRUE(client.prints("hello\n")) << client.errors();
    client.write("Q\n");
    EXPECT_EQ(client.exit_code(), 0);
    EXPECT_EQ(server.exit_code(), 0);
    return server.log();
  }

  const TestFolder folder_;
  const test::Authority authority_{"Test root"};
};

TEST_F(ServerCertificateTest, AClientThatShowsNoneIsNotCalledMutual) {
  const std::string log = log_of({});
  EXPECT_TRUE(log.contains("open, certificate of the server, the client has shown none, TLS_AES"))
      << log;
  EXPECT_FALSE(log.contains("mutual")) << log;
}

TEST_F(ServerCertificateTest, AClientThatShowsOneIs) {
  const std::string log = log_of({"-cert", path("client.pem"), "-key", path("client-key.pem")});
  EXPECT_TRUE(log.contains("open, mutual certificates, TLS_AES")) << log;
  EXPECT_FALSE(log.contains("shown none")) << log;
}

}  // namespace
}  // namespace tls_se

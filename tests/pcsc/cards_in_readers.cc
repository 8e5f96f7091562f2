#include "cards_in_readers.h"

#include <filesystem>

#include "support/server_process.h"

namespace tls_se {

CardsInReaders::CardsInReaders(const Words& first, const Words& second)
    : first_in_reader_(daemon_, 0, Words{"--card", first_.name()} + first),
      second_in_reader_(daemon_, 1, Words{"--card", second_.name()} + second) {}

void CardsInReaders::SetUp() {
  ASSERT_TRUE(has_pcsc_daemon());
  (void)write("ca.pem", authority_.own().certificate_pem);
  (void)write("ca-key.pem", authority_.own().private_key_pem);
  for (const std::string name : {"server", "client"}) {
    const test::Identity identity = authority_.issue();
    (void)write(name + ".pem", identity.certificate_pem);
    (void)write(name + "-key.pem", identity.private_key_pem);
  }
}

std::string CardsInReaders::write(const std::string& name, const std::string& text) const {
  const auto file = folder_.write(name, text);
  std::filesystem::permissions(file, std::filesystem::perms(0600));
  return file.string();
}

std::string CardsInReaders::path(const std::string& name) const {
  return (folder_.path() / name).string();
}

std::string CardsInReaders::credentials(const std::string& name) {
  return "certificate_chain = \"" + name + ".pem\"\nprivate_key = \"" + name + "-key.pem\"\n";
}

Words CardsInReaders::credentials_of_openssl(const std::string& name) const {
  return {"-cert", path(name + ".pem"), "-key", path(name + "-key.pem")};
}

Words CardsInReaders::trust_of_openssl() const {
  return {"-CAfile", path("ca.pem"), "-verify_return_error"};
}

ToolRun CardsInReaders::personalise(int slot, const std::string& profile) const {
  return run_card_tool({"personalise", "--profile", write("profile.toml", profile), "--card",
                        PcscDaemon::card(slot)});
}

void CardsInReaders::make(int slot, const std::string& profile) const {
  const ToolRun first = personalise(slot, profile);
  EXPECT_EQ(first.exit_code, 0) << first.errors;
  EXPECT_TRUE(first.output.contains("+ ")) << first.output;
  EXPECT_TRUE(first.output.ends_with(" changes made\n")) << first.output;
  const ToolRun second = personalise(slot, profile);
  EXPECT_EQ(second.exit_code, 0) << second.errors;
  EXPECT_TRUE(second.output.starts_with(PcscDaemon::card(slot) + ": nothing to change, "))
      << second.output;
}

std::string CardsInReaders::run(int slot, const Words& words) {
  const ToolRun ended = run_card_tool(words + Words{"--card", PcscDaemon::card(slot)});
  EXPECT_EQ(ended.exit_code, 0) << words[0] << ": " << ended.errors;
  return ended.output;
}

void CardsInReaders::serve(int slot, const Words& openssl, const std::string& log,
                           const Words& more) {
  ServerProcess server(Words{"--connections", "1", "--card", PcscDaemon::card(slot)} + more);
  ChildProcess client(
      Words{"openssl", "s_client", "-connect", server.address(), "-tls1_3", "-brief"} + openssl);
  const std::string line = "hello" + std::string(1000, 'o') + "\n";
  client.write(line);
  EXPECT_TRUE(client.prints(line)) << client.errors() << server.log();
  client.write("Q\n");
  EXPECT_EQ(client.exit_code(), 0);
  EXPECT_EQ(server.exit_code(), 0);
  EXPECT_TRUE(server.log().contains(log)) << server.log();
  EXPECT_TRUE(server.log().contains("closed by close_notify, 1006 bytes in, 1006 out"))
      << server.log();
}

}  // namespace tls_se

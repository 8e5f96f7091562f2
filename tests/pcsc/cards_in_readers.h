// For tests: blank cards in two slots, and an authority for those who have them and their peers.
#pragma once

#include <gtest/gtest.h>

#include "support/card_file.h"
#include "support/card_tool.h"
#include "support/issued_certificates.h"
#include "support/virtual_card.h"

namespace tls_se {

class CardsInReaders : public testing::Test {
 protected:
  /// Options of `tls-se vcard`.
  explicit CardsInReaders(const Words& first = {}, const Words& second = {});
  void SetUp() override;

  /// A file that is its owner's alone.
  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const;
  [[nodiscard]] std::string path(const std::string& name) const;

  // Lines of a profile, and words of openssl, for the certificates of "server" and "client".
  [[nodiscard]] static std::string credentials(const std::string& name);
  [[nodiscard]] Words credentials_of_openssl(const std::string& name) const;
  [[nodiscard]] Words trust_of_openssl() const;

  [[nodiscard]] ToolRun personalise(int slot, const std::string& profile) const;
  /// A second time there is nothing to do.
  void make(int slot, const std::string& profile) const;
  /// What `tls-se card` says; a failure of the test if it does not work out.
  [[nodiscard]] static std::string run(int slot, const Words& words);

  /// One session of `tls-se server` with openssl s_client: a line there and back, and the end.
  static void serve(int slot, const Words& openssl, const std::string& log, const Words& more = {});

  const TestFolder folder_;
  const PcscDaemon daemon_{folder_};
  const test::Authority authority_{"Test root"};
  const CardFile first_{folder_, "first.card"};
  const CardFile second_{folder_, "second.card"};
  const VirtualCard first_in_reader_;
  const VirtualCard second_in_reader_;
};

}  // namespace tls_se

// For tests: a profile in a folder of its own, and what it is refused with.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "profile/profile_reader.h"
#include "support/test_credentials.h"

namespace tls_se {

inline constexpr char kKey[] = "00112233445566778899AABBCCDDEEFF";
inline constexpr char kPsk[] =
    "[[psk]]\nidentity = \"a\"\nkey = \"00112233445566778899aabbccddeeff\"\n";

inline constexpr char kServer[] =
    "modes = [\"certificate\"]\ncertificate_chain = \"chain.pem\"\nprivate_key = \"key.pem\"\n";
inline constexpr char kMutual[] =
    "modes = [\"mutual\"]\ncertificate_chain = \"chain.pem\"\nprivate_key = \"key.pem\"\n"
    "trust_anchors = [\"ca.pem\"]\n";
inline constexpr char kClient[] =
    "role = \"client\"\nmodes = [\"certificate\"]\ntrust_anchors = [\"ca.pem\"]\n";
class CardProfileTest : public testing::Test {
 protected:
  CardProfile load(const std::string& text) {
    return load_card_profile(folder_.write("card.toml", text));
  }

  /// key.pem, chain.pem of two certificates, and ca.pem.
  void make_credentials() {
    folder_.write("key.pem", key_pem(key_));
    folder_.write("chain.pem", pem("CERTIFICATE", leaf_) + pem("CERTIFICATE", ca_));
    folder_.write("ca.pem", pem("CERTIFICATE", ca_));
  }

  /// What the profile is refused with, without the folder.
  std::string refusal(const std::string& text) {
    try {
      load(text);
    } catch (const std::runtime_error& error) {
      const std::string what = error.what();
      const std::string file = (folder_.path() / "card.toml:").string();
      EXPECT_TRUE(what.starts_with(file)) << what;
      return what.substr(std::min(file.size(), what.size()));
    }
    ADD_FAILURE() << "accepted: " << text;
    return "";
  }

  void expect_refusal(const std::string& text, const std::string& line, const std::string& words) {
    const std::string what = refusal(text);
    EXPECT_TRUE(what.starts_with(line + ": ")) << what;
    EXPECT_NE(what.find(words), what.npos) << what;
  }

  TestFolder folder_;
  const TestKey key_ = make_ec_key();
  const Der leaf_ = make_certificate(key_);
  const Der ca_ = make_certificate(make_ec_key());
};

}  // namespace tls_se

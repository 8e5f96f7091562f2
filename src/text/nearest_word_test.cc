#include "text/nearest_word.h"

#include <gtest/gtest.h>

namespace tls_se {
namespace {

const std::vector<std::string> kWords = {"server", "client", "apdu", "duet", "check"};

TEST(NearestWordTest, IsTheOneThatWasMeant) {
  for (const auto& [written, meant] : {std::pair{"sever", "server"},
                                       {"servre", "server"},
                                       {"clinet", "client"},
                                       {"cient", "client"},
                                       {"adpu", "apdu"},
                                       {"apdus", "apdu"},
                                       {"duett", "duet"},
                                       {"chek", "check"},
                                       {"server", "server"}}) {
    EXPECT_EQ(nearest_word(written, kWords), meant) << written;
  }
}

TEST(NearestWordTest, IsNoneOfThose) {
  for (const char* written : {"", "bogus", "fly", "s", "srvrs", "help", "ap"}) {
    EXPECT_EQ(nearest_word(written, kWords), "") << written;
  }
  EXPECT_EQ(nearest_word(std::string(41, 'a'), {std::string(41, 'a')}), "");
  EXPECT_EQ(nearest_word("server", {}), "");
}

}  // namespace
}  // namespace tls_se

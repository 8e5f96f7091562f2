#include "node/errands.h"

#include <gtest/gtest.h>

namespace tls_se {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

class StrandErrandsTest : public testing::Test {
 protected:
  asio::io_context io_;
  StrandErrands::Strand strand_{asio::make_strand(io_)};
  StrandErrands errands_{strand_};
};

TEST_F(StrandErrandsTest, TheWorkIsDoneElsewhereAndWhatFollowsOnTheStrand) {
  std::string done;
  errands_.run(
      [&] {
        EXPECT_FALSE(strand_.running_in_this_thread());
        done += "work ";
      },
      [&] {
        EXPECT_TRUE(strand_.running_in_this_thread());
        done += "then";
      });
  EXPECT_EQ(done, "");
  io_.run();
  EXPECT_EQ(done, "work then");
}

TEST_F(StrandErrandsTest, WaitsOnTheStrand) {
  std::string done;
  for (const int pause : {20, 1}) {
    errands_.wait(milliseconds(pause), [this, pause, &done] {
      EXPECT_TRUE(strand_.running_in_this_thread());
      done += std::to_string(pause) + " ";
    });
  }
  io_.run();
  EXPECT_EQ(done, "1 20 ");
}

TEST_F(StrandErrandsTest, StoppedNothingWaits) {
  const auto fail = [] { ADD_FAILURE() << "after it was stopped"; };
  errands_.wait(hours(1), fail);
  errands_.wait(hours(2), fail);
  errands_.stop();
  errands_.wait(milliseconds(0), fail);
  io_.run();
}

TEST_F(StrandErrandsTest, StoppedWhatRunsComesToItsEnd) {
  bool done = false;
  errands_.run([&] { errands_.stop(); }, [&] { done = true; });
  io_.run();
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace tls_se

// The draft's section 5, byte for byte, through pcscd.
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <future>
#include <sstream>
#include <thread>

#include "card/atr.h"
#include "card/host_cards.h"
#include "cli/replay_command.h"
#include "reader/occupied_reader.h"
#include "reader/pcsc/pcsc_card.h"
#include "support/pcsc_daemon.h"
#include "vcard/reader_link.h"

namespace tls_se {
namespace {

std::unique_ptr<CardReader> card_of(const Trace& trace) {
  return recorded_card(profile_of(trace), {.server_random = trace.server_random,
                                           .server_key_share = trace.server_key_share,
                                           .ecdhe_shared_secret = trace.ecdhe_shared_secret});
}

/// The recorded card: good for one handshake.
class RecordedCardInReader {
 public:
  RecordedCardInReader(const PcscDaemon& daemon, int number, const Trace& trace,
                       CardProtocols protocols)
      : number_(number),
        slot_(
            card_of(trace), [=](CardReader& card) { return atr_of(card, 1, protocols); },
            protocols != CardProtocols::t1),
        link_({.port = daemon.port(number)}, slot_, stop_,
              [](ReaderLink::Event, const std::string&) {}),
        thread_([this] { link_.run(); }) {
    EXPECT_TRUE(PcscDaemon::knows_of_card(number_));
  }
  ~RecordedCardInReader() {
    EXPECT_EQ(eventfd_write(stop_, 1), 0);
    thread_.join();
    close(stop_);
    EXPECT_TRUE(PcscDaemon::knows_of_card(number_, false));
  }
  RecordedCardInReader(const RecordedCardInReader&) = delete;
  RecordedCardInReader& operator=(const RecordedCardInReader&) = delete;

 private:
  const int number_;
  const int stop_ = eventfd(0, EFD_CLOEXEC);
  SlotCard slot_;
  ReaderLink link_;
  std::jthread thread_;
};

class PcscReplayTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(has_pcsc_daemon()); }

  /// What is printed of it.
  [[nodiscard]] static std::string replay(int slot, const Trace& trace) {
    const auto card = occupied(pcsc_card(PcscDaemon::reader(slot), {}));
    std::ostringstream out;
    const bool is_equal = run_replay(*card, trace, out);
    EXPECT_EQ(is_equal, out.str().contains("exchanges as recorded, byte for byte\n"));
    return out.str();
  }

  const TestFolder folder_;
  const PcscDaemon daemon_{folder_};
  const Trace trace_ = load_trace(TLS_SE_SOURCE_DIR "/tests/traces/draft-section-5.json");
};

TEST_F(PcscReplayTest, IsAsTheDraftHasItByEachProtocolAndByteByByte) {
  const Trace bytes = refragmented(trace_, 1);
  ASSERT_EQ(bytes.exchanges.size(), 361u);
  for (const auto protocols : {CardProtocols::t1, CardProtocols::t0}) {
    const RecordedCardInReader first(daemon_, 0, trace_, protocols);
    const RecordedCardInReader second(daemon_, 1, trace_, protocols);
    std::string told = replay(0, trace_);
    EXPECT_TRUE(told.ends_with("all 10 exchanges as recorded, byte for byte\n")) << told;
    told = replay(1, bytes);
    EXPECT_TRUE(told.ends_with("all 361 exchanges as recorded, byte for byte\n")) << told;
  }
}

TEST_F(PcscReplayTest, TellsWhatIsDifferent) {
  const RecordedCardInReader card(daemon_, 0, trace_, CardProtocols::both);
  Trace other = trace_;
  other.exchanges[2].response[5] ^= 1;
  EXPECT_TRUE(replay(0, other).contains("DIFFERS at byte 5: expected 03"));
}

}  // namespace
}  // namespace tls_se

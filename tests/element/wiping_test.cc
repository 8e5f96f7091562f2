// Whatever the record buffer has held is wiped with the session, and only that need be: of a buffer
// as long as a host's most is never written.
#include <gtest/gtest.h>

#include "credentials.h"
#include "journey.h"

namespace tls_se::test {
namespace {

/// The buffer is the last thing in the element's memory.
Bytes buffer_of(const CardDriver& card, size_t size) { return card.memory().last(size); }

bool is_wiped(const Bytes& bytes) {
  return std::ranges::all_of(bytes, [](uint8_t byte) { return byte == 0; });
}

TEST(Wiping, IsOfAllThatWasWritten) {
  constexpr size_t kSize = 40000;
  CardDriver::Options options = options_of(Role::server, kPskOnly);
  options.record_buffer_size = kSize;
  ServerMeeting at(options);
  const auto expect_wiped = [&] {
    EXPECT_TRUE(is_wiped(buffer_of(at.card(), kSize + kRecordOverhead)));
  };
  CardDriver fresh(options);
  EXPECT_TRUE(is_wiped(buffer_of(fresh, kSize + kRecordOverhead)));

  const std::vector<std::function<void()>> writings = {
      [] {},
      [&] {
        at.card().exchange(at.client().seal(ContentType::application_data, Buffer(16384, 'x')),
                           p1::kDecrypt);
      },
      [&] { at.card().exchange(Buffer(16385, 23), p1::kEncrypt); },
      [&] { at.card().recv(Buffer(39000, 'y'), p1::kDecrypt); },          // fails
      [&] { at.card().transmit("00D8010105" + to_hex(text("12345"))); },  // has begun
      [&] {
        Buffer message(10000, 23);
        EXPECT_TRUE(sw::is_more(at.card().recv(message, p1::kEncrypt)));  // waits
      },
      [&] {  // a part of a message is held
        Buffer part = {24, 0};
        at.card().exchange(at.client().seal(ContentType::handshake, part), p1::kDecrypt);
      },
  };
  for (const auto& write : writings) {
    at.meet();
    at.expect_open(at.play(at.flight()));
    write();
    at.card().reset();
    expect_wiped();
  }
}

TEST(Wiping, IsOfAFailedHandshakeToo) {
  constexpr size_t kSize = 2048;
  for (const Road& road : kRoads) {
    SCOPED_TRACE(road.name);
    for (size_t step = 0; step < messages_on(road).size(); ++step) {
      Journey there(road, step);
      const Answer got =
          there.deliver(there.record(ContentType::handshake, {99, 0, 0, 0}, there.has_keys()));
      EXPECT_EQ(got.status, sw::kClose);
      EXPECT_TRUE(is_wiped(buffer_of(there.card(), kSize)));
    }
  }
}

}  // namespace
}  // namespace tls_se::test

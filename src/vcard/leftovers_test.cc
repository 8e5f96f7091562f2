// What memory holds of a PIN when it is given back, once a command has brought it to a card. A
// program of its own, because it has an allocator of its own.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>
#include <thread>

#include "reader/channel_reader.h"
#include "reader/pcsc/pcsc_card.h"
#include "reader/whole_response.h"
#include "support/scripted_card.h"
#include "vcard/reader_link.h"

namespace tls_se {
namespace {

constexpr uint8_t kPin[] = {'8', 'f', '3', 'a', '1', 'c', '9', '7', 'd', '2', 'e', '4'};
// VERIFY, as vpcd sends it.
constexpr std::array<uint8_t, 19> kMessage = {0,   17,  0,   0x20, 0,   0,   12,  '8', 'f', '3',
                                              'a', '1', 'c', '9',  '7', 'd', '2', 'e', '4'};
constexpr Bytes kVerify = Bytes(kMessage).subspan(2);

std::atomic<bool> is_watched = false;
std::atomic<size_t> found = 0;

void release(void* block) {
  if (is_watched && block != nullptr &&
      memmem(block, malloc_usable_size(block), kPin, sizeof kPin) != nullptr) {
    ++found;
  }
  std::free(block);
}

}  // namespace
}  // namespace tls_se

// Not inline: g++ would take new and delete for a mismatch. New memory is cleared of what earlier
// owners left there.
[[gnu::noinline]] void* operator new(size_t size) {
  if (void* const block = std::calloc(1, size)) return block;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* block) noexcept { tls_se::release(block); }
[[gnu::noinline]] void operator delete(void* block, size_t) noexcept { tls_se::release(block); }

namespace tls_se {
namespace {

/// In how many blocks the PIN is left by `work`.
size_t leftovers_of(const auto& work) {
  found = 0;
  is_watched = true;
  work();
  is_watched = false;
  return found;
}

/// A card that is pulled out instead of answering: the script is at its end.
void expect_pulled_out(CardReader& card) { EXPECT_ANY_THROW(card.transmit(kVerify)); }

TEST(LeftoversOfPinTest, AreFound) {
  EXPECT_EQ(leftovers_of([] { std::vector<uint8_t>(kVerify.begin(), kVerify.end()); }), 1u);
}

TEST(LeftoversOfPinTest, OfACardInAReader) {
  EXPECT_EQ(leftovers_of([] { expect_pulled_out(*pcsc_card("none", {})); }), 0u);
}

TEST(LeftoversOfPinTest, OfAChannel) {
  const auto channels = open_channels(std::make_unique<ScriptedCard>(), 1, 1);
  EXPECT_EQ(leftovers_of([&] { expect_pulled_out(*channels.front()); }), 0u);
}

TEST(LeftoversOfPinTest, OfACommandThatIsGivenAgain) {
  std::array<uint8_t, kVerify.size() + 1> with_le{};
  copy_bytes(with_le, kVerify);
  ScriptedCard card;
  card.answer("6C05").answer("9000").answer("6C05");
  EXPECT_EQ(leftovers_of([&] { (void)transmit_whole(card, with_le); }), 0u);
  EXPECT_EQ(leftovers_of([&] { EXPECT_ANY_THROW((void)transmit_whole(card, with_le)); }), 0u);
}

TEST(LeftoversOfPinTest, OfT0) {
  ScriptedCard card;
  T0Commands line(card);
  card.answer("6700").answer("9000").answer("6700");
  EXPECT_EQ(leftovers_of([&] { EXPECT_EQ(line.transmit(kVerify).status, sw::kOk); }), 0u);
  EXPECT_EQ(leftovers_of([&] { EXPECT_ANY_THROW(line.transmit(kVerify)); }), 0u);
}

/// A reader's end of the line: it sends the PIN in two parts, and the same once more behind it.
void send_pin(int listener, int stop) {
  const int reader = accept(listener, nullptr, nullptr);
  std::array<uint8_t, 2 * kMessage.size()> two;
  copy_bytes(two, kMessage);
  copy_bytes(MutableBytes(two).subspan(kMessage.size()), kMessage);
  std::array<uint8_t, 4> answer;
  (void)send(reader, two.data(), 36, MSG_NOSIGNAL);
  EXPECT_EQ(recv(reader, answer.data(), answer.size(), MSG_WAITALL), 4);
  (void)send(reader, two.data() + 36, 2, MSG_NOSIGNAL);
  EXPECT_EQ(recv(reader, answer.data(), answer.size(), MSG_WAITALL), 4);
  (void)send(reader, two.data(), 18, MSG_NOSIGNAL);  // and breaks off
  close(reader);
  eventfd_write(stop, 1);
}

TEST(LeftoversOfPinTest, OfAVirtualReader) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(listener, 1), 0);
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  const int stop = eventfd(0, EFD_CLOEXEC);
  auto card = std::make_unique<ScriptedCard>();
  card->answer("9000").answer("9000");
  SlotCard slot(
      std::move(card),
      [](CardReader&) {
        return std::vector<uint8_t>{0x3b, 0x00};
      },
      false);
  EXPECT_EQ(leftovers_of([&] {
              std::jthread reader(send_pin, listener, stop);
              ReaderLink({.port = ntohs(address.sin_port)}, slot, stop,
                         [](ReaderLink::Event, const std::string&) {})
                  .run();
            }),
            0u);
  close(listener);
  close(stop);
}

}  // namespace
}  // namespace tls_se

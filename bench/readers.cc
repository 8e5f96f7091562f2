// What it costs that a card is in a reader: the same card in this process, and in a virtual reader
// of a pcscd of the benchmark's own.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>

#include "bench/libssl_peer.h"
#include "bench/reader_card.h"
#include "card/host_cards.h"
#include "reader/occupied_reader.h"
#include "reader/pcsc/pcsc_card.h"
#include "se/base/protocol.h"
#include "se/data_exchange/data_objects.h"
#include "support/virtual_card.h"

namespace tls_se::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kApdus = 4001;
constexpr int kHandshakes = 101;
constexpr size_t kRecordSize = kMaxPlaintext;
constexpr size_t kBulkRecords = 100;

double seconds_of(const auto& work) {
  const auto begin = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

/// The least that a command can be: nothing is computed.
double apdu(CardReader& reader) {
  const auto command = data_object_header(ins::kGetData, DataObject::life_cycle, 0);
  std::vector<double> seconds;
  for (int i = 0; i < kApdus; ++i) {
    seconds.push_back(seconds_of([&] { (void)reader.transmit(command); }));
  }
  return median(seconds);
}

/// A server's whole handshake, PSK with ECDHE: libssl's share is not counted.
void open(ReaderCard& card, LibsslPeer& client) {
  card.reset();
  std::vector<uint8_t> from_client = client.handshake({});
  while (!from_client.empty()) {
    const std::vector<uint8_t> answer = card.handshake(from_client);
    if (answer.empty()) break;
    from_client = client.handshake(answer);
  }
  if (!card.is_open()) throw std::runtime_error("the handshake has not ended");
}

struct Handshake {
  double seconds = 0;
  size_t commands = 0;
};
Handshake handshake(CardReader& reader, Lengths lengths, const LibsslContext& context) {
  std::vector<double> seconds;
  size_t commands = 0;
  for (int i = 0; i < kHandshakes; ++i) {
    ReaderCard card(reader, lengths);
    LibsslPeer client(context);
    open(card, client);
    seconds.push_back(card.seconds());
    commands = card.commands();
  }
  return {median(seconds), commands};
}

/// Seconds for a byte.
struct Bulk {
  double to_peer = 0;
  double from_peer = 0;
};
Bulk bulk(CardReader& reader, Lengths lengths, const LibsslContext& context) {
  LibsslPeer client(context);
  ReaderCard card(reader, lengths);
  open(card, client);
  const std::vector<uint8_t> content(kRecordSize, 'b');
  std::vector<uint8_t> message = content;
  message.push_back(static_cast<uint8_t>(ContentType::application_data));
  const double bytes = static_cast<double>(kBulkRecords * kRecordSize);
  const double before = card.seconds();
  for (size_t i = 0; i < kBulkRecords; ++i) {
    if (client.decrypt(card.encrypt(message)) != content) throw std::runtime_error("other bytes");
  }
  const double between = card.seconds();
  for (size_t i = 0; i < kBulkRecords; ++i) {
    if (card.decrypt(client.encrypt(content)).size() != message.size()) {
      throw std::runtime_error("other bytes");
    }
  }
  return {(between - before) / bytes, (card.seconds() - between) / bytes};
}

void print_times(const char* what, double here, double in_reader) {
  std::fputs(
      fmt::format("  {:<46}{:>12.2f} us{:>12.2f} us\n", what, here * 1e6, in_reader * 1e6).c_str(),
      stdout);
}
void print_rates(const char* what, double here, double in_reader) {
  std::fputs(fmt::format("  {:<46}{:>10.1f} MB/s{:>10.1f} MB/s{:>8.0f} %\n", what, 1e-6 / here,
                         1e-6 / in_reader, 100 * here / in_reader)
                 .c_str(),
             stdout);
}

void run() {
  const TestFolder folder;
  const PcscDaemon daemon(folder);
  const VirtualCard card(daemon, 0);
  const auto in_reader = occupied(pcsc_card(PcscDaemon::reader(0), {}));
  const auto here = in_process_card(demo_card_profile());
  const LibsslContext context(Role::client, Mode::psk, "P-256");

  std::fputs("\nA PSK server's card in this process, and in a virtual reader of pcscd's\n", stdout);
  print_times("an APDU, there and back, median", apdu(*here), apdu(*in_reader));
  for (const Lengths lengths : {Lengths::short_ones, Lengths::extended}) {
    const bool is_short = lengths == Lengths::short_ones;
    const Handshake slow = handshake(*in_reader, lengths, context);
    print_times(fmt::format("handshake of a PSK server, {} {} APDUs", slow.commands,
                            is_short ? "short" : "extended")
                    .c_str(),
                handshake(*here, lengths, context).seconds, slow.seconds);
  }
  for (const Lengths lengths : {Lengths::short_ones, Lengths::extended}) {
    const std::string apdus = lengths == Lengths::short_ones ? "short APDUs" : "extended APDUs";
    const Bulk fast = bulk(*here, lengths, context);
    const Bulk slow = bulk(*in_reader, lengths, context);
    print_rates(("records of 16 KiB to the peer, " + apdus).c_str(), fast.to_peer, slow.to_peer);
    print_rates(("records of 16 KiB from the peer, " + apdus).c_str(), fast.from_peer,
                slow.from_peer);
  }
}

}  // namespace
}  // namespace tls_se::bench

int main() {
  try {
    tls_se::bench::run();
    return 0;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "tls_se_reader_bench: %s\n", failure.what());
    return 1;
  }
}

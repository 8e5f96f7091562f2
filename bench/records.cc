// Records of an open connection: through the element's APDUs, through its record layer alone, and
// through libssl. The peer is a libssl client every time, whose own work is not measured.
#include <benchmark/benchmark.h>

#include "bench/element.h"
#include "bench/libssl_peer.h"
#include "bench/stopwatch.h"

namespace tls_se::bench {
namespace {

constexpr int kRecordsInARow =
    16;  // one measurement, so that the clock's own time is no part of it

std::vector<uint8_t> content_of(const benchmark::State& state) {
  return std::vector<uint8_t>(static_cast<size_t>(state.range(0)), 0x5a);
}

void must(bool done) {
  if (!done) throw std::runtime_error("what comes out is not what went in");
}

/// A connection that has been opened and stays so.
template <typename Server>
struct Connection {
  explicit Connection(auto&&... arguments) : server(arguments...) {
    while (!client.is_open() || !server.is_open()) {
      const std::vector<uint8_t> flight = client.handshake(server_flight);
      server_flight = server.handshake(flight);
    }
  }

  LibsslContext client_context{Role::client, Mode::psk, "P-256"};
  LibsslPeer client{client_context};
  Server server;
  std::vector<uint8_t> server_flight;
};

void measure_encrypt(benchmark::State& state, auto& connection, Bytes input) {
  const auto content = content_of(state);
  must(connection.client.decrypt(connection.server.encrypt(input)) == content);
  for (auto _ : state) {
    Stopwatch stopwatch;
    stopwatch.time([&] {
      for (int i = 0; i < kRecordsInARow; ++i) {
        benchmark::DoNotOptimize(connection.server.encrypt(input).data());
      }
    });
    state.SetIterationTime(stopwatch.seconds() / kRecordsInARow);
  }
}

void measure_decrypt(benchmark::State& state, auto& connection, Bytes expected) {
  const auto content = content_of(state);
  must(same_bytes(connection.server.decrypt(connection.client.encrypt(content)), expected));
  for (auto _ : state) {
    std::array<std::vector<uint8_t>, kRecordsInARow> records;
    for (auto& record : records) record = connection.client.encrypt(content);
    Stopwatch stopwatch;
    stopwatch.time([&] {
      for (const auto& record : records) {
        benchmark::DoNotOptimize(connection.server.decrypt(record).data());
      }
    });
    state.SetIterationTime(stopwatch.seconds() / kRecordsInARow);
  }
}

/// The content, then the protocol byte (draft section 3.2.4).
std::vector<uint8_t> element_message(const benchmark::State& state) {
  auto message = content_of(state);
  message.push_back(static_cast<uint8_t>(ContentType::application_data));
  return message;
}

void element_encrypt(benchmark::State& state, Element::Apdus apdus) {
  Connection<Element> connection(Role::server, Mode::psk, apdus);
  measure_encrypt(state, connection, element_message(state));
}

void element_decrypt(benchmark::State& state, Element::Apdus apdus) {
  Connection<Element> connection(Role::server, Mode::psk, apdus);
  measure_decrypt(state, connection, element_message(state));
}

struct LibsslServer {
  LibsslContext context{Role::server, Mode::psk, "P-256"};
  LibsslPeer peer{context};

  const std::vector<uint8_t>& handshake(Bytes records) { return peer.handshake(records); }
  bool is_open() const { return peer.is_open(); }
  const std::vector<uint8_t>& encrypt(Bytes content) { return peer.encrypt(content); }
  const std::vector<uint8_t>& decrypt(Bytes record) { return peer.decrypt(record); }
};

void libssl_encrypt(benchmark::State& state) {
  Connection<LibsslServer> connection;
  measure_encrypt(state, connection, content_of(state));
}

void libssl_decrypt(benchmark::State& state) {
  Connection<LibsslServer> connection;
  measure_decrypt(state, connection, content_of(state));
}

/// The element's record layer without APDUs.
struct RecordLayer {
  RecordLayer() {
    TrafficSecret secret;
    secret.clear();
    write.clear();
    read.clear();
    write.install(kAes128CcmSha256, secret);
    read.install(kAes128CcmSha256, secret);
  }

  OpensslCrypto crypto;
  RecordProtection write{crypto, AesSlot{1}};
  RecordProtection read{crypto, AesSlot{0}};
};

std::vector<uint8_t> record_with_room(Bytes message) {
  std::vector<uint8_t> record(kRecordHeaderSize + message.size() + kMaxTagSize);
  copy_bytes(MutableBytes(record).subspan(kRecordHeaderSize), message);
  return record;
}

void direct_encrypt(benchmark::State& state) {
  RecordLayer layer;
  auto record = record_with_room(element_message(state));
  for (auto _ : state) {
    must(layer.write.seal(record) == Alert::none);
    benchmark::DoNotOptimize(record.data());
  }
}

void direct_decrypt(benchmark::State& state) {
  RecordLayer layer;
  const auto message = element_message(state);
  std::array<std::vector<uint8_t>, kRecordsInARow> records;
  for (auto _ : state) {
    for (auto& record : records) {
      record = record_with_room(message);
      must(layer.write.seal(record) == Alert::none);
    }
    Stopwatch stopwatch;
    stopwatch.time([&] {
      for (auto& bytes : records) {
        Record record;
        must(parse_record(bytes, record) == Alert::none);
        must(layer.read.open(bytes, record) == Alert::none);
      }
    });
    state.SetIterationTime(stopwatch.seconds() / kRecordsInARow);
  }
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(256)->Arg(1024)->Arg(16384);
}

using enum Element::Apdus;

BENCHMARK_CAPTURE(element_encrypt, short_apdus, short_length)
    ->Name("encrypt/element")
    ->UseManualTime()
    ->Apply(sizes);
BENCHMARK_CAPTURE(element_encrypt, extended_apdus, extended_length)
    ->Name("encrypt/element_extended")
    ->UseManualTime()
    ->Apply(sizes);
BENCHMARK(direct_encrypt)->Name("encrypt/record_layer")->Apply(sizes);
BENCHMARK(libssl_encrypt)->Name("encrypt/libssl")->UseManualTime()->Apply(sizes);

BENCHMARK_CAPTURE(element_decrypt, short_apdus, short_length)
    ->Name("decrypt/element")
    ->UseManualTime()
    ->Apply(sizes);
BENCHMARK_CAPTURE(element_decrypt, extended_apdus, extended_length)
    ->Name("decrypt/element_extended")
    ->UseManualTime()
    ->Apply(sizes);
BENCHMARK(direct_decrypt)->Name("decrypt/record_layer")->UseManualTime()->Apply(sizes);
BENCHMARK(libssl_decrypt)->Name("decrypt/libssl")->UseManualTime()->Apply(sizes);

}  // namespace
}  // namespace tls_se::bench

// The server's share of a whole handshake with an external PSK (psk_dhe_ke, secp256r1,
// TLS_AES_128_CCM_SHA256), against the same libssl client: the time of its calls alone.
//
// What might favour the element is left out of libssl's share (making and freeing its SSL), and
// what might not is in the element's (RESET, cutting records into short APDUs).
#include <benchmark/benchmark.h>

#include "bench/element_server.h"
#include "bench/libssl_peer.h"
#include "bench/stopwatch.h"

namespace tls_se::bench {
namespace {

// As the groups of the client: the second has its first key share refused by HelloRetryRequest.
constexpr const char* kOneRoundTrip = "P-256";
constexpr const char* kHelloRetry = "X25519:P-256";

/// Client and server speak in turn until nobody has anything to say.
void run_handshake(LibsslPeer& client, auto& server, Stopwatch& stopwatch) {
  Bytes from_client = client.handshake({});
  while (!from_client.empty()) {
    const Bytes from_server = stopwatch.time([&] { return Bytes(server.handshake(from_client)); });
    if (from_server.empty()) break;
    from_client = client.handshake(from_server);
  }
  if (!client.is_open() || !server.is_open())
    throw std::runtime_error("the handshake has not ended");
}

void element(benchmark::State& state, const char* client_groups) {
  const LibsslContext client_context(LibsslContext::Role::client, client_groups);
  ElementServer server;
  for (auto _ : state) {
    LibsslPeer client(client_context);
    Stopwatch stopwatch;
    stopwatch.time([&] { server.reset(); });
    run_handshake(client, server, stopwatch);
    state.SetIterationTime(stopwatch.seconds());
  }
}

void libssl(benchmark::State& state, const char* client_groups) {
  const LibsslContext client_context(LibsslContext::Role::client, client_groups);
  const LibsslContext server_context(LibsslContext::Role::server, kOneRoundTrip);
  for (auto _ : state) {
    LibsslPeer client(client_context);
    LibsslPeer server(server_context);
    Stopwatch stopwatch;
    run_handshake(client, server, stopwatch);
    state.SetIterationTime(stopwatch.seconds());
  }
}

/// The floor: what the element asks of its platform's curve, and nothing else.
void curve_operations(benchmark::State& state) {
  OpensslCrypto crypto;
  std::array<uint8_t, kP256PrivateKeySize> private_key{};
  std::array<uint8_t, kP256PointSize> peer{}, point{};
  std::array<uint8_t, kP256SecretSize> secret{};
  bool done = crypto.p256_generate(private_key, peer);
  for (auto _ : state) {
    Stopwatch stopwatch;
    stopwatch.time([&] {
      done = done && crypto.p256_generate(private_key, point) &&
             crypto.p256_ecdh(private_key, peer, secret);
    });
    state.SetIterationTime(stopwatch.seconds());
  }
  if (!done) state.SkipWithError("the platform fails");
}

BENCHMARK(curve_operations)->Name("handshake/curve_operations")->UseManualTime();
BENCHMARK_CAPTURE(element, one_round_trip, kOneRoundTrip)
    ->Name("handshake/element")
    ->UseManualTime();
BENCHMARK_CAPTURE(libssl, one_round_trip, kOneRoundTrip)->Name("handshake/libssl")->UseManualTime();
BENCHMARK_CAPTURE(element, hello_retry, kHelloRetry)
    ->Name("handshake/element_retry")
    ->UseManualTime();
BENCHMARK_CAPTURE(libssl, hello_retry, kHelloRetry)
    ->Name("handshake/libssl_retry")
    ->UseManualTime();

}  // namespace
}  // namespace tls_se::bench

// The server's share of a whole handshake with an external PSK (psk_dhe_ke, secp256r1,
// TLS_AES_128_CCM_SHA256), against the same libssl client: the time of its calls alone, from the
// ClientHello to the client's Finished. What each needs before that, RESET or a new SSL, is
// measured apart. The floor is what the element's two curve operations take in these same
// handshakes, with the caches as they find them.
#include <benchmark/benchmark.h>

#include "bench/element_server.h"
#include "bench/libssl_peer.h"
#include "bench/report.h"
#include "bench/stopwatch.h"

namespace tls_se::bench {
namespace {

// As the groups of the client: the second has its first key share refused by HelloRetryRequest.
constexpr const char* kOneRoundTrip = "P-256";
constexpr const char* kHelloRetry = "X25519:P-256";

/// A function of its own, so that bench/instructions can tell it from what surrounds it.
[[gnu::noinline]] Bytes server_turn(auto& server, Bytes from_client) {
  return server.handshake(from_client);
}

/// Client and server speak in turn until nobody has anything to say.
void run_handshake(LibsslPeer& client, auto& server, Stopwatch& stopwatch) {
  Bytes from_client = client.handshake({});
  while (!from_client.empty()) {
    const Bytes from_server = stopwatch.time([&] { return server_turn(server, from_client); });
    if (from_server.empty()) break;
    from_client = client.handshake(from_server);
  }
  if (!client.is_open() || !server.is_open())
    throw std::runtime_error("the handshake has not ended");
}

benchmark::Counter each(double seconds) {
  return benchmark::Counter(seconds, benchmark::Counter::kAvgIterations);
}

void element(benchmark::State& state, const char* client_groups) {
  const LibsslContext client_context(LibsslContext::Role::client, client_groups);
  ElementServer server;
  Stopwatch set_up;
  for (auto _ : state) {
    LibsslPeer client(client_context);
    set_up.time([&] { server.reset(); });
    Stopwatch handshake;
    run_handshake(client, server, handshake);
    state.SetIterationTime(handshake.seconds());
  }
  state.counters[kOnCurve] = each(server.seconds_on_curve());
  state.counters[kSetUp] = each(set_up.seconds());
}

void libssl(benchmark::State& state, const char* client_groups) {
  const LibsslContext client_context(LibsslContext::Role::client, client_groups);
  const LibsslContext server_context(LibsslContext::Role::server, kOneRoundTrip);
  Stopwatch set_up;
  for (auto _ : state) {
    LibsslPeer client(client_context);
    auto server = set_up.time([&] { return std::make_unique<LibsslPeer>(server_context); });
    Stopwatch handshake;
    run_handshake(client, *server, handshake);
    state.SetIterationTime(handshake.seconds());
    set_up.time([&] { server.reset(); });
  }
  state.counters[kSetUp] = each(set_up.seconds());
}

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

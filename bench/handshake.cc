// One side's share of a whole handshake (secp256r1, TLS_AES_128_CCM_SHA256), against the same
// libssl: the time of its calls alone, from the first record to the last. What a server needs
// before that, RESET or a new SSL, is measured apart. The floor is what the element's curve
// operations take in these same handshakes, with the caches as they find them.
#include <benchmark/benchmark.h>

#include "bench/element.h"
#include "bench/libssl_peer.h"
#include "bench/report.h"
#include "bench/stopwatch.h"

namespace tls_se::bench {
namespace {

// As the groups of the client: the second has its first key share refused by HelloRetryRequest.
constexpr const char* kOneRoundTrip = "P-256";
constexpr const char* kHelloRetry = "X25519:P-256";

struct Setting {
  Role role;  // whose share it is
  Mode mode;
  const char* client_groups = kOneRoundTrip;

  [[nodiscard]] LibsslContext context_of(Role side) const {
    return {side, mode, side == Role::client ? client_groups : kOneRoundTrip};
  }
};

/// A function of its own, so that bench/instructions can tell it from what surrounds it.
[[gnu::noinline]] Bytes measured_turn(auto& side, Bytes from_peer) {
  return side.handshake(from_peer);
}

/// The two speak in turn until nobody has anything to say.
void run_handshake(Role role, auto& measured, LibsslPeer& peer, Stopwatch& stopwatch) {
  Bytes from_peer;
  if (role == Role::server) from_peer = peer.handshake({});
  do {
    const Bytes answer = stopwatch.time([&] { return measured_turn(measured, from_peer); });
    if (answer.empty()) break;
    from_peer = peer.handshake(answer);
  } while (!from_peer.empty());
  if (!measured.is_open() || !peer.is_open()) {
    throw std::runtime_error("the handshake has not ended");
  }
}

benchmark::Counter each(double seconds) {
  return benchmark::Counter(seconds, benchmark::Counter::kAvgIterations);
}

void element(benchmark::State& state, const Setting& setting) {
  const LibsslContext peer_context = setting.context_of(peer_of(setting.role));
  Element element(setting.role, setting.mode);
  Stopwatch set_up;
  for (auto _ : state) {
    LibsslPeer peer(peer_context);
    if (setting.role == Role::server) set_up.time([&] { element.reset(); });
    Stopwatch handshake;
    run_handshake(setting.role, element, peer, handshake);
    state.SetIterationTime(handshake.seconds());
  }
  state.counters[kOnCurve] = each(element.seconds_on_curve());
  state.counters[kSetUp] = each(set_up.seconds());
}

void libssl(benchmark::State& state, const Setting& setting) {
  const LibsslContext peer_context = setting.context_of(peer_of(setting.role));
  const LibsslContext context = setting.context_of(setting.role);
  Stopwatch set_up;
  for (auto _ : state) {
    LibsslPeer peer(peer_context);
    auto measured = set_up.time([&] { return std::make_unique<LibsslPeer>(context); });
    Stopwatch handshake;
    run_handshake(setting.role, *measured, peer, handshake);
    state.SetIterationTime(handshake.seconds());
    set_up.time([&] { measured.reset(); });
  }
  state.counters[kSetUp] = each(set_up.seconds());
}

void add(const std::string& name, const Setting& setting) {
  const auto both = [&](const char* who, void (*measure)(benchmark::State&, const Setting&)) {
    benchmark::RegisterBenchmark(("handshake/" + name + "/" + who).c_str(), measure, setting)
        ->UseManualTime();
  };
  both("element", element);
  both("libssl", libssl);
}

const bool added = [] {
  for (const Role role : {Role::server, Role::client}) {
    const std::string side = role == Role::server ? "server" : "client";
    add(side + "/psk", {role, Mode::psk});
    add(side + "/certificate", {role, Mode::certificate});
    add(side + "/mutual", {role, Mode::mutual});
  }
  add("server/psk_retry", {Role::server, Mode::psk, kHelloRetry});
  return true;
}();

}  // namespace
}  // namespace tls_se::bench

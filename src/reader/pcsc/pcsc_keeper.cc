#include "reader/pcsc/pcsc_keeper.h"

#include <optional>

#include "reader/pcsc/pcsc_context.h"

namespace tls_se {
namespace {

constexpr std::chrono::seconds kLongest(10);

}  // namespace

/// Used on the thread, which may outlive the keeper.
struct PcscKeeper::Held {
  std::optional<PcscContext> context;
};

PcscKeeper::PcscKeeper() : held_(std::make_shared<Held>()) {}
PcscKeeper::~PcscKeeper() {
  (void)thread_.call([held = held_] { held->context.reset(); }, kLongest);
}

void PcscKeeper::renew() {
  const auto connect = [held = held_] {
    held->context.reset();
    try {
      held->context.emplace("pcscd");
    } catch (const CardUnreachable&) {  // whoever wants its readers says so
    }
  };
  (void)thread_.call(connect, kLongest);
}

}  // namespace tls_se

#include "cli/vcard_command.h"

#include <spdlog/spdlog.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <system_error>

#include "cli/standard_output.h"
#include "node/endpoint.h"

namespace tls_se {
namespace {

/// Readable when a person or a service manager wants an end.
class EndSignals {
 public:
  EndSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    descriptor_ = signalfd(-1, &signals, SFD_CLOEXEC);
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "signalfd");
  }
  ~EndSignals() { close(descriptor_); }
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

void tell(ReaderLink::Event event, const std::string& where, const std::string& detail) {
  switch (event) {
    case ReaderLink::Event::no_reader:
      return spdlog::warn(
          "no virtual reader listens at {}: {}. It is tried again. Debian has it in the packages "
          "pcscd and vsmartcard-vpcd; `systemctl start pcscd` starts it",
          where, detail);
    case ReaderLink::Event::inserted:
      (void)print_line(TraceStream::output, "in the reader at " + where + "\n");
      return;
    case ReaderLink::Event::ignored:
      return spdlog::warn(
          "the reader at {} does not ask for the card: there may be another one in this slot. The "
          "second slot of Debian's virtual reader is at port 35964",
          where);
    case ReaderLink::Event::lost:
      return spdlog::warn("the reader at {} has gone, and the card has lost its power", where);
  }
}

}  // namespace

void run_vcard(const VcardCommand& command, std::unique_ptr<CardReader> card) {
  const EndSignals signals;
  warn_of_trace(command.trace);
  survive_readers_of_output();
  SlotCard slot(traced_card(std::move(card), command.trace, TraceStream::output), command.atr_of,
                command.speaks_t0);
  const std::string where = to_string(HostPort{command.reader.host, command.reader.port});
  ReaderLink(
      command.reader, slot, signals.descriptor(),
      [&](ReaderLink::Event event, const std::string& detail) { tell(event, where, detail); })
      .run();
}

}  // namespace tls_se

#include "support/pcsc_daemon.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <winscard.h>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "support/loopback_port.h"

namespace tls_se {
namespace {

constexpr char kSocketVariable[] = "PCSCLITE_CSOCK_NAME";
constexpr char kDriver[] = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
constexpr int kSlotsOfReader = 2;
constexpr int kPortsOfReader = 16;  // some more, so that nobody who tries one after another is near

/// It writes its number to /run, which is its own here. A socket that it inherits as systemd hands
/// them on takes the place of the system's.
constexpr char kStart[] =
    "mount --make-rprivate / 2>/dev/null; mount -t tmpfs tmpfs /run && mkdir /run/pcscd && "
    "LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" --foreground --config \"$1\"";

/// Where the driver can listen, on every address of this host.
bool are_free(uint16_t first) {
  using asio::ip::tcp;
  asio::io_context io;
  for (uint16_t port = first; port < first + kSlotsOfReader; ++port) {
    tcp::acceptor acceptor(io);
    asio::error_code error;
    acceptor.open(tcp::v4(), error);
    if (!error) acceptor.bind({asio::ip::address_v4::any(), port}, error);
    if (error) return false;
  }
  return true;
}

uint16_t free_ports(int readers) {
  for (;;) {
    const uint16_t first = free_port();
    bool free = first < 0xffff - readers * kPortsOfReader;
    for (int i = 0; i < readers && free; ++i) {
      free = are_free(static_cast<uint16_t>(first + i * kPortsOfReader));
    }
    if (free) return first;
  }
}

std::string reader_name(int reader) {
  return reader == 0 ? "Virtual PCD" : "Virtual PCD " + std::to_string(reader + 1);
}

/// It has the slots of one reader in variables of its own: another reader has another driver.
std::string driver_for(const std::string& folder, int reader) {
  if (reader == 0) return kDriver;
  const std::string copy = folder + "/driver" + std::to_string(reader) + ".so";
  std::filesystem::copy_file(kDriver, copy, std::filesystem::copy_options::overwrite_existing);
  return copy;
}

/// The library keeps the first that it has found.
std::string socket_of_process() {
  return std::filesystem::temp_directory_path() / ("tls-se-pcscd-" + std::to_string(getpid()));
}

int listen_at(const std::string& path) {
  unlink(path.c_str());
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool listens = bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                       listen(listener, 128) == 0;
  EXPECT_TRUE(listens) << path << ": " << std::strerror(errno);
  return listener;
}

/// Waits until the state of a reader has, or has not, a bit.
LONG await_state(SCARDCONTEXT context, const std::string& reader, DWORD bit, bool set) {
  constexpr DWORD kPatience = 30000;  // milliseconds. Reached only when a test fails
  SCARD_READERSTATE state{};
  state.szReader = reader.c_str();
  for (;;) {
    const LONG code = SCardGetStatusChange(context, kPatience, &state, 1);
    if (code != SCARD_S_SUCCESS || ((state.dwEventState & bit) != 0) == set) return code;
    state.dwCurrentState = state.dwEventState;
  }
}

}  // namespace

bool has_pcsc_daemon() { return is_installed("pcscd") && access(kDriver, R_OK) == 0; }

PcscDaemon::PcscDaemon(const TestFolder& folder, int readers)
    : folder_(folder.path().string()), readers_(readers), first_port_(free_ports(readers)) {
  setenv(kSocketVariable, socket_of_process().c_str(), 1);
  start();
}

PcscDaemon::~PcscDaemon() {
  kill();
  unsetenv(kSocketVariable);
}

void PcscDaemon::start() {
  std::ofstream config(folder_ + "/readers.conf");
  for (int i = 0; i < readers_; ++i) {
    config << "FRIENDLYNAME \"" << reader_name(i)
           << "\"\nDEVICENAME /dev/null:" << port(i * kSlotsOfReader) << "\nLIBPATH "
           << driver_for(folder_, i) << "\nCHANNELID " << port(i * kSlotsOfReader) << '\n';
  }
  config.close();
  const int listener = listen_at(socket_of_process());
  std::vector<std::string> command = {"unshare", "--mount", "--propagation", "unchanged"};
  if (geteuid() != 0) command.emplace_back("--map-root-user");
  command.insert(command.end(), {"sh", "-c", kStart, "pcscd", folder_ + "/readers.conf"});
  daemon_ = std::make_unique<ChildProcess>(command, listener);
  close(listener);
}

void PcscDaemon::kill() {
  if (!daemon_) return;
  daemon_->signal(SIGKILL);
  (void)daemon_->exit_code();
  daemon_.reset();
  unlink(socket_of_process().c_str());
}

uint16_t PcscDaemon::port(int slot) const {
  return static_cast<uint16_t>(first_port_ + slot / kSlotsOfReader * kPortsOfReader +
                               slot % kSlotsOfReader);
}
std::string PcscDaemon::address(int slot) const { return loopback(port(slot)); }

std::string PcscDaemon::reader(int slot) {
  return reader_name(slot / kSlotsOfReader) + " 00 0" + std::to_string(slot % kSlotsOfReader);
}

bool PcscDaemon::knows_of_card(int slot, bool there) {
  SCARDCONTEXT context = 0;
  LONG code = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context);
  if (code == SCARD_S_SUCCESS)
    code = await_state(context, reader(slot), SCARD_STATE_PRESENT, there);
  SCardReleaseContext(context);
  return code == SCARD_S_SUCCESS;
}

}  // namespace tls_se

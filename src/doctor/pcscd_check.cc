#include "doctor/pcscd_check.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "reader/pcsc/pcsc_context.h"

namespace tls_se {
namespace {

constexpr char kSocket[] = "/run/pcscd/pcscd.comm";
constexpr const char* kPrograms[] = {"/usr/sbin/pcscd", "/usr/local/sbin/pcscd"};
constexpr char kSubject[] = "pcscd";

/// It is not waited for: one that hangs takes nobody any more.
int connect_error_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return ENAMETOOLONG;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return errno;
  const int result =
      connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const int error = result == 0 ? 0 : errno;
  close(descriptor);
  return error;
}

Finding failed(const std::string& words, const std::string& next_step) {
  return {kSubject, Severity::error, words, next_step};
}

/// Nothing if that explains nothing.
std::optional<Finding> seen(const PcscdSight& sight) {
  switch (sight.connect_error) {
    case ENOENT:
    case ENOTDIR:
      if (sight.is_installed) {
        return failed("is installed, and not started: there is no socket " + sight.socket,
                      "start it, as root, with `systemctl start pcscd.socket`, or with `pcscd` "
                      "where there is no systemd");
      }
      return failed(
          "is not installed: neither the program nor its socket " + sight.socket + " is there",
          "`apt-get install pcscd libccid` installs it on Debian, as root; a card in a "
          "file, --card sim:FILE, needs none");
    case ECONNREFUSED:
      return failed("has died: nobody is behind its socket " + sight.socket,
                    "start it again, as root, with `systemctl restart pcscd.socket pcscd`");
    case EACCES:
    case EPERM:
      return failed("is not for this user, who may not use its socket " + sight.socket,
                    "look at who may with `ls -l " + sight.socket +
                        "`; what systemd makes it is SocketMode in `systemctl cat pcscd.socket`");
    case EAGAIN:
      return failed("takes no connection any more at its socket " + sight.socket + ": it hangs",
                    "look for a reader that hangs, and start it again, as root, with `systemctl "
                    "restart pcscd.socket pcscd`");
    default:
      return std::nullopt;
  }
}

bool is_no_service(LONG code) {
  return code == SCARD_E_NO_SERVICE || code == SCARD_E_SERVICE_STOPPED ||
         code == SCARD_E_INVALID_HANDLE;
}

Finding refused(const PcscRefusal& refusal, const std::function<PcscdSight()>& look) {
  if (refusal.code() == SCARD_W_SECURITY_VIOLATION || refusal.code() == SCARD_E_NO_ACCESS) {
    return failed("runs, and is not for this user: it asks polkit, and that refuses",
                  "docs/cards.md has the rule that allows it");
  }
  if (!is_no_service(refusal.code())) {
    return told_finding(kSubject, Severity::error, refusal.what(), "PC/SC ");
  }
  const PcscdSight sight = look();
  if (auto finding = seen(sight)) return *finding;
  return failed("ends as soon as it is asked, at its socket " + sight.socket,
                "`journalctl -u pcscd` has its reasons");
}

}  // namespace

PcscdSight look_at_pcscd() {
  const char* const named = std::getenv("PCSCLITE_CSOCK_NAME");
  PcscdSight sight{.socket = named != nullptr ? named : kSocket};
  sight.connect_error = connect_error_of(sight.socket);
  for (const char* program : kPrograms) sight.is_installed |= access(program, F_OK) == 0;
  return sight;
}

PcscdCheck check_pcscd(const std::function<std::vector<PcscSlot>()>& ask,
                       const std::function<PcscdSight()>& look) {
  try {
    return {.finding = {kSubject, Severity::ok, "answers", ""}, .slots = ask()};
  } catch (const PcscRefusal& refusal) {
    return {.finding = refused(refusal, look), .slots = {}};
  } catch (const std::runtime_error& error) {  // it does not answer in time
    return {.finding = told_finding(kSubject, Severity::error, error.what(), "pcscd "),
            .slots = {}};
  }
}

}  // namespace tls_se

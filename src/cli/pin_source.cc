#include "cli/pin_source.h"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "cli/exit_codes.h"
#include "se/data_exchange/object_tags.h"

namespace tls_se {
namespace {

// Of what is no PIN for its length alone.
constexpr size_t kLongestLine = 64;

volatile std::sig_atomic_t signal_seen = 0;

/// Without echo for as long as it lives; whatever signal would end the program does so once the
/// terminal is as it was.
class SilentTerminal {
 public:
  SilentTerminal() : file_(open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    if (file_ < 0 || tcgetattr(file_, &before_) != 0) return;
    signal_seen = 0;
    // They come while await_input() waits, and at no other time: none falls between.
    sigset_t ending;
    sigemptyset(&ending);
    for (const int number : kSignals) sigaddset(&ending, number);
    sigprocmask(SIG_BLOCK, &ending, &mask_);
    struct sigaction note {};
    note.sa_handler = [](int number) { signal_seen = number; };
    sigemptyset(&note.sa_mask);
    for (size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &note, &handlers_[i]);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= ICANON | ECHONL;
    silent.c_cc[VSUSP] = _POSIX_VDISABLE;
    is_changed_ = true;
    termios now{};
    is_silent_ = tcsetattr(file_, TCSAFLUSH, &silent) == 0 && tcgetattr(file_, &now) == 0 &&
                 (now.c_lflag & static_cast<tcflag_t>(ECHO)) == 0;
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;
  ~SilentTerminal() {
    if (is_changed_) {
      tcsetattr(file_, TCSAFLUSH, &before_);
      for (size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &handlers_[i], nullptr);
      if (signal_seen != 0) raise(signal_seen);  // comes with the next line
      sigprocmask(SIG_SETMASK, &mask_, nullptr);
    }
    if (file_ >= 0) close(file_);
  }

  /// There is one, and it shows nothing of what is typed.
  [[nodiscard]] bool is_silent() const { return is_silent_; }
  [[nodiscard]] int file() const { return file_; }
  void say(const std::string& text) const {
    if (write(file_, text.data(), text.size()) < 0) return;  // then nobody knows what to type
  }
  /// False if a signal has come first.
  [[nodiscard]] bool await_input() const {
    pollfd input = {.fd = file_, .events = POLLIN, .revents = 0};
    return ppoll(&input, 1, nullptr, &mask_) == 1 && signal_seen == 0;
  }

 private:
  static constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

  int file_;
  termios before_{};
  sigset_t mask_{};
  std::array<struct sigaction, kSignals.size()> handlers_{};
  bool is_changed_ = false;
  bool is_silent_ = false;
};

/// Up to a newline or the end. Byte by byte: what follows is somebody else's.
SecretBytes read_line(int file) {
  SecretBytes line(kLongestLine);
  size_t size = 0;
  while (size < kLongestLine) {
    uint8_t& byte = line.bytes()[size];
    const ssize_t got = read(file, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got != 1 || byte == '\n') break;
    ++size;
  }
  line.shorten(size);
  return line;
}

void drop_newline(SecretBytes& text) {
  if (text.text().ends_with('\n')) text.shorten(text.bytes().size() - 1);
  if (text.text().ends_with('\r')) text.shorten(text.bytes().size() - 1);
}

SecretBytes read_file(const std::string& option, const std::string& file) {
  auto text = read_secret_file(file);
  if (!text) throw UsageError(option + ": " + file + " " + text.error());
  return std::move(*text);
}

SecretBytes read_descriptor(const std::string& option, int descriptor) {
  if (fcntl(descriptor, F_GETFD) < 0) {
    throw UsageError(option + ": descriptor " + std::to_string(descriptor) +
                     " is not open (a shell opens it with " + std::to_string(descriptor) +
                     "<FILE)");
  }
  return read_line(descriptor);
}

SecretBytes ask(const PinSource& source, const std::string& what) {
  auto pin = ask_for_pin(what + ": ");
  if (pin) return std::move(*pin);
  throw UsageError("the card wants " + what + ", and there is no terminal to ask for it: " +
                   source.option + "-file FILE or " + source.option + "-fd N brings it");
}

}  // namespace

std::optional<SecretBytes> ask_for_pin(const std::string& prompt) {
  const SilentTerminal terminal;
  if (!terminal.is_silent()) return std::nullopt;
  terminal.say(prompt);
  return terminal.await_input() ? read_line(terminal.file()) : SecretBytes(0);  // a whole line
}

SecretBytes read_pin(const PinSource& source, const std::string& what) {
  SecretBytes pin = !source.file.empty() ? read_file(source.option + "-file", source.file)
                    : source.descriptor ? read_descriptor(source.option + "-fd", *source.descriptor)
                                        : ask(source, what);
  drop_newline(pin);
  const size_t size = pin.bytes().size();
  if (size >= kMinPin && size <= kMaxPin) return pin;
  throw UsageError(what + " has 4 to 16 bytes, and this one has " +
                   (size == 0        ? "none"
                    : size < kMinPin ? "fewer"
                                     : "more") +
                   ": nothing was shown to the card");
}

}  // namespace tls_se

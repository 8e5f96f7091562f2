#include "vcard/reader_link.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "se/base/secret.h"

namespace tls_se {
namespace {

constexpr size_t kLength = 2;
constexpr size_t kPiece = 1 << 16;
// A reader that has gone without a word is missed after a minute.
constexpr int kSecondsToProbe = 15;
constexpr int kProbes = 3;
constexpr size_t kMostInput = kLength + 0xffff + kPiece;

void set(int socket, int level, int option, const auto& value) {
  (void)setsockopt(socket, level, option, &value, sizeof value);
}

timeval timeval_of(std::chrono::milliseconds time) {
  return {.tv_sec = time.count() / 1000, .tv_usec = time.count() % 1000 * 1000};
}

/// The driver writes the length of a message and its bytes apart, and Nagle's algorithm keeps the
/// second back until the first is acknowledged: 40 ms for each command, unless that is done at
/// once. The kernel forgets this after a while.
void acknowledge_at_once(int socket) { set(socket, IPPROTO_TCP, TCP_QUICKACK, 1); }

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Addresses look_up(const std::string& host, uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (error == 0) return {found, freeaddrinfo};
  throw std::runtime_error(host + " is unknown: " + gai_strerror(error));
}

}  // namespace

class ReaderLink::Socket {
 public:
  /// `longest`: to connect, and to write a message.
  Socket(const addrinfo& address, std::chrono::milliseconds longest)
      : socket_(socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, 0)) {
    if (socket_ < 0) {
      error_ = errno;
      return;
    }
    set(socket_, SOL_SOCKET, SO_SNDTIMEO, timeval_of(longest));
    set(socket_, IPPROTO_TCP, TCP_NODELAY, 1);
    set(socket_, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(socket_, IPPROTO_TCP, TCP_KEEPIDLE, kSecondsToProbe);
    set(socket_, IPPROTO_TCP, TCP_KEEPINTVL, kSecondsToProbe);
    set(socket_, IPPROTO_TCP, TCP_KEEPCNT, kProbes);
    is_connected_ = connect(socket_, address.ai_addr, address.ai_addrlen) == 0;
    error_ = is_connected_ ? 0 : errno;
    if (error_ == EINPROGRESS) error_ = ETIMEDOUT;  // as SO_SNDTIMEO has it
    acknowledge_at_once(socket_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (socket_ >= 0) close(socket_);
  }

  [[nodiscard]] int get() const { return socket_; }
  [[nodiscard]] bool is_connected() const { return is_connected_; }
  [[nodiscard]] int error() const { return error_; }

  /// What has come; nothing at the end.
  [[nodiscard]] Bytes read(std::span<uint8_t> into) const {
    const ssize_t size = recv(socket_, into.data(), into.size(), MSG_DONTWAIT);
    acknowledge_at_once(socket_);
    return size <= 0 ? Bytes{} : Bytes(into).first(static_cast<size_t>(size));
  }
  /// False if a part may not have been written, and nothing that comes behind it would be
  /// understood.
  [[nodiscard]] bool write(const Bytes& message) const {
    const ssize_t size = send(socket_, message.data(), message.size(), MSG_NOSIGNAL);
    return size == static_cast<ssize_t>(message.size());
  }

 private:
  const int socket_;
  bool is_connected_ = false;
  int error_ = 0;
};

ReaderLink::ReaderLink(Options options, SlotCard& card, int stop, Tell tell)
    : options_(std::move(options)), card_(card), stop_(stop), tell_(std::move(tell)) {
  input_.reserve(kMostInput);  // it is never moved
}

ReaderLink::~ReaderLink() { forget_input(input_.size()); }

void ReaderLink::run() {
  while (!stopped_) {
    options_.wake_reader();
    const Addresses addresses = look_up(options_.host, options_.port);
    int error = 0;
    for (const addrinfo* each = addresses.get(); each != nullptr; each = each->ai_next) {
      const Socket socket(*each, options_.patience);
      error = socket.error();
      if (!socket.is_connected()) continue;
      serve(socket);
      card_.lose_power();
      break;
    }
    const bool is_news = error != 0 && !std::exchange(absence_was_told_, true);
    if (is_news) tell_(Event::no_reader, std::strerror(error));
    (void)wait(-1, options_.pause, stopped_);
  }
}

/// It looks whether there is a card, and then gives it power. Or it has not noticed that the card
/// was away, and only looks.
void ReaderLink::note_look() {
  constexpr size_t kBeforePower = 2;
  was_asked_ = true;
  absence_was_told_ = false;
  if (++looks_ > kBeforePower) note_use();
}

void ReaderLink::note_use() {
  was_asked_ = true;
  absence_was_told_ = false;
  if (!std::exchange(is_in_use_, true)) tell_(Event::inserted, "");
}

/// Whether `socket` has something to say; a negative one never has.
bool ReaderLink::wait(int socket, std::chrono::milliseconds longest, bool& stopped) const {
  std::array<pollfd, 2> both = {pollfd{.fd = stop_, .events = POLLIN, .revents = 0},
                                pollfd{.fd = socket, .events = POLLIN, .revents = 0}};
  if (stopped) return false;
  const int ready = poll(both.data(), both.size(), static_cast<int>(longest.count()));
  stopped = ready > 0 && both[0].revents != 0;
  return ready > 0 && both[1].revents != 0;
}

void ReaderLink::serve(const Socket& socket) {
  constexpr std::chrono::milliseconds kForEver(-1);
  std::vector<uint8_t> piece(kPiece);
  forget_input(input_.size());
  was_asked_ = is_in_use_ = false;
  looks_ = 0;
  for (;;) {
    const bool has_said = wait(socket.get(), was_asked_ ? kForEver : options_.patience, stopped_);
    if (stopped_) return;
    if (!has_said && !was_asked_) {
      tell_(Event::ignored, "");
      (void)wait(socket.get(), kForEver, stopped_);
      if (stopped_) return;
    }
    const size_t size = socket.read(piece).size();
    if (size == 0) break;
    const auto bytes = MutableBytes(piece).first(size);
    input_.insert(input_.end(), bytes.begin(), bytes.end());
    wipe(bytes);
    if (!take_messages(socket)) break;
  }
  if (is_in_use_) tell_(Event::lost, "");
}

/// PINs and keys may have come with it.
void ReaderLink::forget_input(size_t size) {
  const size_t rest = input_.size() - size;
  copy_bytes(input_, Bytes(input_).subspan(size));
  wipe(MutableBytes(input_).subspan(rest));
  input_.resize(rest);
}

/// As many as are whole: several may come at once. False if the reader does not take an answer.
bool ReaderLink::take_messages(const Socket& socket) {
  constexpr std::chrono::milliseconds kNone(0);
  size_t at = 0;
  while (input_.size() - at >= kLength) {
    (void)wait(-1, kNone, stopped_);
    if (stopped_) break;
    const size_t size = load_u16(&input_[at]);
    if (input_.size() - at - kLength < size) break;
    const bool is_look = SlotCard::is_look(Bytes(input_).subspan(at + kLength, size));
    const auto answer = card_.take(Bytes(input_).subspan(at + kLength, size));
    at += kLength + size;
    is_look ? note_look() : note_use();
    if (!answer) continue;
    std::vector<uint8_t> message(kLength + answer->size());
    store_u16(message.data(), static_cast<uint16_t>(answer->size()));
    copy_bytes(MutableBytes(message).subspan(kLength), *answer);
    if (!socket.write(message)) return false;
  }
  forget_input(at);
  return true;
}

}  // namespace tls_se

// The way of a card into a virtual reader: vsmartcard's vpcd, a driver of pcscd's, listens on TCP,
// and a card connects to it. Each message is a length of 16 bits and so many bytes.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "se/base/bytes.h"
#include "vcard/slot_card.h"

namespace tls_se {

class ReaderLink {
 public:
  struct Options {
    std::string host = "127.0.0.1";
    uint16_t port = 35963;  // the first slot of Debian's vsmartcard-vpcd; the second is one more
    std::chrono::milliseconds pause{500};  // between attempts to connect
    /// A reader that is served asks all the time whether there is a card. One that has not asked
    /// for so long has another one. One that takes no answer for so long has gone.
    std::chrono::milliseconds patience = std::chrono::seconds(5);
    /// Called before each attempt to connect.
    std::function<void()> wake_reader = [] {};
  };
  enum class Event {
    no_reader,  // nobody listens there: told once
    inserted,   // the reader has the card
    ignored,    // it has accepted the card and does not ask
    lost,       // the reader has gone
  };
  using Tell = std::function<void(Event, const std::string& detail)>;

  /// `stop` is a descriptor that becomes readable when it is to end.
  ReaderLink(Options options, SlotCard& card, int stop, Tell tell);
  ~ReaderLink();
  ReaderLink(const ReaderLink&) = delete;
  ReaderLink& operator=(const ReaderLink&) = delete;

  /// Until `stop`: connects, serves, and connects again when the reader has gone. Throws
  /// std::runtime_error, in words for a person, if the host is unknown.
  void run();

 private:
  class Socket;

  [[nodiscard]] bool wait(int socket, std::chrono::milliseconds longest, bool& stopped) const;
  void serve(const Socket& socket);
  [[nodiscard]] bool take_messages(const Socket& socket);
  void forget_input(size_t size);
  void note_look();
  void note_use();

  const Options options_;
  SlotCard& card_;
  const int stop_;
  const Tell tell_;
  std::vector<uint8_t> input_;  // that is no whole message yet
  bool stopped_ = false;
  bool was_asked_ = false;
  size_t looks_ = 0;  // whether there is a card
  bool is_in_use_ = false;
  bool absence_was_told_ = false;
};

}  // namespace tls_se

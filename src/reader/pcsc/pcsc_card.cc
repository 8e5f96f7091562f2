#include "reader/pcsc/pcsc_card.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "reader/own_command.h"
#include "reader/pcsc/deadline_thread.h"
#include "reader/pcsc/pcsc_context.h"
#include "reader/pcsc/pcsc_readers.h"
#include "reader/pcsc/pcsc_words.h"
#include "reader/pcsc/tpdu.h"
#include "reader/select_command.h"

namespace tls_se {
namespace {

constexpr size_t kLongestResponse = 65536 + 2;
constexpr std::chrono::milliseconds kPause(50);  // until a reader that is in use is asked again

/// A card that is connected to. Used on one thread, which may outlive whoever gave up waiting for
/// it.
class Connection {
 public:
  /// Throws CardUnreachable.
  Connection(const std::string& reader, std::chrono::milliseconds patience)
      : context_("the reader " + shown_name(reader)),
        name_(find_reader(context_.reader_names(), reader)) {
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + patience;
    LONG code = connect();
    while (code == SCARD_E_SHARING_VIOLATION && Clock::now() < deadline) {
      std::this_thread::sleep_for(kPause);
      code = connect();
    }
    check(code);
  }
  /// Who comes next finds no session, no PIN that was shown, and no protocol chosen. A card that
  /// has gone is left alone: if pcscd can't give it power it does not see one that is back at once.
  ~Connection() { SCardDisconnect(card_, is_reached_ ? SCARD_RESET_CARD : SCARD_LEAVE_CARD); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] CardResponse transmit(const std::vector<uint8_t>& command) {
    if (protocol_ != SCARD_PROTOCOL_T0) return exchange(command);
    auto tpdu = t0_command(command);
    if (!tpdu) return {.data = {}, .status = sw::kWrongLength};
    const OwnCommand own(std::move(*tpdu));
    return exchange(own.bytes);
  }
  /// pcscd looks at its readers by itself, several times a second.
  void look() {
    DWORD state = 0;
    DWORD protocol = 0;
    DWORD name_size = 0;
    DWORD atr_size = 0;
    check(SCardStatus(card_, nullptr, &name_size, &state, &protocol, nullptr, &atr_size));
  }
  void reset() {
    check(SCardReconnect(card_, SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                         SCARD_UNPOWER_CARD, &protocol_));
  }

 private:
  LONG connect() {
    return SCardConnect(context_.get(), name_.c_str(), SCARD_SHARE_EXCLUSIVE,
                        SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card_, &protocol_);
  }
  void check(LONG code) {
    is_reached_ = code == SCARD_S_SUCCESS;
    check_pcsc(code, "the reader " + shown_name(name_));
  }

  [[nodiscard]] CardResponse exchange(const std::vector<uint8_t>& command) {
    const SCARD_IO_REQUEST* const header =
        protocol_ == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
    DWORD size = response_.size();
    check(SCardTransmit(card_, header, command.data(), command.size(), nullptr, response_.data(),
                        &size));
    is_reached_ = size >= 2 && size <= response_.size();
    if (!is_reached_) {
      throw CardUnreachable(fmt::format(
          "the reader {} gives an answer without a status word: is there another card in it?",
          shown_name(name_)));
    }
    const auto end = response_.begin() + static_cast<ptrdiff_t>(size - 2);
    return {.data = {response_.begin(), end}, .status = load_u16(&*end)};
  }

  const PcscContext context_;
  const std::string name_;
  SCARDHANDLE card_ = 0;
  DWORD protocol_ = 0;
  bool is_reached_ = false;
  std::vector<uint8_t> response_ = std::vector<uint8_t>(kLongestResponse);
};

/// In which a call hangs that was given up. Who asks such a reader again hangs as well, in a thread
/// of pcscd's, which has not many; or is told that another program has the card.
class HungReaders {
 public:
  /// `call` expires when it returns.
  void note(const std::string& reader, const std::weak_ptr<const void>& call) {
    const std::lock_guard lock(mutex_);
    std::weak_ptr<const void>& known = calls_[reader];
    if (known.expired()) known = call;
  }
  [[nodiscard]] bool has(const std::string& reader) {
    const std::lock_guard lock(mutex_);
    const auto known = calls_.find(reader);
    return known != calls_.end() && !known->second.expired();
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<const void>> calls_;
};

HungReaders& hung_readers() {
  static HungReaders readers;
  return readers;
}

class PcscCard final : public CardReader {
 public:
  PcscCard(std::string reader, const PcscOptions& options)
      : reader_(std::move(reader)), options_(options) {}

  CardResponse transmit(Bytes command) override {
    const auto own = std::make_shared<OwnCommand>(command);
    const auto response = std::make_shared<CardResponse>();
    on_card([=](Connection& card) { *response = card.transmit(own->bytes); });
    return std::move(*response);
  }
  void reset() override {
    on_card([](Connection& card) { card.reset(); });
    select();
  }
  void check() override {
    on_card([](Connection& card) { card.look(); });
  }
  bool occupy() override {
    if (hung_readers().has(reader_)) throw does_not_answer();
    const auto connection = std::make_shared<std::unique_ptr<Connection>>();
    // Whether somebody else has the reader is known before it is given up.
    const auto patience = std::min(options_.patience, options_.longest / 2);
    in_time(
        [=, reader = reader_] { *connection = std::make_unique<Connection>(reader, patience); });
    connection_ = connection;
    select_or_release();
    return true;
  }
  void release() noexcept override {
    try {
      if (auto connection = std::exchange(connection_, nullptr)) {
        in_time([connection = std::move(connection)] { connection->reset(); });
      }
    } catch (const std::exception&) {  // a reader that hangs: the thread lets it go when it can
    }
  }
  [[nodiscard]] std::string name() const override { return "reader " + shown_name(reader_); }

 private:
  /// On the thread, as everything that touches the connection, its end included.
  void on_card(std::function<void(Connection&)> work) {
    if (!connection_) throw CardUnreachable(name() + " has not been occupied");
    in_time([connection = connection_, work = std::move(work)] { work(**connection); });
  }
  void in_time(std::function<void()> work) {
    auto alive = std::make_shared<char>();
    const std::weak_ptr<const void> call = alive;
    // What is alive goes last: the end of a connection can hang as well.
    auto whole = [alive = std::move(alive), work = std::move(work)] { work(); };
    if (thread_.call(std::move(whole), options_.longest)) return;
    hung_readers().note(reader_, call);
    throw does_not_answer();
  }
  [[nodiscard]] CardUnreachable does_not_answer() const {
    return CardUnreachable(fmt::format(
        "the {} has not answered for {} s: pull its card out and put it in again, or the reader",
        name(), std::chrono::duration<double>(options_.longest).count()));
  }

  void select_or_release() {
    try {
      select();
    } catch (...) {
      release();
      throw;
    }
  }
  void select() {
    if (!options_.selects) return;
    const StatusWord status = select_application(*this);
    if (status == sw::kOk) return;
    throw ForeignCard(
        fmt::format("the {} has a card in it that is no TLS-SE card: it answers SELECT with {:04X}",
                    name(), status));
  }

  const std::string reader_;
  const PcscOptions options_;
  std::shared_ptr<std::unique_ptr<Connection>> connection_;  // null: not occupied
  DeadlineThread thread_;
};

}  // namespace

std::unique_ptr<CardReader> pcsc_card(const std::string& reader, const PcscOptions& options) {
  return std::make_unique<PcscCard>(reader, options);
}

}  // namespace tls_se

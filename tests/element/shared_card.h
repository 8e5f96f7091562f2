// A card with several sessions: one platform, and the memory of one handshake at a time.
#pragma once

#include "journey.h"

namespace tls_se::test {

class SharedCard {
 public:
  static constexpr uint8_t kSessions = 4;

  /// A platform for kSessions of them, which outlives the card, as the card does its sessions.
  explicit SharedCard(WatchedCrypto& crypto);

  /// What makes a card of these options this one's session with this number.
  using Change = std::function<void(CardDriver::Options&)>;
  [[nodiscard]] Change session(uint8_t number, std::function<void()> before_command = {},
                               size_t fragment = 255);
  [[nodiscard]] CardDriver::Options options(CardDriver::Options options, uint8_t number);

  /// No handshake is under way.
  [[nodiscard]] bool is_free() const { return handshake_->state.owner == nullptr; }
  [[nodiscard]] bool holds(Bytes secret) const;
  /// That no handshake is, and nothing of one is left, of these secrets neither.
  void expect_forgotten(const std::vector<Buffer>& secrets) const;

 private:
  WatchedCrypto& crypto_;
  Buffer memory_;
  HandshakeMemory* handshake_;
};

[[nodiscard]] const Road& road_named(std::string_view name);
/// All the way: open.
[[nodiscard]] inline size_t whole(const Road& road) { return messages_on(road).size(); }

/// A message each way between an open session and its peer, command by command.
class Talk {
 public:
  Talk(Journey& journey, size_t size, size_t fragment);

  /// One command. False once both messages have arrived.
  bool step();

 private:
  enum class Leg { out, in, done };
  void start(Leg leg);
  void arrive();

  TestPeer& peer_;
  CardDriver& card_;
  const Buffer content_;
  const size_t fragment_;
  Leg leg_ = Leg::done;
  Buffer input_;
  size_t given_ = 0;  // of it
  Buffer output_;
  StatusWord status_ = sw::kOk;
};

}  // namespace tls_se::test

#include "shared_card.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tls_se::test {

SharedCard::SharedCard(WatchedCrypto& crypto)
    : crypto_(crypto),
      memory_(sizeof(HandshakeMemory), 0xa5),
      handshake_(new (memory_.data()) HandshakeMemory(crypto)) {}

SharedCard::Change SharedCard::session(uint8_t number, std::function<void()> before_command,
                                       size_t fragment) {
  return [this, number, before_command, fragment](CardDriver::Options& options) {
    options.crypto = &crypto_;
    options.handshake = handshake_;
    options.session = number;
    options.before_command = before_command;
    options.fragment = fragment;
  };
}

CardDriver::Options SharedCard::options(CardDriver::Options options, uint8_t number) {
  session(number)(options);
  return options;
}

bool SharedCard::holds(Bytes secret) const { return !std::ranges::search(memory_, secret).empty(); }

void SharedCard::expect_forgotten(const std::vector<Buffer>& secrets) const {
  EXPECT_TRUE(is_free());
  const Bytes state(reinterpret_cast<const uint8_t*>(&handshake_->state), sizeof handshake_->state);
  EXPECT_TRUE(std::ranges::all_of(state, [](uint8_t byte) { return byte == 0; }));
  for (const Buffer& secret : secrets) EXPECT_FALSE(holds(secret)) << to_hex(secret);
}

const Road& road_named(std::string_view name) {
  return *std::ranges::find_if(kRoads, [&](const Road& road) { return road.name == name; });
}

Talk::Talk(Journey& journey, size_t size, size_t fragment)
    : peer_(journey.peer()), card_(journey.card()), content_(size, 'x'), fragment_(fragment) {
  start(Leg::out);
}

void Talk::start(Leg leg) {
  leg_ = leg;
  given_ = 0;
  output_.clear();
  if (leg == Leg::out) {
    input_ = content_;
    input_.push_back(static_cast<uint8_t>(ContentType::application_data));
  } else if (leg == Leg::in) {
    input_ = peer_.seal(ContentType::application_data, content_);
  }
}

bool Talk::step() {
  if (leg_ == Leg::done) return false;
  Buffer command = {0, ins::kSend, 0, 0, sw::sw2(status_)};
  if (!sw::is_more(status_)) {
    const Bytes rest = Bytes(input_).subspan(given_);
    const Bytes part = rest.first(std::min(fragment_, rest.size()));
    const auto flags = static_cast<uint8_t>((given_ == 0 ? p2::kFirst : 0) |
                                            (part.size() == rest.size() ? p2::kLast : 0));
    const uint8_t work = leg_ == Leg::out ? p1::kEncrypt : p1::kDecrypt;
    command = {0, ins::kRecv, work, flags, static_cast<uint8_t>(part.size())};
    command.insert(command.end(), part.begin(), part.end());
    given_ += part.size();
  }
  const Answer got = card_.transmit(command);
  output_.insert(output_.end(), got.data.begin(), got.data.end());
  status_ = got.status;
  if (sw::is_more(status_)) return true;
  expect(status_ == sw::kOk, "not taken");
  if (given_ == input_.size()) arrive();
  return leg_ != Leg::done;
}

void Talk::arrive() {
  if (leg_ == Leg::out) {
    EXPECT_EQ(peer_.open(output_).content, content_);
    start(Leg::in);
  } else {
    output_.pop_back();  // the protocol byte
    EXPECT_EQ(output_, content_);
    start(Leg::done);
  }
}

}  // namespace tls_se::test

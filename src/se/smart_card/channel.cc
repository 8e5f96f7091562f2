#include "se/smart_card/channel.h"

namespace tls_se {
namespace {

CardSettings settings_of(const CardViews& views) {
  return {.program = views.program(), .tls = views.tls, .sw_more = views.sw_more};
}

/// A card without objects serves no mode, of whatever program.
CardSettings no_settings(const CardModel& model) {
  CardSettings settings;
  settings.program = model.server != nullptr ? model.server : model.client;
  settings.tls.modes = Modes();
  return settings;
}

}  // namespace

Channel::Channel(const CardParts& parts, size_t number, const MutableBytes& memory, CardPeer* peer)
    : peer_(peer),
      settings_(no_settings(parts.model)),
      circumstances_({}),
      applet_(parts.crypto, settings_, &circumstances_, parts.handshake, memory,
              Slots::of_session(static_cast<uint8_t>(number))) {}

void Channel::open(const CardViews& views) {
  is_open_ = true;
  use(views);
  applet_.power_up();
}

void Channel::close() {
  drop_chain();
  applet_.stop();
  circumstances_.clear();
  shown_ = 0;
  is_open_ = false;
}

bool Channel::continues(const Apdu& command) const {
  return has_chain_ && command.ins == chain_[0] && command.p1 == chain_[1] &&
         command.p2 == chain_[2];
}

bool Channel::collect(const Apdu& command) {
  if (!continues(command)) {
    applet_.stop();
    applet_.buffer().start_input();
    chain_ = {command.ins, command.p1, command.p2};
    has_chain_ = true;
  }
  if (applet_.buffer().collect(command.data) == command.data.size()) return true;
  drop_chain();
  return false;
}

void Channel::drop_chain() {
  if (!has_chain_) return;
  has_chain_ = false;
  applet_.buffer().wipe_all();
}

MutableBytes Channel::scratch() {
  if (!has_chain_) applet_.stop();
  RecordBuffer& buffer = applet_.buffer();
  buffer.touch(buffer.room().size());
  return buffer.room().subspan(buffer.input().size());
}

void Channel::use(const CardViews& views) {
  applet_.stop();
  follow(views);
}

void Channel::follow(const CardViews& views) {
  settings_ = settings_of(views);
  circumstances_.pin(views.pinned);
  settings_.tls.circumstances = &circumstances_.circumstances();
  settings_.tls.peer_watch = peer_;
  if (peer_ != nullptr) peer_->allow(views.allowed_peers);
}

}  // namespace tls_se

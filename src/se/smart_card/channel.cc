#include "se/smart_card/channel.h"

#include "se/data_exchange/data_objects.h"

namespace tls_se {
namespace {

/// Zero is none: no instruction 00 takes chaining.
uint32_t chain_of(const Apdu& command) { return uint32_t{command.ins} << 16 | tag_of(command); }

}  // namespace

Channel::Channel(const CardParts& parts, size_t number, const MutableBytes& memory,
                 ChannelCircumstances* circumstances, CardPeer* peer)
    : circumstances_(circumstances),
      peer_(peer),
      settings_(parts.settings),
      applet_(parts.crypto, parts.settings, circumstances, parts.handshake, memory,
              Slots::of_session(static_cast<uint8_t>(number))) {}

void Channel::open(const CardViews& views) {
  is_open_ = true;
  enter(views);
  applet_.power_up();
}

void Channel::close() {
  drop_chain();
  applet_.stop();
  if (circumstances_ != nullptr) circumstances_->clear();
  shown_ = 0;
  is_open_ = false;
}

void Channel::enter(const CardViews& views) {
  settings_.tls.peer_watch = peer_;
  if (peer_ != nullptr) peer_->allow(views.allowed_peers);
  if (circumstances_ == nullptr) return;
  circumstances_->pin(views.pinned);
  settings_.tls.circumstances = &circumstances_->told();
}

bool Channel::continues(const Apdu& command) const { return chain_ == chain_of(command); }

bool Channel::collect(const Apdu& command) {
  if (!continues(command)) {
    applet_.stop();
    applet_.buffer().start_input();
    chain_ = chain_of(command);
  }
  if (applet_.buffer().collect(command.data) == command.data.size()) return true;
  drop_chain();
  return false;
}

void Channel::drop_chain() {
  if (chain_ == 0) return;
  chain_ = 0;
  applet_.buffer().wipe_all();
}

void Channel::end_session() {
  if (chain_ == 0) applet_.stop();
}

MutableBytes Channel::scratch() {
  end_session();
  RecordBuffer& buffer = applet_.buffer();
  buffer.touch(buffer.room().size());
  return buffer.room().subspan(buffer.input().size());
}

}  // namespace tls_se

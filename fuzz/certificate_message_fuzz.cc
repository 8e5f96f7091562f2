// Certificate and CertificateVerify, to both roles. The input is a byte for message and card, and
// the message's body, or changes to the right one (edit.h).
#include "fuzz/edit.h"
#include "fuzz/stand_in_identity.h"
#include "se/tls_lib/certificate.h"
#include "se/tls_lib/certificate_verify.h"
#include "se/tls_lib/handshake_header.h"

namespace {

using namespace tls_se;
using namespace tls_se::fuzz;

struct Card {
  Card(StandInPlatform& platform, unsigned kind)
      : circumstances(circumstances_of(kind)),
        settings{.modes = (kind & 2) != 0 ? Modes{Mode::certificate, Mode::mutual} : Mode::mutual,
                 .certificates = StandInKeys::certificates(platform.signatures),
                 .circumstances = &circumstances},
        handshake(platform.crypto),
        session(platform.crypto, settings, handshake, Slots{}) {
    platform.start_again(1, &StandInKeys::get());
    session.clear();
    session.role = (kind & 1) != 0 ? Role::client : Role::server;
    session.record_size_limit = kMaxPlaintext + 1;
  }

  static Circumstances circumstances_of(unsigned kind) {
    Circumstances circumstances;
    if ((kind & 4) == 0) circumstances.server_name = {ReferenceName::Kind::dns_name, kServerName};
    if ((kind & 8) == 0) circumstances.now = kNow;
    return circumstances;
  }

  Circumstances circumstances;
  TlsSettings settings;
  HandshakeMemory handshake;
  Session session;
};

/// Whoever is let in without having proven anything, is no one.
void certificate(Card& card, const Bytes& message) {
  const Session::Negotiated& negotiated = card.session.negotiated;
  const bool of_server = card.session.role == Role::client;
  if (check_certificate(card.session, message) != Alert::none) return;
  const bool shown = of_server || negotiated.client_certificate;
  if (!shown) {
    require(card.settings.modes.has(Mode::certificate) &&
            !client_certificate_verify_is_due(card.session));
    return;
  }
  require(!std::ranges::search(message, card.handshake.state.peer_key).empty());
  require(negotiated.validity_unchecked == !card.circumstances.now.has_value());
  require(!of_server || card.circumstances.server_name.kind != ReferenceName::Kind::none);
}

/// The right one alone, in its one encoding.
void certificate_verify(Card& card, const Bytes& message, const Buffer& right) {
  const Bytes leaf = StandInIdentity::get().leaf_point;
  copy_bytes(card.handshake.state.peer_key, leaf);
  if (check_certificate_verify(card.session, message) != Alert::none) return;
  require(same_bytes(message.subspan(kHandshakeHeaderSize),
                     Bytes(right).subspan(kHandshakeHeaderSize)));
}

/// What `peer` says: its own certificate, and that it has the key to it.
Buffer right_message(Card& peer, bool verify) {
  Buffer message(1 << 12);
  Writer writer(message);
  writer.u8(static_cast<uint8_t>(verify ? HandshakeType::certificate_verify
                                        : HandshakeType::certificate));
  writer.u24(0);
  peer.session.negotiated.client_certificate = true;
  require((verify ? make_certificate_verify : make_certificate)(peer.session, writer) ==
          Alert::none);
  require(writer.fits());
  message.resize(writer.size());
  set_message_size(message, message.size());
  return message;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static StandInPlatform platform;
  Reader input({data, size});
  const uint8_t choice = input.u8();
  const bool verify = (choice & 1) != 0;
  const unsigned kind = choice >> 2;
  Card card(platform, kind);
  Card peer(platform, kind ^ 1);
  const Buffer right = right_message(peer, verify);
  Buffer message = right;  // just as long as it is, so that what is read behind its end is found
  if ((choice & 2) != 0) {
    while (input.more()) edit(message, input);
  } else {
    message.resize(kHandshakeHeaderSize);
    message.insert(message.end(), input.rest().begin(), input.rest().end());
  }
  if (verify) {
    certificate_verify(card, message, right);
  } else {
    certificate(card, message);
  }
  return 0;
}

// What a server says to a client up to its certificate, and the tickets that come later, each as a
// message's body. The input is a byte for message and card, and the body.
#include "fuzz/stand_in_identity.h"
#include "se/tls_lib/certificate_request.h"
#include "se/tls_lib/client_hello.h"
#include "se/tls_lib/encrypted_extensions.h"
#include "se/tls_lib/hello_retry_request.h"
#include "se/tls_lib/new_session_ticket.h"
#include "se/tls_lib/server_hello.h"

namespace {

using namespace tls_se;
using namespace tls_se::fuzz;

Modes modes_of(unsigned kind) {
  if (kind % 4 == 0) return Mode::psk;
  if (kind % 4 == 1) return Mode::certificate;
  return kind % 4 == 2 ? Modes{Mode::psk, Mode::certificate} : kAllModes;
}

/// A client that has said hello.
struct Client {
  Client(StandInPlatform& with, unsigned kind)
      : platform(with),
        settings{.modes = modes_of(kind),
                 .psks = StandInKeys::kPsks,
                 .cipher_suites = kSuites,
                 .groups = kGroups,
                 .certificates = StandInKeys::certificates(with.signatures),
                 .circumstances = &circumstances,
                 .key_share_on_request = (kind & 16) != 0},
        handshake(with.crypto),
        session(with.crypto, settings, handshake, Slots{}) {
    platform.start_again(1, &StandInKeys::get());
    circumstances.server_name = {ReferenceName::Kind::dns_name, kServerName};
    if ((kind & 4) != 0) circumstances.protocols = kProtocols;
    session.clear();
    session.role = Role::client;
    session.record_size_limit = static_cast<uint16_t>((kind & 8) != 0 ? kMaxPlaintext + 1 : 1024);
    say_hello();
  }

  Buffer say_hello() {
    Buffer hello(1 << 15);
    Writer writer(hello);
    writer.u8(static_cast<uint8_t>(HandshakeType::client_hello));
    writer.u24(0);
    require(make_client_hello(session, writer) == Alert::none && writer.fits());
    hello.resize(writer.size());
    handshake.transcript.add(hello);
    return hello;
  }

  [[nodiscard]] bool has_private_key() const {
    return platform.crypto.has_key_pair(session.key_pair);
  }

  StandInPlatform& platform;
  Circumstances circumstances;
  TlsSettings settings;
  HandshakeMemory handshake;
  Session session;
};

/// Offered, and not another than before.
void require_suite(const Session& session, const CipherSuite* before) {
  const CipherSuite* const chosen = session.negotiated.cipher_suite;
  require(std::ranges::find(kSuites, chosen) != std::end(kSuites));
  require(before == nullptr || chosen == before);
}

void server_hello(Client& client, const Bytes& message) {
  Session& session = client.session;
  const CipherSuite* const before = session.negotiated.cipher_suite;
  if (check_server_hello(session, message) != Alert::none) return;
  require_suite(session, before);
  require(client.handshake.state.share_sent);
  require(!client.has_private_key() && !is_hello_retry_request(message));
  require(!std::ranges::search(message, client.platform.crypto.last_peer()).empty());
  const Modes modes = client.settings.modes;
  if (session.negotiated.mode == Mode::psk) {
    require(modes.has(Mode::psk));
    require(session.negotiated.selected_identity < client.settings.psks.size());
  } else {
    require(session.negotiated.mode == Mode::certificate && modes.has_certificates());
  }
}

void hello_retry_request(Client& client, const Bytes& message) {
  Session& session = client.session;
  if (check_hello_retry_request(session, message) != Alert::none) return;
  require_suite(session, nullptr);
  const bool asked = client.settings.key_share_on_request;
  require(client.has_private_key() == !asked);
  const Bytes cookie = client.handshake.state.cookie;
  require(asked || !cookie.empty());
  require(cookie.empty() || (cookie.size() > 2 && !std::ranges::search(message, cookie).empty()));
  client.handshake.transcript.add(message);
  client.session.negotiated.retried = true;
  if (cookie.size() < kMaxPlaintext) {
    const Buffer again = client.say_hello();
    require(client.has_private_key());
    require(cookie.empty() || !std::ranges::search(again, cookie).empty());
  }
}

void encrypted_extensions(Client& client, const Bytes& message) {
  Session& session = client.session;
  if (check_encrypted_extensions(session, message) != Alert::none) return;
  const Bytes& protocol = session.handshake.state.protocol;
  require(protocol.empty() ||
          !std::ranges::search(client.circumstances.protocols, protocol).empty());
  require(session.write.max_content() >= 63 && session.write.max_content() <= kMaxPlaintext);
}

void certificate_request(Client& client, const Bytes& message) {
  Session& session = client.session;
  if (check_certificate_request(session, message) != Alert::none) return;
  require(client.settings.modes.has(Mode::mutual) || !session.negotiated.client_certificate);
}

void new_session_ticket(Client&, const Bytes& message) {
  constexpr size_t kLeast = 4 + 4 + 1 + 2 + 1 + 2;
  if (check_new_session_ticket(message) != Alert::none) return;
  require(message.size() >= kHandshakeHeaderSize + kLeast);
}

constexpr void (*kMessages[])(Client&, const Bytes&) = {server_hello, hello_retry_request,
                                                        encrypted_extensions, certificate_request,
                                                        new_session_ticket};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static StandInPlatform platform;
  Reader input({data, size});
  const uint8_t choice = input.u8();
  Client client(platform, choice / std::size(kMessages));
  // Just as long as it is, so that what is read behind its end is found.
  Buffer message(kHandshakeHeaderSize);
  message.insert(message.end(), input.rest().begin(), input.rest().end());
  kMessages[choice % std::size(kMessages)](client, message);
  return 0;
}

// The whole APDU interface. The input is a little program: a peer that can complete a handshake
// takes the element to any of its states, and from there both the peer's records and the node's
// commands are what the input says. Every answer has to be one that the element may give, and a
// RESET has to bring a working element back.
#include <algorithm>
#include <cstdlib>
#include <memory>

#include "test_client.h"

namespace {

using namespace tls_se;
using namespace tls_se::test;

void require(bool condition) {
  if (!condition) std::abort();
}

bool is_known(StatusWord status) {
  switch (status) {
    case sw::kOk:
    case sw::kOpen:
    case sw::kClose:
    case sw::kWrongLength:
    case sw::kConditionsNotSatisfied:
    case sw::kWrongData:
    case sw::kApplicationNotFound:
    case sw::kWrongP1P2:
    case sw::kDataObjectNotFound:
    case sw::kInstructionNotSupported:
    case sw::kClassNotSupported:
    case sw::kPlatformError:
      return true;
    default:
      return sw::is_more(status) || sw::sw1(status) == sw::kRetry || sw::sw1(status) == sw::kError;
  }
}

class Play {
 public:
  explicit Play(Bytes program) : program_(program) {
    const uint8_t settings = program_.u8();
    CardDriver::Options options;
    options.sw_more = static_cast<SwMore>(settings % 3);
    options.silent_alerts = (settings & 4) != 0;
    options.fragment = 255;
    card_ = std::make_unique<CardDriver>(options);
    client_ = std::make_unique<TestClient>();
  }

  void run() {
    for (int steps = 0; steps < 40 && program_.more(); ++steps) step();
    require(card_->reset() == sw::kOk);
  }

 private:
  // The peer keeps what the card sends only as long as it makes sense to it.
  void follow(const Answer& answer) {
    require(is_known(answer.status));
    try {
      if (!finished_ && !answer.data.empty()) client_->read_flight(answer.data);
    } catch (const std::runtime_error&) {
    }
  }

  uint8_t direction() {
    const Answer state = card_->transmit("00CA010200");
    require(state.status == sw::kOk && state.data.size() == 3 && state.data[0] <= 3);
    return state.data[0] == 2 ? p1::kDecrypt : p1::kHandshake;
  }

  Buffer mutated(Buffer bytes) {
    const uint8_t changes = program_.u8() % 4;
    for (int i = 0; i < changes && !bytes.empty(); ++i) {
      bytes[program_.u16() % bytes.size()] ^= program_.u8();
    }
    return bytes;
  }

  void step() {
    switch (program_.u8() % 8) {
      case 0: {  // any command
        const Answer answer = card_->transmit(program_.vector8());
        require(is_known(answer.status));
        if (sw::is_more(answer.status) && program_.u8() % 2 == 0)
          follow(card_->send(answer.status));
        break;
      }
      case 1:  // any record
        follow(card_->exchange(program_.vector8(), direction()));
        break;
      case 2: {  // a ClientHello, with some bytes changed
        const uint8_t direction_now = direction();
        HelloSpec spec = client_->hello();
        if (program_.u8() % 2 == 1) spec.extension(ExtensionType::key_share).data = {0, 0};
        if (program_.u8() % 2 == 1) spec.session_id = Buffer(32, 1);
        if (program_.u8() % 4 == 1) spec.add(ExtensionType::early_data, {});
        follow(card_->exchange(mutated(client_->client_hello_record(spec)), direction_now));
        break;
      }
      case 3: {  // the client's Finished, with some bytes changed
        if (!client_->has_handshake_keys() || finished_) break;
        const Buffer record = client_->seal(ContentType::handshake, mutated(client_->finished()));
        const Answer answer = card_->exchange(record, direction());
        if (answer.status == sw::kOpen) {
          client_->finish();
          finished_ = true;
        }
        require(is_known(answer.status));
        break;
      }
      case 4: {  // any content, sealed
        if (!client_->has_handshake_keys()) break;
        const auto type = static_cast<ContentType>(20 + program_.u8() % 5);
        const Bytes content = program_.vector8();
        const Answer answer =
            card_->exchange(client_->seal(type, content, program_.u8()), direction());
        require(is_known(answer.status));
        break;
      }
      case 5:  // any content for the card to seal
        require(is_known(card_->exchange(program_.vector8(), p1::kEncrypt).status));
        break;
      case 6:
        require(card_->reset() == sw::kOk);
        client_ = std::make_unique<TestClient>();
        finished_ = false;
        break;
      default: {  // a KeyUpdate
        if (!finished_) break;
        const Buffer update = {24, 0, 0, 1, static_cast<uint8_t>(program_.u8() % 3)};
        const Answer answer =
            card_->exchange(client_->seal(ContentType::handshake, update), direction());
        if (answer.status == sw::kOk) client_->update_own_keys();
        break;
      }
    }
  }

  Reader program_;
  std::unique_ptr<CardDriver> card_;
  std::unique_ptr<TestClient> client_;
  bool finished_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Play({data, size}).run();
  return 0;
}

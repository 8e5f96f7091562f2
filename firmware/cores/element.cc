#include "element.h"

#include <algorithm>

namespace tls_se {
namespace {

// Of one element at a time.
std::array<uint8_t, kMaxShortCommand> command;
std::array<uint8_t, kMaxShortResponse> response;

}  // namespace

Bytes Element::reset() {
  output_size_ = 0;
  recv(p1::kHandshake, p2::kFirst, {});
  while (sw::is_more(status_)) send();
  return Bytes(output_).first(output_size_);
}

Bytes Element::handshake(const Bytes& records) {
  output_size_ = 0;
  for (Reader reader(records); reader.more();) {
    const Bytes header = reader.rest().first(kRecordHeaderSize);
    exchange(p1::kHandshake, reader.bytes(kRecordHeaderSize + load_u16(&header[3])));
  }
  return Bytes(output_).first(output_size_);
}

Bytes Element::exchange_one(uint8_t direction, const Bytes& input) {
  output_size_ = 0;
  exchange(direction, input);
  return Bytes(output_).first(output_size_);
}

void Element::exchange(uint8_t direction, Bytes input) {
  for (uint8_t flags = p2::kFirst; !input.empty(); flags = p2::kMore) {
    const Bytes fragment = input.first(std::min(input.size(), kMaxShortData));
    input = input.subspan(fragment.size());
    recv(direction, input.empty() ? flags | p2::kLast : flags, fragment);
  }
  while (sw::is_more(status_)) send();
  const bool goes_well = status_ == sw::kOk || status_ == sw::kOpen || status_ == sw::kClose;
  if (!goes_well) output_size_ = 0;
}

void Element::recv(uint8_t direction, uint8_t flags, const Bytes& fragment) {
  command = {0, ins::kRecv, direction, flags, static_cast<uint8_t>(fragment.size())};
  copy_bytes(&command[5], fragment);
  process(5 + fragment.size());
}

void Element::send() {
  command = {0, ins::kSend, 0, 0, sw::sw2(status_)};
  process(5);
}

void Element::process(size_t command_size) {
  Response result;
  const auto work = [&] {
    result = element_.process(Bytes(command).first(command_size), response);
  };
  if (counter_ != nullptr) {
    counter_->count(work);
  } else {
    work();
  }
  status_ = result.status;
  const size_t size = std::min(result.size, output_.size() - output_size_);
  copy_bytes(&output_[output_size_], Bytes(response).first(size));
  output_size_ += size;
}

bool shake_hands(Element& client, Element& server) {
  server.reset();
  Bytes flight = client.reset();
  while (!flight.empty()) {
    flight = server.handshake(flight);
    if (!flight.empty()) flight = client.handshake(flight);
  }
  return client.is_open() && server.is_open();
}

}  // namespace tls_se

#include "bench/reader_card.h"

#include <algorithm>
#include <stdexcept>

#include "se/base/protocol.h"
#include "se/data_exchange/apdu.h"

namespace tls_se::bench {

void ReaderCard::reset() {
  is_open_ = false;
  (void)recv(p1::kHandshake, p2::kFirst, {});
}

std::vector<uint8_t> ReaderCard::handshake(const std::vector<uint8_t>& records) {
  std::vector<uint8_t> output;
  Bytes left = records;
  while (!left.empty()) {
    const size_t size = kRecordHeaderSize + load_u16(&left[3]);
    const auto flight = exchange(p1::kHandshake, left.first(size));
    output.insert(output.end(), flight.begin(), flight.end());
    left = left.subspan(size);
  }
  return output;
}

std::vector<uint8_t> ReaderCard::encrypt(const std::vector<uint8_t>& message) {
  return exchange(p1::kEncrypt, message);
}
std::vector<uint8_t> ReaderCard::decrypt(const std::vector<uint8_t>& record) {
  return exchange(p1::kDecrypt, record);
}

std::vector<uint8_t> ReaderCard::exchange(uint8_t direction, Bytes input) {
  const size_t longest = lengths_ == Lengths::extended ? size_t{0xffff} : kMaxShortData;
  CardResponse response;
  for (uint8_t flags = p2::kFirst; !input.empty(); flags = p2::kMore) {
    const Bytes fragment = input.first(std::min(input.size(), longest));
    input = input.subspan(fragment.size());
    response = recv(direction, input.empty() ? flags | p2::kLast : flags, fragment);
  }
  std::vector<uint8_t> output = response.data;
  while (sw::is_more(response.status)) {
    response = send(response.status);
    output.insert(output.end(), response.data.begin(), response.data.end());
  }
  if (response.status == sw::kOpen) is_open_ = true;
  if (response.status == sw::kOk || response.status == sw::kOpen) return output;
  throw std::runtime_error("the card answers " + std::to_string(response.status));
}

CardResponse ReaderCard::recv(uint8_t direction, uint8_t flags, Bytes fragment) {
  std::vector<uint8_t> command = {0, ins::kRecv, direction, flags};
  if (fragment.size() > kMaxShortData) {
    command.push_back(0);
    command.push_back(static_cast<uint8_t>(fragment.size() >> 8));
  }
  command.push_back(static_cast<uint8_t>(fragment.size()));
  command.insert(command.end(), fragment.begin(), fragment.end());
  return transmit(command);
}

CardResponse ReaderCard::send(StatusWord announced) {
  if (lengths_ == Lengths::extended) return transmit({0, ins::kSend, 0, 0, 0, 0, 0});
  return transmit({0, ins::kSend, 0, 0, sw::sw2(announced)});
}

CardResponse ReaderCard::transmit(const std::vector<uint8_t>& command) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  CardResponse response = reader_.transmit(command);
  seconds_ += std::chrono::duration<double>(Clock::now() - begin).count();
  ++commands_;
  return response;
}

}  // namespace tls_se::bench

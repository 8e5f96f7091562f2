#include "live_session.h"

#include <algorithm>
#include <stdexcept>

#include "se/base/protocol.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

// Of draft section 5.
constexpr std::string_view kIdentityAndKey =
    "000F436C69656E745F6964656E746974790102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E"
    "1F20";

void make_psk_card(CardWithFlash& card, const char* role) {
  const std::string value(kIdentityAndKey);
  const std::vector<std::string> commands = {
      "00120080", std::string("00DADF2002") + role,
      "00DADF50" + to_hex(std::vector<uint8_t>{static_cast<uint8_t>(value.size() / 2)}) + value,
      "00120081"};
  for (const std::string& command : commands) {
    if (card.status(command) != sw::kOk) throw std::runtime_error("not personalised: " + command);
  }
}

/// Whole records, one behind the other.
std::vector<std::vector<uint8_t>> split_records(const std::vector<uint8_t>& bytes) {
  std::vector<std::vector<uint8_t>> records;
  for (size_t at = 0; at + kRecordHeaderSize <= bytes.size();) {
    const size_t size = kRecordHeaderSize + load_u16(&bytes[at + 3]);
    const auto begin = bytes.begin() + static_cast<ptrdiff_t>(at);
    records.emplace_back(begin, begin + static_cast<ptrdiff_t>(size));
    at += size;
  }
  return records;
}

}  // namespace

void make_psk_server(CardWithFlash& card) { make_psk_card(card, "0001"); }
void make_psk_client(CardWithFlash& card) { make_psk_card(card, "0101"); }

Transmit transmit_of(CardWithFlash& card) {
  return [&card](Bytes command) { return card.transmit(command); };
}

CardResponse SessionEnd::command(uint8_t ins, uint8_t p1, uint8_t p2, Bytes data, int expected) {
  std::vector<uint8_t> bytes = {channel_, ins, p1, p2};
  if (!data.empty() || expected < 0) bytes.push_back(static_cast<uint8_t>(data.size()));
  bytes.insert(bytes.end(), data.begin(), data.end());
  if (expected >= 0) bytes.push_back(static_cast<uint8_t>(expected));
  return transmit_(bytes);
}

CardResponse SessionEnd::recv(uint8_t p1, Bytes record) {
  constexpr size_t kFragment = 255;
  CardResponse response{.data = {}, .status = sw::kOk};
  for (size_t at = 0; at < record.size() && response.status == sw::kOk; at += kFragment) {
    const Bytes fragment = record.subspan(at, std::min(kFragment, record.size() - at));
    const int flags =
        (at == 0 ? p2::kFirst : 0) | (at + fragment.size() == record.size() ? p2::kLast : 0);
    response = command(ins::kRecv, p1, static_cast<uint8_t>(flags), fragment);
  }
  return response;
}

CardResponse SessionEnd::collect(StatusWord status) {
  CardResponse all{.data = {}, .status = status};
  while (sw::is_more(all.status)) {
    const CardResponse one = command(ins::kSend, 0, 0, {}, sw::sw2(all.status));
    all.data.insert(all.data.end(), one.data.begin(), one.data.end());
    all.status = one.status;
  }
  return all;
}

LiveSession::LiveSession(Transmit server, uint8_t channel)
    : client_card_(std::make_unique<CardWithFlash>()),
      client_(transmit_of(*client_card_)),
      server_(std::move(server), channel) {
  make_psk_client(*client_card_);
  shake_hands();
}

LiveSession::LiveSession(SessionEnd client, SessionEnd server)
    : client_(std::move(client)), server_(std::move(server)) {
  shake_hands();
}

void LiveSession::shake_hands() {
  StatusWord server = server_.reset().status;
  CardResponse hello = client_.collect(client_.reset().status);
  StatusWord client = hello.status;
  auto records = split_records(hello.data);
  for (bool to_server = true; !records.empty(); to_server = !to_server) {
    SessionEnd& end = to_server ? server_ : client_;
    std::vector<std::vector<uint8_t>> answers;
    for (const std::vector<uint8_t>& record : records) {
      const CardResponse answer = end.collect(end.recv(p1::kHandshake, record).status);
      (to_server ? server : client) = answer.status;
      for (auto& one : split_records(answer.data)) answers.push_back(std::move(one));
    }
    records = std::move(answers);
  }
  if (client != sw::kOpen || server != sw::kOpen) {
    throw std::runtime_error("no session: " + std::to_string(client) + ", " +
                             std::to_string(server));
  }
}

bool LiveSession::carry(SessionEnd& from, SessionEnd& to, Bytes content) {
  std::vector<uint8_t> message(content.begin(), content.end());
  message.push_back(static_cast<uint8_t>(ContentType::application_data));
  const CardResponse record = from.collect(from.recv(p1::kEncrypt, message).status);
  if (record.status != sw::kOk) return false;
  return to.collect(to.recv(p1::kDecrypt, record.data).status).data == message;
}

bool LiveSession::echoes() {
  const std::vector<uint8_t> content = from_text("echo");
  return carry(client_, server_, content) && carry(server_, client_, content);
}

StatusWord LiveSession::close() {
  const CardResponse record =
      client_.collect(client_.recv(p1::kEncrypt, from_hex("010015")).status);
  return server_.collect(server_.recv(p1::kDecrypt, record.data).status).status;
}

}  // namespace tls_se::test

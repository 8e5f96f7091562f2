#include "card_to_card.h"

#include <stdexcept>

namespace tls_se::test {
namespace {

/// Brings records to a card; gives what it answers with.
std::vector<Buffer> deliver(CardDriver& card, const std::vector<Buffer>& records,
                            StatusWord& status) {
  std::vector<Buffer> answers;
  for (const Buffer& record : records) {
    // A client is open before the server has judged what it sent last.
    const bool open = card.is_open();
    const Answer answer = card.exchange(record, open ? p1::kDecrypt : p1::kHandshake);
    if (open) {
      status = answer.status;
      break;
    }
    for (Buffer& one : records_of(answer.data)) answers.push_back(std::move(one));
    status = answer.status;
    if (status != sw::kOk && status != sw::kOpen) break;
  }
  return answers;
}

void append_all(std::vector<Buffer>& to, const std::vector<Buffer>& records) {
  to.insert(to.end(), records.begin(), records.end());
}

}  // namespace

Conversation shake_hands(CardDriver& client, CardDriver& server) {
  Conversation talk;
  talk.server = server.reset();
  const Answer hello = client.send(client.reset());
  talk.client = hello.status;
  std::vector<Buffer> records = records_of(hello.data);
  while (!records.empty()) {
    append_all(talk.from_client, records);
    records = deliver(server, records, talk.server);
    append_all(talk.from_server, records);
    records = deliver(client, records, talk.client);
  }
  return talk;
}

Buffer carry(CardDriver& from, CardDriver& to, Bytes content) {
  Buffer message(content.begin(), content.end());
  message.push_back(static_cast<uint8_t>(ContentType::application_data));
  const Answer record = from.exchange(message, p1::kEncrypt);
  if (record.status != sw::kOk) throw std::runtime_error("not encrypted");
  Answer decrypted = to.exchange(record.data, p1::kDecrypt);
  if (decrypted.status != sw::kOk || decrypted.data.empty() || decrypted.data.back() != 23) {
    throw std::runtime_error("not decrypted");
  }
  decrypted.data.pop_back();
  return decrypted.data;
}

std::string session_parameters(CardDriver& card) {
  return to_hex(card.transmit("00CA010300").data);
}

}  // namespace tls_se::test

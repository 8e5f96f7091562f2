#include "cli/duet_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ostream>

#include "node/alert_advice.h"
#include "node/card_session.h"
#include "node/circumstances.h"
#include "node/record_reader.h"
#include "reader/card_data.h"
#include "reader/names.h"
#include "reader/tracing_reader.h"

namespace tls_se {
namespace {

constexpr size_t kGap = 2;              // between the two ladders
constexpr size_t kMaxLadderWidth = 65;  // then the longest names are whole
constexpr std::string_view kQuestion = "hello from the client's card";
constexpr std::string_view kAnswer = "hello from the server's card";

Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

/// The records in `bytes`, whole ones all.
std::vector<std::vector<uint8_t>> records_in(Bytes bytes) {
  std::vector<std::vector<uint8_t>> records;
  RecordReader reader;
  reader.push(bytes);
  while (auto record = reader.next()) records.push_back(std::move(*record));
  return records;
}

class Conversation {
 public:
  Conversation(CardReader& client, CardReader& server) : client_(client, {}), server_(server, {}) {}

  void shake_hands() {
    std::vector<uint8_t> to_client = server_.reset();
    std::vector<uint8_t> to_server = client_.reset();
    while (!to_server.empty() || !to_client.empty()) {
      to_client = deliver(server_, to_server);
      to_server = deliver(client_, to_client);
    }
  }

  [[nodiscard]] bool is_open() const {
    return client_.state() == CardSession::State::open &&
           server_.state() == CardSession::State::open;
  }

  [[nodiscard]] bool carry_lines() {
    return carry(client_, server_, kQuestion) && carry(server_, client_, kAnswer);
  }

  void close() {
    (void)deliver(server_, client_.close());
    (void)deliver(client_, server_.close());
  }
  [[nodiscard]] bool closed_in_order() const {
    return client_.state() == CardSession::State::closed &&
           server_.state() == CardSession::State::closed;
  }

  /// The word of the card that found it, and what would help. The other one may know nothing of
  /// it, if the one that found it is silent.
  [[nodiscard]] std::string why() {
    const SessionAlert client_says = client_.ending_alert();
    const SessionAlert server_says = server_.ending_alert();
    const bool is_client = has_found(client_says) || !has_found(server_says);
    const SessionAlert& alert = is_client ? client_says : server_says;
    const std::string who = is_client ? "the client's card: " : "the server's card: ";
    const std::string help = advice(alert, is_client, false);
    return who + to_string(alert) + (help.empty() ? "" : "\nseen from " + who + help);
  }

 private:
  static bool has_found(const SessionAlert& alert) {
    return alert.origin == SessionAlert::Origin::card ||
           alert.origin == SessionAlert::Origin::card_silently;
  }

  /// What the card answers to these records.
  static std::vector<uint8_t> deliver(CardSession& card, Bytes records) {
    std::vector<uint8_t> answers;
    for (const auto& record : records_in(records)) {
      const std::vector<uint8_t> answer = card.state() == CardSession::State::handshake
                                              ? card.handshake(record)
                                              : card.decrypt(record).records;
      answers.insert(answers.end(), answer.begin(), answer.end());
      if (card.state() == CardSession::State::failed) break;
    }
    return answers;
  }

  static bool carry(CardSession& from, CardSession& to, std::string_view text) {
    std::string received;
    for (const auto& record :
         records_in(from.encrypt(bytes_of(text), ContentType::application_data))) {
      const std::vector<uint8_t> content = to.decrypt(record).content;
      received.append(content.begin(), content.end());
    }
    return received == text;
  }

  CardSession client_;
  CardSession server_;
};

size_t ladder_width(const Duet& duet) { return std::min((duet.width - kGap) / 2, kMaxLadderWidth); }

size_t server_column(const Duet& duet) { return ladder_width(duet) + kGap; }

std::unique_ptr<CardReader> shown(std::unique_ptr<CardReader> card, const Duet& duet, size_t column,
                                  std::ostream& out) {
  const TraceOptions options = {.bytes = duet.bytes,
                                .colour = duet.colour,
                                .brief_width = ladder_width(duet),
                                .label = std::string(column, ' ')};
  return std::make_unique<TracingReader>(
      std::move(card), options, [&out](const std::string& text) { out << text << std::flush; });
}

/// The same for both: they are in one room.
void tell_circumstances(CardReader& client, CardReader& server, const std::string& server_name) {
  const auto now = std::chrono::system_clock::now();
  tell_time(server, now);
  if (tell_time(client, now) && !server_name.empty()) {
    tell_server(client, {.name = server_name, .name_is_demanded = true, .alpn = {}});
  }
}

}  // namespace

bool run_duet(Duet duet, std::ostream& out) {
  tell_circumstances(*duet.client, *duet.server, duet.server_name);
  out << fmt::format("{:<{}}{}\n", "client's card", server_column(duet), "server's card");
  CardReader& client_card = *duet.client;
  const auto client = shown(std::move(duet.client), duet, 0, out);
  const auto server = shown(std::move(duet.server), duet, server_column(duet), out);
  Conversation conversation(*client, *server);
  conversation.shake_hands();
  if (!conversation.is_open()) {
    const std::string why = conversation.why();
    out << "\nno session: " << why << '\n';
    return false;
  }
  const auto parameters = read_session_parameters(client_card);
  if (parameters) {
    out << fmt::format("\nopen: {}, {}\n\n", mode_name(parameters->mode),
                       cipher_suite_name(parameters->cipher_suite));
  }
  if (!conversation.carry_lines()) {
    out << "\na line did not come through as it was sent\n";
    return false;
  }
  conversation.close();
  out << (conversation.closed_in_order() ? "\nclosed by close_notify in both directions\n"
                                         : "\nnot closed in order\n");
  return conversation.closed_in_order();
}

}  // namespace tls_se

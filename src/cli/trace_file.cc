#include "cli/trace_file.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/exit_codes.h"
#include "cli/input_file.h"
#include "se/data_exchange/apdu.h"
#include "text/hex.h"

namespace tls_se {
namespace {

using Json = nlohmann::json;

constexpr size_t kShortHeader = 5;  // CLA INS P1 P2 P3
constexpr size_t kP2 = 3;
constexpr size_t kP3 = 4;

/// One file being read: it knows its name, for the messages.
class TraceReader {
 public:
  explicit TraceReader(const std::filesystem::path& file) : file_(file.string()) {}

  Trace read() {
    const Json root = parse();
    if (!root.is_object()) refuse("the file is no JSON object");
    Trace trace;
    trace.psk = bytes(root, "psk", "");
    trace.psk_identity = bytes(root, "psk_identity", "");
    trace.server_random = bytes(root, "server_random", "");
    trace.server_key_share = bytes(root, "server_key_share", "");
    trace.ecdhe_shared_secret = bytes(root, "ecdhe_shared_secret", "");
    const Json& list = member(root, "exchanges", "");
    if (!list.is_array() || list.empty()) refuse("exchanges: a list with at least one is wanted");
    for (size_t i = 0; i < list.size(); ++i) trace.exchanges.push_back(exchange(list[i], i));
    return trace;
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const { throw UsageError(file_ + ": " + why); }

  Json parse() const {
    std::ifstream in = open_input_file(file_);
    try {
      return Json::parse(in);
    } catch (const Json::parse_error& error) {
      refuse("this is not JSON, from byte " + std::to_string(error.byte) + " on");
    }
  }

  const Json& member(const Json& object, const char* name, const std::string& where) const {
    const auto found = object.find(name);
    if (found == object.end()) refuse(where + name + " is missing");
    return *found;
  }

  std::vector<uint8_t> bytes(const Json& object, const char* name, const std::string& where) const {
    const Json& value = member(object, name, where);
    if (!value.is_string()) refuse(where + name + ": hexadecimal digits in quotes are wanted");
    auto bytes = parse_hex(value.get_ref<const std::string&>());
    if (!bytes) refuse(where + name + ": " + bytes.error());
    if (bytes->empty()) refuse(where + name + " is empty");
    return std::move(*bytes);
  }

  Trace::Exchange exchange(const Json& object, size_t index) const {
    const std::string where = "exchanges[" + std::to_string(index) + "]";
    if (!object.is_object()) refuse(where + ": a JSON object is wanted");
    const Json& name = member(object, "name", where + ".");
    if (!name.is_string()) refuse(where + ".name: a text is wanted");
    Trace::Exchange exchange{name.get<std::string>(), bytes(object, "command", where + "."),
                             bytes(object, "response", where + ".")};
    if (exchange.response.size() < 2) refuse(where + ".response has no status word");
    return exchange;
  }

  std::string file_;
};

/// SW1 of all sw-more answers to this instruction: 0 if there are none, 1 if they differ.
uint8_t sw_more_after(const Trace& trace, uint8_t instruction) {
  uint8_t found = 0;
  for (const Trace::Exchange& exchange : trace.exchanges) {
    const auto command = parse_apdu(exchange.command);
    const uint8_t sw1 = exchange.response[exchange.response.size() - 2];
    const bool more = sw1 == sw::kMore61 || sw1 == sw::kMore9F;
    if (!command || command->ins != instruction || !more) continue;
    found = found == 0 || found == sw1 ? sw1 : 1;
  }
  return found;
}

bool is_fragment(const Bytes command) {
  return command.size() > kShortHeader && command[1] == ins::kRecv &&
         command.size() == kShortHeader + command[kP3];
}

void append_fragments(std::vector<Trace::Exchange>& to, const Trace::Exchange& last, Bytes data,
                      size_t size) {
  constexpr uint8_t kOk[] = {sw::sw1(sw::kOk), sw::sw2(sw::kOk)};
  for (size_t at = 0; at < data.size(); at += size) {
    const Bytes fragment = data.subspan(at, std::min(size, data.size() - at));
    const bool ends = at + fragment.size() == data.size();
    Trace::Exchange exchange = last;
    exchange.command.resize(kShortHeader);
    exchange.command[kP2] =
        static_cast<uint8_t>((at == 0 ? p2::kFirst : p2::kMore) | (ends ? p2::kLast : p2::kMore));
    exchange.command[kP3] = static_cast<uint8_t>(fragment.size());
    exchange.command.insert(exchange.command.end(), fragment.begin(), fragment.end());
    if (!ends) exchange.response.assign(std::begin(kOk), std::end(kOk));
    to.push_back(std::move(exchange));
  }
}

}  // namespace

Trace load_trace(const std::filesystem::path& file) { return TraceReader(file).read(); }

CardProfile profile_of(const Trace& trace) {
  CardProfile profile;
  profile.cipher_suites = {&kAes128CcmSha256};
  profile.psks.push_back({trace.psk_identity, trace.psk});
  const uint8_t after_recv = sw_more_after(trace, ins::kRecv);
  const uint8_t during_send = sw_more_after(trace, ins::kSend);
  if (after_recv != sw::kMore61) {
    profile.sw_more = SwMore::always_9f;
  } else if (during_send == sw::kMore9F) {
    profile.sw_more = SwMore::mixed;
  } else {
    profile.sw_more = SwMore::always_61;
  }
  return profile;
}

Trace refragmented(const Trace& trace, size_t size) {
  Trace result = trace;
  result.exchanges.clear();
  std::vector<uint8_t> record;
  for (const Trace::Exchange& exchange : trace.exchanges) {
    const Bytes command = exchange.command;
    if (!is_fragment(command)) {
      result.exchanges.push_back(exchange);
      continue;
    }
    const Bytes data = command.subspan(kShortHeader);
    record.insert(record.end(), data.begin(), data.end());
    if ((command[kP2] & p2::kLast) == 0) continue;
    append_fragments(result.exchanges, exchange, record, size);
    record.clear();
  }
  return result;
}

}  // namespace tls_se

#include "node/circumstances.h"

#include <fmt/format.h>

#include <stdexcept>

#include "node/card_session.h"
#include "reader/card_data.h"
#include "reader/foreign_status.h"
#include "reader/names.h"
#include "text/protocol_name_list.h"
#include "text/server_name.h"

namespace tls_se {
namespace {

enum class Reply {
  taken,
  pinned,  // by the card's profile
  unused,  // a card of this kind has no use for it
  no_put_data,
};

Reply tell(CardReader& card, DataObject object, Bytes data, const std::string& what) {
  const StatusWord status = put_data(card, object, data);
  switch (status) {
    case sw::kOk:
      return Reply::taken;
    case sw::kConditionsNotSatisfied:
      return Reply::pinned;
    case sw::kDataObjectNotFound:
      return Reply::unused;
    case sw::kInstructionNotSupported:
    case sw::kPinNeeded:  // the author's applet: for another command under this number
      return Reply::no_put_data;
    case sw::kNotEnoughMemory:
      throw CardError(fmt::format("{} is too long for the card", what));
    default:
      throw CardError(
          fmt::format("the card refuses {}: {:04X}, {}", what, status, status_word_name(status)));
  }
}

uint8_t bcd(unsigned two_digits) {
  return static_cast<uint8_t>(two_digits / 10 << 4 | two_digits % 10);
}

ServerName server_name(const std::string& name) {
  auto server = parse_server_name(name);
  if (server) return std::move(*server);
  throw std::runtime_error(fmt::format("'{}' is no server name: write {}", name, kServerNameForm));
}

void check_alpn(const std::vector<std::string>& names) {
  size_t size = 0;
  for (const std::string& name : names) {
    if (name.empty()) throw std::runtime_error("an ALPN name has at least one byte");
    size += 1 + name.size();
  }
  if (size > kMaxShortData) {
    throw std::runtime_error("the ALPN names are too long: with a byte before each they may have " +
                             std::to_string(kMaxShortData) + " bytes in all");
  }
}

/// A name or an address: a card has one of them, the last it was told.
Reply tell_name(CardReader& card, const std::string& name) {
  const std::string what = "the server name '" + name + "' (--server-name gives another)";
  const ServerName server = server_name(name);
  const bool is_address = server.kind == ServerName::Kind::ip_address;
  return tell(card, is_address ? DataObject::server_address : DataObject::server_name, server.bytes,
              what);
}

}  // namespace

void check_circumstances(const ServerCircumstances& server) {
  (void)server_name(server.name);
  check_alpn(server.alpn);
}

bool tell_time(CardReader& card, std::chrono::system_clock::time_point now) {
  using namespace std::chrono;
  const auto day = floor<days>(now);
  const year_month_day date(day);
  const hh_mm_ss time(floor<seconds>(now - day));
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  const uint8_t digits[] = {bcd(year / 100),
                            bcd(year % 100),
                            bcd(static_cast<unsigned>(date.month())),
                            bcd(static_cast<unsigned>(date.day())),
                            bcd(static_cast<unsigned>(time.hours().count())),
                            bcd(static_cast<unsigned>(time.minutes().count())),
                            bcd(static_cast<unsigned>(time.seconds().count()))};
  return tell(card, DataObject::time, digits, "the time") != Reply::no_put_data;
}

std::string tell_server(CardReader& card, const ServerCircumstances& server) {
  const Reply reply = tell_name(card, server.name);
  if (reply == Reply::pinned && server.name_is_demanded) {
    throw CardError("the card refuses the server name '" + server.name +
                    "': its profile holds it to a name of its own. Leave --server-name out, or "
                    "change server_name in the profile");
  }
  const auto names = protocol_name_list(server.alpn);
  if (tell(card, DataObject::protocol_name_list, names, "the ALPN names") == Reply::pinned &&
      !server.alpn.empty()) {
    throw CardError(
        "the card refuses the ALPN names: its profile holds it to names of its own. Leave --alpn "
        "out, or change alpn in the profile");
  }
  if (reply == Reply::taken) return "server name " + server.name;
  return reply == Reply::pinned ? "server name of the profile" : "no server name";
}

}  // namespace tls_se

#include "node/connection_end.h"

#include <fmt/format.h>

#include <string_view>

#include "node/alert_advice.h"
#include "se/base/alert.h"
#include "text/server_name.h"

namespace tls_se {
namespace {

using Cause = ConnectionEnd::Cause;

/// ": " and the detail, if there is one.
std::string detail(const ConnectionEnd& end) { return end.detail.empty() ? "" : ": " + end.detail; }

std::string failure(const ConnectionEnd& end) {
  std::string text = end.was_open ? "failed" : "the handshake failed";
  text += detail(end);
  if (end.alert) text += (end.detail.empty() ? ": " : "; ") + to_string(*end.alert);
  return text;
}

std::string cause(const ConnectionEnd& end) {
  switch (end.cause) {
    case Cause::none:
      return "closed by close_notify";
    case Cause::stopped:
      return "stopped";
    case Cause::peer_done:
      return "closed by the peer";
    case Cause::timed_out:
      return end.was_open ? "timed out: the peer was silent" : "timed out: no handshake in time";
    case Cause::unreachable:
      return end.detail;
    case Cause::peer_lost:
      return end.was_open ? "the peer broke off" : "the peer broke off during the handshake";
    case Cause::truncated:
      return end.was_open ? "the peer ended without close_notify: data may be missing"
                          : "the peer left during the handshake";
    case Cause::plain_lost:
      return end.detail;
    case Cause::failed:
      return failure(end);
  }
  return {};
}

bool found_another_name(const SessionAlert& alert) {
  const bool is_cards = alert.origin == SessionAlert::Origin::card ||
                        alert.origin == SessionAlert::Origin::card_silently;
  const bool tells_nothing = alert.reason == Reason::none &&
                             alert.description == static_cast<uint8_t>(Alert::certificate_unknown);
  return is_cards && (alert.reason == Reason::certificate_name || tells_nothing);
}

/// The certificate came encrypted, so that the node has not seen its names: how to see them.
std::string about_names(const ConnectionEnd& end) {
  if (!end.is_client || end.server.empty() || !found_another_name(*end.alert)) return {};
  constexpr std::string_view kDnsOrAddress = "server name ";
  std::string name;
  if (end.server_name.starts_with(kDnsOrAddress)) {
    name = end.server_name.substr(kDnsOrAddress.size());
  }
  const auto parsed = parse_server_name(name);
  const bool is_dns_name = parsed && parsed->kind == ServerName::Kind::dns_name;
  // openssl offers no CCM by itself, and a server for cards may have nothing else.
  return fmt::format(
      " The card expects the {}. The certificate's names are shown by: openssl s_client "
      "-connect {}{} -ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_128_CCM_SHA256 </dev/null "
      "2>/dev/null | openssl x509 -noout -ext subjectAltName",
      end.server_name, end.server, is_dns_name ? " -servername " + name : "");
}

std::string next_step(const ConnectionEnd& end) {
  if (end.alert) return advice(*end.alert, end.is_client, end.was_open) + about_names(end);
  const bool left = end.cause == Cause::truncated || end.cause == Cause::peer_lost;
  if (!end.is_client) return left && !end.was_open ? "Its own log may tell why." : "";
  if (end.was_open) {
    // A client is through before its server has checked its certificate, or its Finished.
    return left && end.received == 0 ? "If it has refused the card, its own log may tell why." : "";
  }
  const std::string question = "Does it speak TLS 1.3 on this port, with what the profile offers?";
  if (left) return question + " Its own log may tell.";
  return end.cause == Cause::timed_out ? question : "";
}

}  // namespace

std::string to_string(const ConnectionEnd& end) {
  std::string text = cause(end);
  if (end.was_open) text += fmt::format(", {} bytes in, {} out", end.received, end.sent);
  const std::string next = next_step(end);
  return next.empty() ? text : text + ". " + next;
}

}  // namespace tls_se

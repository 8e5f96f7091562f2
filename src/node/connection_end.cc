#include "node/connection_end.h"

#include <fmt/format.h>

#include "node/alert_advice.h"

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

std::string next_step(const ConnectionEnd& end) {
  if (end.alert) return advice(*end.alert, end.is_client, end.was_open);
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

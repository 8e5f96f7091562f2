#include "node/dialer.h"

#include "node/asio.h"

namespace tls_se {
namespace {

using asio::ip::tcp;

std::string next_step(const asio::error_code& error) {
  if (error == asio::error::connection_refused) return " (is it running, and is that its port?)";
  return "";
}

}  // namespace

asio::awaitable<void> Dialer::dial(HostPort to) {
  const std::vector<tcp::endpoint> endpoints = co_await look_up(to);
  asio::error_code error = asio::error::host_not_found;
  for (const tcp::endpoint& endpoint : endpoints) {
    if (cancelled_) break;
    asio::error_code ignored;
    socket_.close(ignored);
    co_await socket_.async_connect(endpoint, into(error));
    if (!error) co_return;
  }
  throw DialError("can't connect to " + to_string(to) + ": " + error.message() + next_step(error));
}

asio::awaitable<std::vector<tcp::endpoint>> Dialer::look_up(const HostPort& to) {
  asio::error_code error;
  const auto address = asio::ip::make_address(to.host, error);
  std::vector<tcp::endpoint> endpoints;
  if (!error) {
    endpoints.emplace_back(address, to.port);
    co_return endpoints;
  }
  const std::string service = std::to_string(to.port);
  const auto found = co_await resolver_.async_resolve(to.host, service, into(error));
  if (error) throw DialError("the host " + to.host + " is unknown: " + error.message());
  for (const auto& entry : found) endpoints.push_back(entry.endpoint());
  co_return endpoints;
}

void Dialer::cancel() {
  cancelled_ = true;
  resolver_.cancel();
  asio::error_code ignored;
  socket_.cancel(ignored);
}

}  // namespace tls_se

// The TCP/IP node of figure 1 with a port of its own: it accepts connections and gives each a card
// to itself for as long as it lasts. Those for whom no card is free wait in a queue. In the role
// server the accepted connections carry TLS; in the role client they are plain, and each gets a TLS
// connection to the server.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <deque>
#include <memory>
#include <set>
#include <vector>

#include "node/connection.h"

namespace tls_se {

struct ListenerOptions {
  asio::ip::tcp::endpoint listen;
  size_t queue_size = 64;          // connections that wait for a card; one more is turned away
  uint64_t connection_limit = 0;   // serve so many, then end; 0: no limit
  bool stop_on_signals = false;    // SIGINT and SIGTERM
  std::optional<HostPort> target;  // of the role server: where the plain stream goes; none: echo
  ConnectionOptions connection;
};

class Listener {
 public:
  /// Listens at once; throws std::runtime_error if it can't.
  Listener(ListenerOptions options, std::vector<std::unique_ptr<CardReader>> cards);

  /// Where it listens: the port is the kernel's choice if 0 was asked for.
  [[nodiscard]] asio::ip::tcp::endpoint endpoint() const { return endpoint_; }

  /// Serves until it is stopped or has served as many as it should. A card may block its caller for
  /// seconds, so there is a thread for each card and one more for the network. Throws
  /// std::runtime_error, in words for a person, once no card is left.
  void run();

  /// Open connections end soon, with close_notify. From any thread.
  void stop();

 private:
  using Tcp = asio::ip::tcp;

  asio::awaitable<void> accept();
  void welcome(Tcp::socket socket);
  std::shared_ptr<Connection> make_connection(Tcp::socket socket, const std::string& name) const;
  void begin(std::shared_ptr<Connection> connection);
  void linger(const std::shared_ptr<Connection>& connection);
  void take_back(CardReader& card, const std::string& loss);
  void leave_out(const CardReader& card, const std::string& loss);
  void forget(const std::shared_ptr<Connection>& connection);
  void shut_down();
  void stop_accepting();
  void end_if_done();
  [[nodiscard]] bool accepts() const;

  const ListenerOptions options_;
  const std::vector<std::unique_ptr<CardReader>> cards_;
  asio::io_context io_;
  asio::strand<asio::io_context::executor_type> strand_;  // of all that follows
  Tcp::acceptor acceptor_;
  asio::signal_set signals_;
  Tcp::endpoint endpoint_;
  std::deque<CardReader*> free_cards_;  // in turn, so that a bad one draws no more than its share
  size_t lost_cards_ = 0;
  std::deque<std::shared_ptr<Connection>> waiting_;
  std::set<std::shared_ptr<Connection>> connections_;  // with a card, or lingering
  uint64_t accepted_ = 0;
  bool stopping_ = false;
};

}  // namespace tls_se

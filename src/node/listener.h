// The TCP/IP node of figure 1 with a port of its own: it accepts connections and gives each a card,
// or a channel of one, to itself for as long as it lasts. Those for whom there is none wait in a
// queue. In the role server the accepted connections carry TLS; in the role client they are plain,
// and each gets a TLS connection to the server.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <chrono>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "node/card_pool.h"
#include "node/connection.h"
#include "node/errands.h"
#include "node/waiting_room.h"

namespace tls_se {

struct ListenerOptions {
  asio::ip::tcp::endpoint listen;
  size_t queue_size = 64;  // connections that wait for a card; one more is turned away
  // Who has waited so long is turned away; 0: none.
  std::chrono::milliseconds queue_timeout = std::chrono::seconds(30);
  uint64_t connection_limit = 0;   // serve so many, then end; 0: no limit
  bool stop_on_signals = false;    // SIGINT and SIGTERM
  std::optional<HostPort> target;  // of the role server: where the plain stream goes; none: echo
  ConnectionOptions connection;
};

class Listener {
 public:
  /// Listens at once; throws std::runtime_error if it can't, and what comes of making the cards.
  Listener(ListenerOptions options, CardSupply cards);

  /// Where it listens: the port is the kernel's choice if 0 was asked for.
  [[nodiscard]] asio::ip::tcp::endpoint endpoint() const { return endpoint_; }

  /// Serves until it is stopped or has served as many as it should. A card may block its caller for
  /// seconds, so there is a thread for each channel of each card, one more for the network, and one
  /// for cards that are tried again. Throws std::runtime_error, in words for a person, once no card
  /// is left, and none comes back.
  void run();

  /// Open connections end soon, with close_notify. From any thread.
  void stop();

 private:
  using Tcp = asio::ip::tcp;

  asio::awaitable<void> accept();
  void tell_of_deafness(const asio::error_code& error);
  void employ_threads();
  void welcome(Tcp::socket socket);
  void have_wait(Guest guest);
  void lose_patience(Guest guest);
  std::shared_ptr<Connection> make_connection(Guest guest) const;
  void begin(Guest guest, CardReader& card);
  void serve(Guest guest, CardReader& card);
  void find_another(Guest guest, const CardReader& card, const CardLoss& loss);
  void linger(const std::shared_ptr<Connection>& connection);
  void take_back(CardReader& card, const CardLoss& loss);
  void end_without_cards();
  void serve_next();
  void turn_away(Tcp::socket socket) const;
  void forget(const std::shared_ptr<Connection>& connection);
  void shut_down();
  void close_doors();
  void end_if_done();
  [[nodiscard]] bool accepts() const { return acceptor_.is_open(); }

  const ListenerOptions options_;
  asio::io_context io_;
  StrandErrands::Strand strand_;  // of all that follows
  StrandErrands errands_;
  CardPool cards_;
  Tcp::acceptor acceptor_;
  asio::signal_set signals_;
  Tcp::endpoint endpoint_;
  std::vector<std::jthread> threads_;
  WaitingRoom waiting_;
  // A flood is no flood of warnings.
  bool shortage_was_told_ = false;                     // since a card was free
  bool crowd_was_told_ = false;                        // since there was a place to wait
  bool deafness_was_told_ = false;                     // since a connection was accepted
  std::set<std::shared_ptr<Connection>> connections_;  // with a card, or lingering
  size_t occupying_ = 0;                               // guests whose card is being occupied
  uint64_t welcomed_ = 0;
  uint64_t served_ = 0;  // without those whose card could not be had
  bool stopping_ = false;
};

}  // namespace tls_se

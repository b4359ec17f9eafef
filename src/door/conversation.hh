// FastCGI requests of one connection, each from its parameters to its answer.
#pragma once
#include <optional>

#include "door/envelope.hh"
#include "http/response.hh"
#include "port/fastcgi.hh"
#include "service/world.hh"

namespace doorward::door {

class RequestLine;

struct Desk {
  service::World& world;
  const DoorRules& rules;
  bool gate_only = false;
};

class Conversation {
 public:
  /// `patience`: see port::Fastcgi.
  Conversation(const Desk& desk, Span patience);

  /// Takes a connection over; the one before is closed.
  void attend(port::FastcgiPeer peer);
  /// Before others are answered, and this one behind them: has its request come whole? Then memory hears what it will
  /// ask for. Waits for nothing.
  bool foresee();
  /// Answers the connection's next request, or closes it when nothing that can be answered comes in time. True: a
  /// message was written down that somebody should send.
  bool converse();
  /// Gives the connection away that the peer keeps for its next request; nullopt: none.
  std::optional<port::FastcgiPeer> release() { return fastcgi_.release(); }

 private:
  Envelope open(port::Arrival arrival) const;
  bool reply(Envelope& envelope, const RequestLine& line);

  const Desk& desk_;
  port::Fastcgi fastcgi_;
  std::optional<Envelope> opened_;  // of the next request, until that is answered
  service::TokenHash hashed_;       // of its token
  bool foreseen_ = false;           // it had come before anything was looked at
};

/// What the hall says to an envelope: the door's own refusals, the gate pool's 404, else route::serve.
http::Response answer_of(const Envelope& envelope, const Desk& desk, service::TokenHash hashed = {});

/// A fresh correlation id.
std::string new_correlation(service::World& world);

}  // namespace doorward::door

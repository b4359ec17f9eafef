// One FastCGI request from its parameters to its answer.
#pragma once
#include "door/envelope.hh"
#include "http/response.hh"
#include "port/fastcgi.hh"
#include "service/world.hh"

namespace doorward::door {

struct Desk {
  service::World& world;
  const DoorRules& rules;
  bool gate_only = false;
};

/// Answers the next request of the connection that `fastcgi` attends, or closes it when nothing that
/// can be answered comes in time. True: a message was written down that somebody should send.
bool converse(port::Fastcgi& fastcgi, const Desk& desk);

/// What the hall says to an envelope: the door's own refusals, the gate pool's 404, else route::serve.
http::Response answer_of(const Envelope& envelope, const Desk& desk);

/// A fresh correlation id.
std::string new_correlation(service::World& world);

}  // namespace doorward::door

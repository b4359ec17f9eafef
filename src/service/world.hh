// What every service is given: the parts of this process, and the facts of this one request.
#pragma once
#include <optional>
#include <string>

#include "base/config.hh"
#include "base/id.hh"
#include "model/about.hh"
#include "model/trace.hh"
#include "port/clock.hh"
#include "port/password_hash.hh"
#include "port/random.hh"
#include "service/known.hh"
#include "service/spent.hh"
#include "store/database.hh"
#include "store/last_uses.hh"
#include "store/memory.hh"
#include "store/renewals.hh"

namespace doorward::port {
class Metrics;
}

namespace doorward::service {

class KeyRing;

/// The parts of a process. Made once, by main/ (or a test).
struct World {
  const Config& config;
  const port::Clock& clock;
  port::Random& random;
  store::Database& database;
  store::Memory& memory;
  port::HashSlots& slots;
  KeyRing& keys;
  port::Metrics& metrics;
  store::PlatformDb& platform;  // across tenants: for rows of /platform; connects at its first question
  Known known{};
  Spent counted{};  // up to here the metrics have it
  // For a moment without a request, see service/between_requests.
  store::LastUses last_uses{};
  store::Renewals renewals{memory.trust(), 4096, 8};  // of this worker, while requests wait
  std::optional<store::Herald> herald{};              // there is one where another process reads for this one
};

/// The facts of one request, for rules, limits and events.
struct Ask {
  World& world;
  Time now;
  std::string address;  // the client's, proxies walked off
  std::string agent;    // at most 512 bytes, valid UTF-8
  std::string correlation_id;
  std::optional<Trace> trace{};          // for events
  About about{};                         // filled as it becomes known; for the log
  std::optional<UserId> impersonator{};  // who acts through the session at hand: stands in every event of the request
  TokenHash hashed{};                    // of this request's token, should that have been made
  bool issued = false;  // an access token was made; counted when the answer hands it out: its transaction may run again
};

}  // namespace doorward::service

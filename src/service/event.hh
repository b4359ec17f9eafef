// An event of the request at hand.
#pragma once
#include "service/world.hh"
#include "store/events.hh"

namespace doorward::service {

/// With id, time, correlation id, trace, address, agent and impersonator of this request; the caller adds who, whom
/// and what.
store::Event event_of(Ask& ask, std::string type);

}  // namespace doorward::service

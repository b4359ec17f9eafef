// An event of the request at hand.
#pragma once
#include "model/visitor.hh"
#include "service/world.hh"
#include "store/events.hh"

namespace doorward::service {

/// With id, time, correlation id, trace, address, agent and impersonator of this request; the caller adds who, whom
/// and what.
store::Event event_of(Ask& ask, std::string type);
/// About somebody who is signed in, by themselves.
store::Event event_by(Ask& ask, const Visitor& visitor, std::string type);

}  // namespace doorward::service

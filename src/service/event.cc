// The facts that every event of one request has in common.
#include "service/event.hh"

namespace doorward::service {

store::Event event_of(Ask& ask, std::string type) {
  store::Event event;
  event.id = EventId(ask.world.random.id(ask.now));
  event.type = std::move(type);
  event.occurred_at = ask.now;
  event.correlation_id = ask.correlation_id;
  if (ask.trace) event.data.set("trace_id", ask.trace->trace_id).set("span_id", ask.trace->span_id);
  event.ip_address = ask.address;
  event.user_agent = ask.agent;
  event.impersonator = ask.impersonator;
  event.salt = ask.world.random.bytes(16);
  return event;
}

store::Event event_by(Ask& ask, const Visitor& visitor, std::string type) {
  store::Event event = event_of(ask, std::move(type));
  event.actor = event.subject = visitor.user.id;
  event.session = visitor.session.id;
  return event;
}

}  // namespace doorward::service

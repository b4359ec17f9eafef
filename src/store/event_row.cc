// Rows in the order of EVENT_WITH_DETAILS.
#include "store/event_row.hh"

namespace doorward::store {

EventRow read_event(const port::SqlRow& row) {
  EventRow e;
  e.tenant = TenantId(row.id(0));
  e.id = EventId(row.id(1));
  if (!row.null(2)) e.sequence = row.number(2);
  if (!row.null(3)) e.chain = row.text(3);
  e.type = row.text(4);
  e.version = row.number(5);
  e.actor_type = row.text(6);
  e.actor = row.maybe_id(7);
  e.subject = row.maybe_id(8);
  e.impersonator = row.maybe_id(9);
  e.session = row.maybe_id(10);
  e.correlation_id = row.text(11);
  e.data = row.text(12);
  if (!row.null(13)) e.details_hash = row.text(13);
  e.occurred_at = row.time(14);
  return e;
}

SealedEvent read_event_with_details(const port::SqlRow& row) {
  constexpr unsigned at = 15;
  SealedEvent one{read_event(row), std::nullopt};
  if (!row.null(at)) one.details = EventDetails{row.text(at), row.text(at + 1), row.text(at + 2), row.text(at + 3)};
  return one;
}

}  // namespace doorward::store

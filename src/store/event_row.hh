// A row of `events`, with its details where they were not erased.
#pragma once
#include <optional>
#include <string>

#include "store/database.hh"
#include "store/events.hh"

namespace doorward::store {

/// As it stands.
struct EventRow {
  TenantId tenant;
  EventId id;
  std::int64_t sequence = 0;  // 0: not sealed
  std::string chain;          // 32 bytes; empty: not sealed
  std::string type;
  std::int64_t version = 1;
  std::string actor_type;
  std::optional<Id> actor, subject, impersonator, session;
  std::string correlation_id, data;
  std::optional<std::string> details_hash;
  Time occurred_at{};
};

struct SealedEvent {
  EventRow event;
  std::optional<EventDetails> details;  // as long as they were not erased
};

// Columns of `events e` and `event_details d`, in the order in which they are read.
#define EVENT_ROW                                                                                       \
  "e.tenant_id, e.id, e.sequence, e.chain, e.type, e.version, e.actor_type, e.actor_id, e.subject_id, " \
  "e.impersonator_id, e.session_id, e.correlation_id, e.data, e.details_hash, e.occurred_at"
#define EVENT_WITH_DETAILS EVENT_ROW ", d.salt, d.ip_address, d.user_agent, d.personal"

EventRow read_event(const port::SqlRow& row);
SealedEvent read_event_with_details(const port::SqlRow& row);

}  // namespace doorward::store

// Reading events: a tenant's own along the sealed sequence, and those of all tenants along the time.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.hh"
#include "service/world.hh"
#include "store/event_pages.hh"

namespace doorward::service {

/// As a query or a command line says it; empty: not said.
struct EventWords {
  std::string type, actor_id, subject_id, correlation_id, from, to;
};
/// VALIDATION_ERROR naming what is no id, no time or no word.
Result<store::EventFilter> event_filter(const EventWords& words);

struct EventQuery {
  store::EventFilter filter;
  int limit = 50;
  std::string cursor;
};
struct EventPage {
  std::vector<store::SealedEvent> items;  // newest first
  std::optional<std::string> next_cursor;
};

/// VALIDATION_ERROR for a cursor of another list. Events that are not sealed yet are not shown yet.
Result<EventPage> list_events(Ask& ask, TenantId tenant, const EventQuery& query);
/// A page may be short, or empty, and have a cursor: it looks at a bounded number of events.
Result<EventPage> list_all_events(Ask& ask, store::PlatformDb& platform, const EventQuery& query);

/// As clients see it: what is personal stands in `data` beside the rest, as long as it was not erased.
port::Json event_json(const store::SealedEvent& event);

enum class EventFormat { csv, jsonl };
/// Column names; only CSV has such a line.
std::string event_head(EventFormat format);
std::string event_line(EventFormat format, const store::SealedEvent& event);

}  // namespace doorward::service

// Pages of events: of one tenant along its sealed sequence, of all tenants along the time.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "store/event_row.hh"

namespace doorward::store {

/// What is absent does not filter.
struct EventFilter {
  std::optional<std::string> type, correlation_id;
  std::optional<Id> actor, subject;
  std::optional<Time> from, to;  // the former included, the latter not
};

/// Sealed ones of the tenant, newest first, only those before the sequence `before`. Times are found by ids, which
/// begin with theirs, so that a page costs what it holds and not what came after it.
std::vector<SealedEvent> event_page(TenantDb& db, const EventFilter& filter, std::optional<std::int64_t> before,
                                    int limit);

/// Likewise of all tenants, before the event `before`.
struct EventPageOfAll {
  std::vector<SealedEvent> items;
  std::optional<EventId> looked_back_to;  // no further; nullopt: to the beginning
};
/// Looks at `events_at_once` events at most, so a page may be short, or empty, though there are more.
EventPageOfAll event_page_of_all(PlatformDb& platform, const EventFilter& filter, std::optional<EventId> before,
                                 int limit);
inline constexpr int events_at_once = 1000;

}  // namespace doorward::store

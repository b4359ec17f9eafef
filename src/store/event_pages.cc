// Each filter of a tenant's page has an index that ends with the sequence; which one serves is the server's choice.
#include "store/event_pages.hh"

#include <array>

namespace doorward::store {
namespace {

#define OF_TENANT \
  "SELECT " EVENT_WITH_DETAILS " FROM t_events e LEFT JOIN t_event_details d ON d.event_id = e.id WHERE "
// Else MySQL would rather sort the whole of a table that is not many times as large.
#define LATEST "(SELECT * FROM events FORCE INDEX (events_id) WHERE id < ? AND id >= ? ORDER BY id DESC LIMIT ?) e"

constexpr std::string_view first_since = "SELECT sequence FROM t_events WHERE id >= ? ORDER BY id LIMIT 1";
constexpr std::string_view last_until = "SELECT sequence FROM t_events WHERE id < ? ORDER BY id DESC LIMIT 1";
constexpr std::string_view of_all = "SELECT " EVENT_WITH_DETAILS " FROM " LATEST
                                    " LEFT JOIN event_details d ON d.tenant_id = e.tenant_id AND d.event_id = e.id"
                                    " WHERE e.sequence IS NOT NULL";
constexpr std::string_view looked_at = "SELECT MIN(e.id), COUNT(*) FROM " LATEST;

/// An event is sealed soon after it came about; nobody's transaction and no host's clock is an hour late.
constexpr std::chrono::hours late_at_most{1};

struct Conditions {
  std::string text;
  std::vector<port::SqlValue> values;
  void add(std::string_view condition, port::SqlValue value) {
    text += (text.empty() ? "" : " AND ") + std::string(condition);
    values.push_back(std::move(value));
  }
};

void add_filter(Conditions& all, const EventFilter& filter) {
  if (filter.type) all.add("e.type = ?", *filter.type);
  if (filter.actor) all.add("e.actor_id = ?", port::sql(*filter.actor));
  if (filter.subject) all.add("e.subject_id = ?", port::sql(*filter.subject));
  if (filter.correlation_id) all.add("e.correlation_id = ?", *filter.correlation_id);
  if (filter.from) all.add("e.occurred_at >= ?", *filter.from);
  if (filter.to) all.add("e.occurred_at < ?", *filter.to);
}

/// The least id of that millisecond.
Id first_id_of(Time at) {
  const std::array<std::uint8_t, 10> zeros{};
  Id id = Id::version7(at, zeros);
  for (std::size_t i = 6; i < id.bytes.size(); ++i) id.bytes[i] = 0;
  return id;
}

/// 0: that event is not sealed yet; nullopt: there is no such event.
std::optional<std::int64_t> sequence_near(TenantDb& db, std::string_view statement, Time at) {
  std::optional<std::int64_t> found;
  db.each(statement, {port::sql(first_id_of(at))},
          [&](const port::SqlRow& row) { found = row.null(0) ? 0 : row.number(0); });
  return found;
}

}  // namespace

std::vector<SealedEvent> event_page(TenantDb& db, const EventFilter& filter, std::optional<std::int64_t> before,
                                    int limit) {
  Conditions all;
  all.add("e.sequence >= ?", std::int64_t{1});
  if (before) all.add("e.sequence < ?", *before);
  if (filter.from) {
    const auto first = sequence_near(db, first_since, *filter.from - late_at_most);
    if (!first) return {};
    if (*first > 0) all.add("e.sequence >= ?", *first);
  }
  if (filter.to) {
    const auto last = sequence_near(db, last_until, *filter.to + late_at_most);
    if (!last) return {};
    if (*last > 0) all.add("e.sequence <= ?", *last);
  }
  add_filter(all, filter);
  all.values.emplace_back(std::int64_t(limit));
  std::vector<SealedEvent> page;
  db.each(OF_TENANT + all.text + " ORDER BY e.sequence DESC LIMIT ?", all.values,
          [&](const port::SqlRow& row) { page.push_back(read_event_with_details(row)); });
  return page;
}

EventPageOfAll event_page_of_all(PlatformDb& platform, const EventFilter& filter, std::optional<EventId> before,
                                 int limit) {
  constexpr std::chrono::milliseconds one{1};
  static const std::string above_all(16, '\xFF');
  port::SqlValue below = above_all;
  if (before)
    below = port::sql(*before);
  else if (filter.to)
    below = port::sql(first_id_of(*filter.to + one));
  const port::SqlValue from = port::sql(filter.from ? first_id_of(*filter.from) : Id{});
  const std::vector<port::SqlValue> window{below, from, std::int64_t{events_at_once}};

  EventPageOfAll page;
  Conditions all;
  add_filter(all, filter);
  auto values = window;
  values.insert(values.end(), all.values.begin(), all.values.end());
  values.emplace_back(std::int64_t(limit));
  platform.mysql().each(
      std::string(of_all) + (all.text.empty() ? "" : " AND " + all.text) + " ORDER BY e.id DESC LIMIT ?", values,
      [&](const port::SqlRow& row) { page.items.push_back(read_event_with_details(row)); });
  if (page.items.size() == std::size_t(limit)) {
    page.looked_back_to = page.items.back().event.id;
    return page;
  }
  platform.mysql().each(looked_at, window, [&](const port::SqlRow& row) {
    if (row.number(1) == events_at_once) page.looked_back_to = EventId(row.id(0));
  });
  return page;
}

}  // namespace doorward::store

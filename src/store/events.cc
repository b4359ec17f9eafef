// Two inserts for one event, for a pair, or for a lot. Sequence and chain are given later, by the upkeep.
#include "store/events.hh"

#include "port/crypto.hh"
#include "store/lots.hh"

namespace doorward::store {
namespace {

#define EVENT_MARKS "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define DETAILS_MARKS "(?, ?, ?, ?, ?, ?)"
#define EVENT_COLUMNS                                                                                           \
  "(tenant_id, id, type, actor_type, actor_id, subject_id, impersonator_id, session_id, correlation_id, data, " \
  "details_hash, occurred_at) VALUES "
#define DETAILS_COLUMNS "(tenant_id, event_id, salt, ip_address, user_agent, personal) VALUES "
constexpr std::string_view insert_event = "INSERT INTO t_events " EVENT_COLUMNS EVENT_MARKS;
constexpr std::string_view insert_details = "INSERT INTO t_event_details " DETAILS_COLUMNS DETAILS_MARKS;
constexpr std::string_view insert_pair = "INSERT INTO t_events " EVENT_COLUMNS EVENT_MARKS ", " EVENT_MARKS;
constexpr std::string_view insert_details_of_pair =
    "INSERT INTO t_event_details " DETAILS_COLUMNS DETAILS_MARKS ", " DETAILS_MARKS;
const Lots& insert_events() {
  static const Lots lots([](int size) { return "INSERT INTO events " EVENT_COLUMNS + repeated(EVENT_MARKS, size); });
  return lots;
}
const Lots& insert_all_details() {
  static const Lots lots(
      [](int size) { return "INSERT INTO event_details " DETAILS_COLUMNS + repeated(DETAILS_MARKS, size); });
  return lots;
}

std::string object_text(const port::Json& value) { return value.null() ? "{}" : port::dump_json(value); }

EventDetails details_of(const Event& event) {
  return {event.salt, event.ip_address, event.user_agent, object_text(event.personal)};
}

using Values = std::vector<port::SqlValue>;

Values event_values(TenantId tenant, const Event& event) {
  return {port::sql(tenant),
          port::sql(event.id),
          event.type,
          std::string(to_word(event.actor_type)),
          port::sql(event.actor),
          port::sql(event.subject),
          port::sql(event.impersonator),
          port::sql(event.session),
          event.correlation_id,
          object_text(event.data),
          details_hash(details_of(event)),
          event.occurred_at};
}

Values details_values(TenantId tenant, const Event& event) {
  EventDetails details = details_of(event);
  return {port::sql(tenant),  port::sql(event.id), details.salt,
          details.ip_address, details.user_agent,  details.personal};
}

void append(Values& all, Values more) {
  for (auto& value : more) all.push_back(std::move(value));
}

}  // namespace

std::string_view to_word(ActorType type) {
  switch (type) {
    case ActorType::user: return "user";
    case ActorType::api_key: return "api_key";
    case ActorType::system: return "system";
    case ActorType::op: return "operator";
  }
  return "";
}

std::string details_hash(const EventDetails& details) {
  return port::sha256(details.salt + "{\"ip_address\":" + port::dump_json(details.ip_address) + ",\"user_agent\":" +
                      port::dump_json(details.user_agent) + ",\"personal\":" + details.personal + "}");
}

void write_event(TenantDb& db, const Event& event) {
  db.run(insert_event, event_values(db.tenant(), event));
  db.run(insert_details, details_values(db.tenant(), event));
}

void write_events(TenantDb& db, const std::vector<Event>& events) {
  const auto insert = [&](std::string_view one, std::string_view pair, Values (*values_of)(TenantId, const Event&)) {
    for (std::size_t at = 0; at < events.size(); at += 2) {
      const bool both = at + 1 < events.size();
      Values values = values_of(db.tenant(), events[at]);
      if (both) append(values, values_of(db.tenant(), events[at + 1]));
      db.run(both ? pair : one, values);
    }
  };
  insert(insert_event, insert_pair, event_values);
  insert(insert_details, insert_details_of_pair, details_values);
}

void write_events(PlatformDb& platform, const std::vector<TenantEvent>& events) {
  const auto insert = [&](const Lots& lots, Values (*values_of)(TenantId, const Event&)) {
    lots.each(events.size(), [&](std::string_view statement, std::size_t first, std::size_t size) {
      Values all;
      for (std::size_t at = first; at < first + size; ++at) append(all, values_of(events[at].tenant, events[at].event));
      platform.mysql().run(statement, all);
    });
  };
  insert(insert_events(), event_values);
  insert(insert_all_details(), details_values);
}

void write_event(PlatformDb& platform, TenantId tenant, const Event& event) {
  write_events(platform, {{tenant, event}});
}

}  // namespace doorward::store

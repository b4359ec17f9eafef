// Two inserts. Sequence and chain are given later, by the upkeep.
#include "store/events.hh"

#include "port/crypto.hh"

namespace doorward::store {
namespace {

#define EVENT_COLUMNS                                                                                           \
  "(tenant_id, id, type, actor_type, actor_id, subject_id, impersonator_id, session_id, correlation_id, data, " \
  "details_hash, occurred_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define DETAILS_COLUMNS "(tenant_id, event_id, salt, ip_address, user_agent, personal) VALUES (?, ?, ?, ?, ?, ?)"
constexpr std::string_view insert_event = "INSERT INTO t_events " EVENT_COLUMNS;
constexpr std::string_view insert_details = "INSERT INTO t_event_details " DETAILS_COLUMNS;
constexpr std::string_view insert_event_anywhere = "INSERT INTO events " EVENT_COLUMNS;
constexpr std::string_view insert_details_anywhere = "INSERT INTO event_details " DETAILS_COLUMNS;

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

void write_event(PlatformDb& platform, TenantId tenant, const Event& event) {
  platform.mysql().run(insert_event_anywhere, event_values(tenant, event));
  platform.mysql().run(insert_details_anywhere, details_values(tenant, event));
}

}  // namespace doorward::store

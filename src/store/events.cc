// Two inserts. Sequence and chain are given later, by the upkeep.
#include "store/events.hh"

#include "port/crypto.hh"

namespace doorward::store {
namespace {

constexpr std::string_view insert_event =
    "INSERT INTO t_events (tenant_id, id, type, actor_type, actor_id, subject_id, impersonator_id, session_id, "
    "correlation_id, data, details_hash, occurred_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view insert_details =
    "INSERT INTO t_event_details (tenant_id, event_id, salt, ip_address, user_agent, personal) "
    "VALUES (?, ?, ?, ?, ?, ?)";

std::string object_text(const port::Json& value) { return value.null() ? "{}" : port::dump_json(value); }

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

std::string details_hash(const Event& event) {
  port::Json details;
  details.set("ip_address", event.ip_address);
  details.set("user_agent", event.user_agent);
  details.set("personal", event.personal.null() ? port::Json(port::Json::Object{}) : event.personal);
  return port::sha256(event.salt + port::dump_json(details));
}

void write_event(TenantDb& db, const Event& event) {
  db.run(insert_event,
         {port::sql(db.tenant()), port::sql(event.id), event.type, std::string(to_word(event.actor_type)),
          port::sql(event.actor), port::sql(event.subject), port::sql(event.impersonator), port::sql(event.session),
          event.correlation_id, object_text(event.data), details_hash(event), event.occurred_at});
  db.run(insert_details, {port::sql(db.tenant()), port::sql(event.id), event.salt, event.ip_address, event.user_agent,
                          object_text(event.personal)});
}

}  // namespace doorward::store

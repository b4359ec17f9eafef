// One shape for the API and for files.
#include "base/csv.hh"
#include "port/json.hh"
#include "service/event_list.hh"

namespace doorward::service {
namespace {

using port::Json;

Json id_or_null(const std::optional<Id>& id) { return id ? Json(id->text()) : Json(); }
Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }
std::string text_of(const std::optional<Id>& id) { return id ? id->text() : ""; }

/// The event's own members, and the personal ones.
Json data_of(const store::SealedEvent& one) {
  Json all = Json::Object{};
  for (const auto& text : {one.event.data, one.details ? one.details->personal : "{}"}) {
    const auto part = port::parse_json(text);
    if (!part || !part->object()) continue;
    for (const auto& [name, value] : *part->object()) all.set(name, value);
  }
  return all;
}

}  // namespace

Json event_json(const store::SealedEvent& one) {
  const auto& e = one.event;
  return Json::Object{{"id", e.id.text()},
                      {"sequence", e.sequence},
                      {"type", e.type},
                      {"tenant_id", e.tenant.nil() ? Json() : Json(e.tenant.text())},
                      {"actor_type", e.actor_type},
                      {"actor_id", id_or_null(e.actor)},
                      {"subject_id", id_or_null(e.subject)},
                      {"impersonator_id", id_or_null(e.impersonator)},
                      {"session_id", id_or_null(e.session)},
                      {"correlation_id", text_or_null(e.correlation_id)},
                      {"ip_address", text_or_null(one.details ? one.details->ip_address : "")},
                      {"user_agent", text_or_null(one.details ? one.details->user_agent : "")},
                      {"data", data_of(one)},
                      {"occurred_at", to_rfc3339(e.occurred_at)}};
}

std::string event_head(EventFormat format) {
  if (format == EventFormat::jsonl) return "";
  return csv_line({"sequence", "occurred_at", "type", "id", "tenant_id", "actor_type", "actor_id", "subject_id",
                   "impersonator_id", "session_id", "correlation_id", "ip_address", "user_agent", "data"});
}

std::string event_line(EventFormat format, const store::SealedEvent& one) {
  if (format == EventFormat::jsonl) return port::dump_json(event_json(one)) + "\n";
  const auto& e = one.event;
  return csv_line({std::to_string(e.sequence), to_rfc3339(e.occurred_at), e.type, e.id.text(),
                   e.tenant.nil() ? "" : e.tenant.text(), e.actor_type, text_of(e.actor), text_of(e.subject),
                   text_of(e.impersonator), text_of(e.session), e.correlation_id,
                   one.details ? one.details->ip_address : "", one.details ? one.details->user_agent : "",
                   port::dump_json(data_of(one))});
}

}  // namespace doorward::service

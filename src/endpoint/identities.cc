// GET /auth/identities, and what linking and choosing answer.
#include "endpoint/identities.hh"

#include "endpoint/call.hh"
#include "port/json.hh"

namespace doorward::endpoint {

using port::Json;

Json belonging_object(const service::Belonging& one) {
  return Json::Object{
      {"id", one.tenant.text()}, {"slug", one.slug}, {"name", one.name}, {"role", one.role}, {"main", one.main}};
}

Result<http::Response> identities_answer(const Result<std::vector<service::Membership>>& memberships) {
  if (!memberships) return memberships.error();
  Json::Array items;
  for (const auto& one : *memberships) {
    const bool current = items.empty();
    items.push_back(
        Json::Object{{"tenant", Json::Object{{"id", one.who.tenant.text()}, {"slug", one.slug}, {"name", one.name}}},
                     {"email", one.email},
                     {"role", one.role},
                     {"main", one.main},
                     {"current", current},
                     {"linked_at", current ? Json() : Json(to_rfc3339(one.linked_at))}});
  }
  return http::Response::json(200, Json::Object{{"items", std::move(items)}, {"next_cursor", Json()}});
}

Result<http::Response> list_identities(Call& call) {
  return identities_answer(service::memberships_of(call.ask, {call.visitor->user.tenant, call.visitor->user.id}));
}

}  // namespace doorward::endpoint

// A tenant's roles: GET and POST /auth/roles, PATCH and DELETE /auth/roles/{name}, GET /auth/permissions.
#include "service/roles.hh"

#include "endpoint/call.hh"
#include "endpoint/fields.hh"
#include "endpoint/limits.hh"
#include "endpoint/objects.hh"

namespace doorward::endpoint {
namespace {

using port::Json;

Json role_object(const service::ShownRole& role) {
  const auto& row = role.row;
  return Json::Object{{"name", row.role.name},
                      {"built_in", role.built_in},
                      {"description", row.description},
                      {"permissions", Json::strings(row.role.permissions)},
                      {"created_at", role.built_in ? Json() : Json(to_rfc3339(row.created_at))},
                      {"updated_at", row.updated_at ? Json(to_rfc3339(*row.updated_at)) : Json()}};
}

service::RoleChange read_change(Fields& fields) {
  service::RoleChange change;
  change.description = fields.maybe_text("description", longest::description);
  change.permissions = fields.maybe_texts("permissions", longest::permission, longest::permissions);
  return change;
}

}  // namespace

Result<http::Response> list_roles(Call& call) {
  Json::Array items;
  for (const auto& role : service::list_roles(call.ask, call.actor())) items.push_back(role_object(role));
  return page_answer(std::move(items), std::nullopt);
}

Result<http::Response> create_role(Call& call) {
  Fields fields(call.body);
  const auto name = fields.text("name", longest::role);
  const auto wanted = read_change(fields);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  const auto made = service::create_role(call.ask, call.actor(), name, wanted);
  if (!made) return made.error();
  return http::Response::json(201, role_object(*made));
}

Result<http::Response> change_role(Call& call) {
  Fields fields(call.body);
  const auto change = read_change(fields);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  const auto changed = service::change_role(call.ask, call.actor(), call.path.at(0), change);
  if (!changed) return changed.error();
  Json said = role_object(changed->role);
  const auto& later = changed->revoked.effective_at;
  if (later) said.set("effective_at", to_rfc3339(*later));
  return http::Response::json(later ? 202 : 200, said);
}

Result<http::Response> delete_role(Call& call) {
  if (auto gone = service::delete_role(call.ask, call.actor(), call.path.at(0)); !gone) return gone.error();
  return http::Response::empty(204);
}

Result<http::Response> list_permissions(Call& call) {
  Json::Array items;
  for (const auto& each : service::list_permissions(call.ask, call.actor()))
    items.push_back(
        Json::Object{{"name", each.name}, {"description", each.sentence}, {"built_in", !each.sentence.empty()}});
  return page_answer(std::move(items), std::nullopt);
}

}  // namespace doorward::endpoint

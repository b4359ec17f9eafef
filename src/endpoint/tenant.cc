// GET and PATCH /auth/tenant: the organization that one acts in.
#include <algorithm>

#include "endpoint/objects.hh"
#include "endpoint/tenant_answer.hh"
#include "service/domain_check.hh"

namespace doorward::endpoint {
namespace {

port::Json check_object(const std::optional<store::DomainCheck>& check) {
  if (!check) return {};
  return port::Json::Object{
      {"asked_at", to_rfc3339(check->asked_at)},
      {"checked_at", check->checked_at ? port::Json(to_rfc3339(*check->checked_at)) : port::Json()},
      {"why", check->checked_at ? port::Json(check->why) : port::Json()}};
}

}  // namespace

Result<http::Response> show_tenant(Call& call) {
  const auto tenant = service::tenant_itself(call.ask, call.tenant->id);
  if (!tenant) return tenant.error();
  const auto& mine = call.visitor->user.permissions;
  const bool changes = std::find(mine.begin(), mine.end(), "manage_tenant") != mine.end();
  if (!changes) return http::Response::json(200, tenant_object(*tenant));
  auto whole = own_tenant_object(*tenant);
  whole.set("domain_check", check_object(service::domain_check_of(call.ask, *tenant)));
  return http::Response::json(200, whole);
}

Result<http::Response> change_tenant(Call& call) {
  const auto change = tenant_change(call);
  if (!change) return change.error();
  return changed_answer(service::change_tenant(call.ask, call.actor(), *change));
}

}  // namespace doorward::endpoint

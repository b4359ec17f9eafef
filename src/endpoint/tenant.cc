// GET and PATCH /auth/tenant: the organization that one acts in.
#include <algorithm>

#include "endpoint/objects.hh"
#include "endpoint/tenant_answer.hh"

namespace doorward::endpoint {

Result<http::Response> show_tenant(Call& call) {
  const auto tenant = service::tenant_itself(call.ask, call.tenant->id);
  if (!tenant) return tenant.error();
  const auto& mine = call.visitor->user.permissions;
  const bool changes = std::find(mine.begin(), mine.end(), "manage_tenant") != mine.end();
  return http::Response::json(200, changes ? own_tenant_object(*tenant) : tenant_object(*tenant));
}

Result<http::Response> change_tenant(Call& call) {
  const auto change = tenant_change(call);
  if (!change) return change.error();
  return changed_answer(service::change_tenant(call.ask, call.actor(), *change));
}

}  // namespace doorward::endpoint

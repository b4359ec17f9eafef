// POST /auth/platform/tenants/{id}/plan, suspend, activate, restore and domain.
#include "endpoint/fields.hh"
#include "endpoint/limits.hh"
#include "endpoint/tenant_answer.hh"

namespace doorward::endpoint {
namespace {

using Step = Result<service::TenantChanged> (*)(service::Ask&, const service::Above&, TenantId);

Result<http::Response> step(Call& call, Step take) {
  const auto id = tenant_in_path(call);
  if (!id) return id.error();
  const auto by = service::above(*call.visitor, *id);
  if (!by) return by.error();
  return changed_answer(take(call.ask, *by, *id));
}

}  // namespace

Result<http::Response> suspend_tenant(Call& call) { return step(call, service::suspend_tenant); }
Result<http::Response> activate_tenant(Call& call) { return step(call, service::activate_tenant); }
Result<http::Response> restore_tenant(Call& call) { return step(call, service::restore_tenant); }

Result<http::Response> accept_domain(Call& call) {
  const auto id = tenant_in_path(call);
  if (!id) return id.error();
  const auto by = service::above(*call.visitor, *id);
  if (!by) return by.error();
  Fields fields(call.body);
  const auto domain = fields.text("custom_domain", longest::domain);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  return changed_answer(service::accept_domain(call.ask, *by, *id, domain));
}

Result<http::Response> change_plan(Call& call) {
  const auto id = tenant_in_path(call);
  if (!id) return id.error();
  const auto by = service::above(*call.visitor, *id);
  if (!by) return by.error();
  Fields fields(call.body);
  service::PlanChange change;
  std::vector<FieldError> wrongs;
  change.plan_type = fields.maybe_text("plan_type", longest::slug);
  read_beside(fields, change, wrongs);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  if (!wrongs.empty()) return Error(Code::VALIDATION_ERROR, std::move(wrongs));
  return changed_answer(service::change_plan(call.ask, *by, *id, change));
}

}  // namespace doorward::endpoint

#include "endpoint/tenant_answer.hh"

#include "endpoint/fields.hh"
#include "endpoint/limits.hh"
#include "endpoint/objects.hh"
#include "endpoint/revoked.hh"

namespace doorward::endpoint {

Result<service::TenantChange> tenant_change(const Call& call) {
  Fields fields(call.body);
  service::TenantChange change;
  change.name = fields.maybe_text("name", longest::organization);
  change.slug = fields.maybe_text("slug", longest::slug);
  change.domain = fields.maybe_text("custom_domain", longest::domain);
  if (const auto* domain = call.body.find("custom_domain"); domain && domain->null()) change.domain = "";
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  return change;
}

Result<http::Response> changed_answer(const Result<service::TenantChanged>& changed) {
  if (!changed) return changed.error();
  if (changed->revoked.effective_at) return revoked_answer(changed->revoked);
  return http::Response::json(200, own_tenant_object(changed->tenant));
}

Result<TenantId> tenant_in_path(const Call& call) {
  const auto id = Id::parse(call.path.at(0));
  if (!id || id->nil()) return Code::NOT_FOUND;
  return TenantId(*id);
}

}  // namespace doorward::endpoint

// POST /auth/platform/impersonate: acts as somebody of a tenant, for support. The answer holds an access token and
// nothing that could renew it.
#include "endpoint/call.hh"
#include "endpoint/fields.hh"
#include "endpoint/objects.hh"
#include "service/impersonation.hh"
#include "service/visitor.hh"

namespace doorward::endpoint {
namespace {

constexpr std::size_t id_bytes = 36, slug_bytes = 63, reason_bytes = 2000;

/// X-Tenant-ID and the member say the same thing, and one of them is enough. People of a tenant are in it already.
Result<TenantFacts> house_of(Call& call, const std::optional<std::string>& named) {
  if (!named || named->empty()) return call.tenant ? Result<TenantFacts>(*call.tenant) : Code::TENANT_REQUIRED;
  if (call.tenant)
    return service::is_named(*call.tenant, *named) ? Result<TenantFacts>(*call.tenant) : Code::TENANT_MISMATCH;
  if (!call.visitor->platform()) return Code::INSUFFICIENT_PERMISSIONS;
  return service::find_tenant(call.ask, *named);
}

}  // namespace

Result<http::Response> impersonate(Call& call) {
  Fields fields(call.body);
  const auto user = fields.text("user_id", id_bytes);
  const auto tenant = fields.maybe_text("tenant_id", slug_bytes);
  const auto reason = fields.text("reason", reason_bytes);
  if (auto refusal = fields.refusal()) return *refusal;
  const auto house = house_of(call, tenant);
  if (!house) return house.error();
  const auto id = Id::parse(user);
  const auto entered = service::impersonate(call.ask, *call.visitor, *house, {UserId(id.value_or(Id())), reason});
  if (!entered) return entered.error();
  return http::Response::json(
      200, port::Json::Object{{"user", user_object(entered->user, entered->tenant, entered->permissions)},
                              {"tenant", tenant_object(entered->tenant)},
                              {"tokens", tokens_object(*entered->tokens)}});
}

}  // namespace doorward::endpoint

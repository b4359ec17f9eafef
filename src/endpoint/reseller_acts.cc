// POST /auth/platform/resellers/{id}/suspend and activate; POST /auth/platform/tenants/{id}/reseller.
#include "endpoint/limits.hh"
#include "endpoint/reseller_fields.hh"
#include "endpoint/revoked.hh"

namespace doorward::endpoint {
namespace {

using Step = Result<service::ResellerDone> (*)(service::Ask&, const service::Above&, TenantId);

/// 200 when it holds everywhere, 202 with the moment from which it does; and how many tenants it was.
Result<http::Response> step(Call& call, Step take) {
  const auto about = about_reseller(call);
  if (!about) return about.error();
  const auto done = take(call.ask, about->by, about->id);
  if (!done) return done.error();
  port::Json body = port::Json::Object{{"tenants", std::int64_t(done->tenants)}};
  if (done->revoked.effective_at) body.set("effective_at", to_rfc3339(*done->revoked.effective_at));
  return http::Response::json(done->revoked.effective_at ? 202 : 200, body);
}

}  // namespace

Result<http::Response> suspend_reseller(Call& call) { return step(call, service::suspend_reseller); }
Result<http::Response> activate_reseller(Call& call) { return step(call, service::activate_reseller); }

Result<http::Response> move_tenant(Call& call) {
  const auto about = about_reseller(call);
  if (!about) return about.error();
  Fields fields(call.body);
  const auto to = fields.maybe_text("reseller_id", longest::id);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  if (!call.body.find("reseller_id")) return wrong("reseller_id", "This field is required; null is the platform.");
  const auto id = to ? Id::parse(*to) : std::nullopt;
  if (to && !id) return wrong("reseller_id", "is no reseller");
  const auto moved =
      service::move_tenant(call.ask, about->by, about->id, id ? std::optional(TenantId(*id)) : std::nullopt);
  if (!moved) return moved.error();
  return revoked_answer(*moved);
}

}  // namespace doorward::endpoint

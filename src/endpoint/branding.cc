// GET and PATCH /auth/platform/branding: how the service looks where no tenant's own is shown.
#include "service/branding.hh"

#include "endpoint/call.hh"
#include "endpoint/fields.hh"
#include "endpoint/limits.hh"

namespace doorward::endpoint {
namespace {

http::Response shown(const Theme& theme) {
  const auto text = [](const std::string& value) { return value.empty() ? port::Json() : port::Json(value); };
  return http::Response::json(200, port::Json::Object{{"name", text(theme.name)},
                                                      {"logo_url", text(theme.logo_url)},
                                                      {"primary_color", text(theme.primary_color)},
                                                      {"support_address", text(theme.support_address)}});
}

}  // namespace

Result<http::Response> show_branding(Call& call) { return shown(service::platform_branding(call.ask)); }

Result<http::Response> change_branding(Call& call) {
  Fields fields(call.body);
  service::BrandingChange change;
  for (const char* name : {"name", "logo_url", "primary_color", "support_address"}) {
    const auto value = fields.maybe_text(name, longest::avatar_url);
    if (call.body.find(name)) change[name] = value;
  }
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  TenantFacts platform;
  platform.id = platform_tenant;
  const auto changed = service::change_branding(call.ask, service::actor_of(*call.visitor, platform), change);
  if (!changed) return changed.error();
  return shown(*changed);
}

}  // namespace doorward::endpoint

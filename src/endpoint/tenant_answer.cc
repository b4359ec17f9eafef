#include "endpoint/tenant_answer.hh"

#include "endpoint/limits.hh"
#include "endpoint/objects.hh"
#include "endpoint/revoked.hh"

namespace doorward::endpoint {
namespace {

/// A number, "none" for no limit, null for what the plan says.
void read_limits(const port::Json::Object& given, service::PlanChange& change, std::vector<FieldError>& wrongs) {
  for (const auto& [name, value] : given) {
    if (value.null())
      change.limits[name] = std::nullopt;
    else if (value.integer())
      change.limits[name] = std::optional(*value.integer());
    else if (value.string() && *value.string() == "none")
      change.limits[name] = std::optional<std::int64_t>();
    else
      wrongs.push_back({"limits." + name, "A number, \"none\" or null is expected."});
  }
}

void read_features(const port::Json::Object& given, service::PlanChange& change, std::vector<FieldError>& wrongs) {
  for (const auto& [name, value] : given) {
    if (value.null())
      change.features[name] = std::nullopt;
    else if (value.flag())
      change.features[name] = *value.flag();
    else
      wrongs.push_back({"features." + name, "true, false or null is expected."});
  }
}

}  // namespace

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

void read_beside(Fields& fields, service::PlanChange& change, std::vector<FieldError>& wrongs) {
  if (const auto* limits = fields.maybe_object("limits")) read_limits(*limits, change, wrongs);
  if (const auto* features = fields.maybe_object("features")) read_features(*features, change, wrongs);
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

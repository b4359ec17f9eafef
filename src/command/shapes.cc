#include "command/shapes.hh"

#include "base/text.hh"

namespace doorward::command {

using port::Json;

Json tenant_json(const Tenant& tenant) {
  return Json::Object{{"id", tenant.id.text()},        {"slug", tenant.slug},
                      {"name", tenant.name},           {"status", to_word(tenant.status)},
                      {"plan_type", tenant.plan_type}, {"created_at", to_rfc3339(tenant.created_at)}};
}

Json whole_tenant_json(const Tenant& tenant) {
  Json whole = tenant_json(tenant);
  whole.set("features", Json::strings(tenant.terms.features));
  for (const auto& name : limit_names()) {
    const auto limit = tenant.terms.limit(name);
    whole.set(name, limit ? Json(*limit) : Json());
  }
  whole.set("custom_domain", tenant.custom_domain ? Json(*tenant.custom_domain) : Json());
  if (tenant.wanted_domain) {
    whole.set("wanted_domain", *tenant.wanted_domain);
    whole.set("domain_token", tenant.domain_token);
  }
  if (tenant.suspended_at) whole.set("suspended_at", to_rfc3339(*tenant.suspended_at));
  if (tenant.canceled_at) whole.set("canceled_at", to_rfc3339(*tenant.canceled_at));
  whole.set("overrides", to_text(tenant.overrides));
  whole.set("reseller_id", tenant.reseller ? Json(tenant.reseller->text()) : Json());
  return whole;
}

Json reseller_json(const Reseller& reseller) {
  const auto number = [](const auto& value) { return value ? Json(*value) : Json(); };
  const auto& [max_tenants, max_users, plans] = reseller.quota;
  return Json::Object{{"id", reseller.id.text()},       {"slug", reseller.slug},
                      {"name", reseller.name},          {"status", to_word(reseller.status)},
                      {"tenants", reseller.tenants},    {"max_tenants", number(max_tenants)},
                      {"max_users", number(max_users)}, {"plans", join(plans, " ")}};
}

Json day_json(const store::DayFigures& day) {
  const auto figure = [&](std::int64_t count) { return day.known() ? Json(count) : Json(); };
  return Json::Object{{"day", day.day},
                      {"complete", day.complete},
                      {"counted_until", day.counted_until ? Json(to_rfc3339(*day.counted_until)) : Json()},
                      {"sign_ins", figure(day.sign_ins)},
                      {"mfa_sign_ins", figure(day.mfa_sign_ins)},
                      {"active_users", figure(day.active_users)},
                      {"failures", figure(day.failures)},
                      {"new_users", figure(day.new_users)}};
}

Json user_json(const User& user) {
  return Json::Object{{"id", user.id.text()},
                      {"email", user.email},
                      {"email_verified", user.email_verified},
                      {"name", user.first_name + (user.last_name.empty() ? "" : " ") + user.last_name},
                      {"role", user.role},
                      {"status", to_word(user.status)},
                      {"last_login_at", user.last_login_at ? Json(to_rfc3339(*user.last_login_at)) : Json()},
                      {"created_at", to_rfc3339(user.created_at)}};
}

Json with_effect(Json shown, const service::Revoked& revoked) {
  if (revoked.effective_at) shown.set("effective_at", to_rfc3339(*revoked.effective_at));
  return shown;
}

}  // namespace doorward::command

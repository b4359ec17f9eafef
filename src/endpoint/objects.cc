// Absent values are null, never missing: a client may rely on every name.
#include "endpoint/objects.hh"

#include "base/text.hh"
#include "model/plan.hh"
#include "service/own_tenant.hh"

namespace doorward::endpoint {
namespace {

using port::Json;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }
Json id_or_null(const std::optional<TenantId>& id) { return id ? Json(id->text()) : Json(); }
Json time_or_null(const std::optional<Time>& time) { return time ? Json(to_rfc3339(*time)) : Json(); }

Json features_object(const Tenant& tenant) {
  Json features = Json::Object{};
  for (const auto& feature : tenant.terms.features) features.set(feature, true);
  return features;
}

Json limits_object(const Tenant& tenant) {
  Json limits = Json::Object{};
  for (const auto& name : limit_names()) {
    const auto limit = tenant.terms.limit(name);
    limits.set(name, limit ? Json(*limit) : Json());
  }
  return limits;
}

/// Neither the platform's row nor a reseller's house.
bool is_tenant(const Tenant& tenant) { return tenant.kind == TenantKind::tenant && !tenant.id.nil(); }

}  // namespace

Json user_object(const User& user, const Tenant& tenant, const std::vector<std::string>& permissions) {
  return Json::Object{{"id", user.id.text()},
                      {"tenant_id", is_tenant(tenant) ? Json(user.tenant.text()) : Json()},
                      {"email", user.email},
                      {"email_verified", user.email_verified},
                      {"first_name", user.first_name},
                      {"last_name", user.last_name},
                      {"avatar_url", text_or_null(user.avatar_url)},
                      {"timezone", text_or_null(user.timezone)},
                      {"locale", text_or_null(user.locale)},
                      {"role", user.role},
                      {"permissions", Json::strings(permissions)},
                      {"status", to_word(user.status)},
                      {"mfa_enabled", user.mfa_enabled},
                      {"reseller_id", id_or_null(user.reseller)},
                      {"last_login_at", time_or_null(user.last_login_at)},
                      {"login_count", user.login_count},
                      {"created_at", to_rfc3339(user.created_at)},
                      {"updated_at", to_rfc3339(user.updated_at)}};
}

Json tenant_object(const Tenant& tenant) {
  if (!is_tenant(tenant)) return Json();
  const auto domain = tenant.custom_domain ? Json(*tenant.custom_domain) : Json();
  return Json::Object{{"id", tenant.id.text()},
                      {"slug", tenant.slug},
                      {"name", tenant.name},
                      {"status", to_word(tenant.status)},
                      {"plan_type", tenant.plan_type},
                      {"features", features_object(tenant)},
                      {"limits", limits_object(tenant)},
                      {"branding", Json::Object{{"logo_url", text_or_null(tenant.theme.logo_url)},
                                                {"primary_color", text_or_null(tenant.theme.primary_color)},
                                                {"custom_domain", domain}}},
                      {"reseller_id", id_or_null(tenant.reseller)},
                      {"created_at", to_rfc3339(tenant.created_at)}};
}

Json own_tenant_object(const Tenant& tenant) {
  Json whole = tenant_object(tenant);
  whole.set("domain", tenant.wanted_domain
                          ? Json(Json::Object{{"name", *tenant.wanted_domain},
                                              {"url", service::domain_proof_url(*tenant.wanted_domain)},
                                              {"token", tenant.domain_token}})
                          : Json());
  return whole;
}

Json tokens_object(const service::Tokens& tokens) {
  const bool renewable = !tokens.refresh_token.empty();
  return Json::Object{{"access_token", tokens.access_token.reveal()},
                      {"refresh_token", renewable ? Json(tokens.refresh_token.reveal()) : Json()},
                      {"token_type", "Bearer"},
                      {"expires_in", tokens.expires_in.count()},
                      {"refresh_expires_in", renewable ? Json(tokens.refresh_expires_in.count()) : Json()}};
}

Json session_object(const Session& session, SessionId current) {
  return Json::Object{{"id", session.id.text()},
                      {"user_id", session.user.text()},
                      {"ip_address", session.ip_address},
                      {"user_agent", session.user_agent},
                      {"device", Json::Object{{"id", text_or_null(session.device_id)}}},
                      {"created_at", to_rfc3339(session.created_at)},
                      {"last_used_at", to_rfc3339(session.last_used_at)},
                      {"expires_at", to_rfc3339(session.expires_at)},
                      {"current", session.id == current},
                      {"impersonator", session.impersonator ? Json(session.impersonator->text()) : Json()}};
}

http::Response page_answer(Json::Array items, const std::optional<std::string>& next_cursor) {
  return http::Response::json(
      200, Json::Object{{"items", std::move(items)}, {"next_cursor", next_cursor ? Json(*next_cursor) : Json()}});
}

}  // namespace doorward::endpoint

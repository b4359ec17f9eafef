// What a request says of its tenant, gathered first and then held against each other.
#include "route/tenant.hh"

#include <algorithm>

#include "base/text.hh"
#include "http/cookie.hh"
#include "http/origin.hh"
#include "service/visitor.hh"

namespace doorward::route {
namespace {

/// One source: any of these names (slug or id), or the owner of this domain.
struct Claim {
  std::vector<std::string> names;
  std::string domain;
};

bool on(const Config& config, std::string_view source) {
  const auto& sources = config.service.tenant_sources;
  return std::find(sources.begin(), sources.end(), source) != sources.end();
}

std::vector<std::string> location_names(const std::string& value) {
  std::string blanks = value;
  std::replace(blanks.begin(), blanks.end(), ',', ' ');
  const auto listed = words(blanks);
  if (std::find(listed.begin(), listed.end(), "*") != listed.end()) return {};
  return {listed.begin(), listed.end()};
}

std::string host_name(const std::string& host) {
  return lower_ascii(std::string_view(host).substr(
      0, host.find_last_of(':') == std::string::npos || host.ends_with(']') ? host.size() : host.find_last_of(':')));
}

/// "acme" of "acme.sites.example"; a host of our own or a loopback one names nobody, any other may be a
/// tenant's own domain.
std::optional<Claim> host_claim(const Config& config, const http::Request& request) {
  const auto host = host_name(request.host);
  const auto& site = config.service.site_domain;
  if (!site.empty()) {
    if (host == site) return std::nullopt;
    if (host.ends_with("." + site)) return Claim{{host.substr(0, host.size() - site.size() - 1)}, ""};
  }
  const auto own = http::origin_of(config.service.public_url);
  if (host.empty() || http::loopback_host(host) || host == host_name(own.substr(own.find("//") + 2)))
    return std::nullopt;
  return Claim{{}, host};
}

struct Claims {
  std::optional<Claim> location;
  std::vector<Claim> rest;  // host, header, query
};

Claims gather(const Config& config, const http::Request& request, const Body& body) {
  Claims found;
  if (request.location_tenant && on(config, "location"))
    if (auto names = location_names(*request.location_tenant); !names.empty())
      found.location = Claim{std::move(names), ""};
  if (on(config, "host"))
    if (auto claim = host_claim(config, request)) found.rest.push_back(std::move(*claim));
  if (const auto name = request.header("x-tenant-id"); name && on(config, "header"))
    found.rest.push_back({{std::string(trim(*name))}, ""});
  if (on(config, "query")) {
    if (const auto name = request.query_parameter("tenant_id")) found.rest.push_back({{*name}, ""});
    if (!body.tenant.empty()) found.rest.push_back({{body.tenant}, ""});
  }
  return found;
}

/// Does the claim mean this tenant? An unknown domain is just another name of this service.
bool means(service::Ask& ask, const Claim& claim, const TenantFacts& tenant) {
  if (claim.domain.empty())
    return std::any_of(claim.names.begin(), claim.names.end(),
                       [&](const std::string& name) { return service::is_named(tenant, name); });
  const auto owner = service::find_tenant_of_host(ask, claim.domain);
  return owner ? owner->id == tenant.id : owner.error().code == Code::NOT_FOUND;
}

Result<std::optional<TenantFacts>> all_mean(service::Ask& ask, const Claims& claims, TenantFacts tenant) {
  if (claims.location && !means(ask, *claims.location, tenant)) return Code::TENANT_MISMATCH;
  for (const auto& claim : claims.rest)
    if (!means(ask, claim, tenant)) return Code::TENANT_MISMATCH;
  return std::optional(std::move(tenant));
}

/// The first source that names a tenant, without the credential; a location's list of several names none.
Result<std::optional<TenantFacts>> first_named(service::Ask& ask, const Claims& claims,
                                               service::InStatus status = service::InStatus::active) {
  std::vector<const Claim*> order;
  if (claims.location && claims.location->names.size() == 1) order.push_back(&*claims.location);
  for (const auto& claim : claims.rest) order.push_back(&claim);
  for (const auto* claim : order) {
    auto found = claim->domain.empty() ? service::find_tenant(ask, claim->names.front(), status)
                                       : service::find_tenant_of_host(ask, claim->domain);
    if (found) return std::optional(std::move(*found));
    if (claim->domain.empty() || found.error().code != Code::NOT_FOUND) return found.error();
  }
  return std::optional<TenantFacts>();
}

Result<std::optional<TenantFacts>> without_credential(service::Ask& ask, const Claims& claims) {
  auto first = first_named(ask, claims);
  if (!first) return first;
  const auto& config = ask.world.config;
  if (!*first && on(config, "default") && !config.service.default_tenant.empty()) {
    auto standard = service::find_tenant(ask, config.service.default_tenant);
    if (!standard) return standard.error();
    first = std::optional(std::move(*standard));
  }
  if (!*first) return Code::TENANT_REQUIRED;
  return all_mean(ask, claims, std::move(**first));
}

/// Administrators of the platform and resellers have no tenant; they may name one that they administer, and
/// pass no place that is bound to one. The platform reads of those that are suspended or canceled too.
Result<std::optional<TenantFacts>> of_platform(service::Ask& ask, const Row& row, const Claims& claims,
                                               const TenantFacts& house) {
  if (claims.location) return Code::TENANT_MISMATCH;
  const bool any = house.kind == TenantKind::platform && row.effect == Effect::reads;
  auto named = first_named(ask, claims, any ? service::InStatus::any : service::InStatus::active);
  if (!named || !*named) return named;
  if (house.kind == TenantKind::reseller && (*named)->reseller != house.id) return Code::INVALID_TENANT;
  return all_mean(ask, claims, std::move(**named));
}

Result<std::optional<TenantFacts>> of_visitor(service::Ask& ask, const Row& row, const Claims& claims,
                                              const Visitor& visitor) {
  if (visitor.tenant.kind != TenantKind::tenant) return of_platform(ask, row, claims, visitor.tenant);
  if (on(ask.world.config, "credential")) return all_mean(ask, claims, visitor.tenant);
  auto named = without_credential(ask, claims);
  if (named && (*named)->id != visitor.tenant.id) return Code::TENANT_MISMATCH;
  return named;
}

/// A token that is not proved yet: what else names a tenant must name the token's.
Result<std::optional<TenantFacts>> of_token(service::Ask& ask, const Claims& claims,
                                            const std::optional<TenantId>& token) {
  if (!token || !on(ask.world.config, "credential")) return std::optional<TenantFacts>();
  auto named = first_named(ask, claims);
  if (!named || (*named && (*named)->id != *token)) return Code::TENANT_MISMATCH;
  return *named ? all_mean(ask, claims, std::move(**named)) : std::move(named);
}

}  // namespace

Result<std::optional<TenantFacts>> resolve_tenant(service::Ask& ask, const Row& row, const http::Request& request,
                                                  const Body& body, const std::optional<Visitor>& visitor) {
  const bool stranger = wants_visitor(row) && !visitor;  // refused anyway
  if (row.needs == Needs::nobody || row.needs == Needs::check || stranger) return std::optional<TenantFacts>();
  const auto claims = gather(ask.world.config, request, body);
  if (row.needs == Needs::tenant) return without_credential(ask, claims);
  if (row.needs == Needs::link) {
    const auto* token = body.json.find(body.json.find("invite_token") ? "invite_token" : "token");
    const bool there = token && token->string() && !token->string()->empty();
    return there ? of_token(ask, claims, service::tenant_named_by(*token->string())) : without_credential(ask, claims);
  }
  if (visitor) {
    auto found = of_visitor(ask, row, claims, *visitor);
    if (found && !*found && row.needs == Needs::acting) return Code::TENANT_REQUIRED;
    return found;
  }
  const auto* in_body = body.json.find("refresh_token");
  const auto token = in_body && in_body->string() ? std::optional(*in_body->string())
                                                  : http::cookie_of(request, http::CookieKind::refresh);
  return of_token(ask, claims, token ? service::tenant_named_by(*token) : std::nullopt);
}

}  // namespace doorward::route

// Slug and domain are each one among all tenants, so whatever changes here is the platform's to write.
#include "service/own_tenant.hh"

#include <algorithm>

#include "base/encode.hh"
#include "base/text.hh"
#include "model/slug.hh"
#include "port/unicode.hh"
#include "service/event.hh"
#include "service/person.hh"
#include "service/places.hh"
#include "service/revocation.hh"
#include "store/tenants.hh"

namespace doorward::service {
namespace {

constexpr std::size_t name_max = 200;
const std::string domain_feature = "custom_domain";
constexpr const char* verified = "tenant_domain_verified";

/// Of an address such as "https://sso.example.org:8443/x".
std::string_view host_of(std::string_view url) {
  url.remove_prefix(std::min(url.size(), url.find("//") + 2));
  return url.substr(0, url.find_first_of(":/"));
}

/// No top-level domain begins with one, but what resolvers take for an address: 127.1, 0x7f000001.0, 10.0x1.
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A host name with a dot, of somebody else than this service.
std::optional<std::string> good_domain(const Config& config, const std::string& typed) {
  auto host = port::ascii_host(typed);
  const auto& site = config.service.site_domain;
  if (!host || host->find('.') == std::string::npos || is_digit(host->at(host->rfind('.') + 1))) return std::nullopt;
  if (!site.empty() && (*host == site || host->ends_with("." + site))) return std::nullopt;
  if (lower_ascii(host_of(config.service.public_url)) == *host) return std::nullopt;
  return host;
}

Result<void> take_domain(Ask& ask, const std::string& typed, Tenant& tenant) {
  tenant.wanted_domain.reset();
  tenant.domain_token.clear();
  if (typed.empty()) {
    tenant.custom_domain.reset();
    return {};
  }
  if (!tenant.terms.has(domain_feature)) return not_in_plan(ask.world.config.plans, domain_feature);
  const auto host = good_domain(ask.world.config, typed);
  if (!host) return wrong("custom_domain", "is not a host name that a tenant can have");
  if (tenant.custom_domain == host) return {};
  tenant.wanted_domain = host;
  tenant.domain_token = new_domain_token(ask);
  return {};
}

Result<void> apply(Ask& ask, const Actor& by, const TenantChange& change, Tenant& tenant) {
  if (change.name) {
    const auto name = checked_name(*change.name, name_max);
    if (!name || name->empty()) return wrong("name", "must be 1 to 200 characters without control characters");
    tenant.name = *name;
  }
  if (change.slug && *change.slug != tenant.slug) {
    const std::vector<std::string> none;
    if (const auto fault = slug_fault(*change.slug, by.is_operator() ? none : ask.world.config.signup.reserved))
      return *fault;
    tenant.slug = *change.slug;
  }
  return change.domain ? take_domain(ask, *change.domain, tenant) : Result<void>();
}

/// Inside the transaction. Sites are bound to slugs: who could leave many behind would take them from others.
Result<void> take_slug(Ask& ask, store::PlatformDb& platform, const Actor& by, const Tenant& tenant,
                       const std::string& slug) {
  constexpr int most = 5;
  store::change_slug(platform, tenant, slug, ask.world.random.id(ask.now), ask.now);
  if (by.is_operator() || store::count_former_slugs(platform, tenant.id) <= most) return {};
  return Error(Code::CONFLICT, "The slug was changed too often; an operator can change it.");
}

void note(Ask& ask, store::PlatformDb& platform, const Actor& by, const Tenant& before, const Tenant& after) {
  store::Event event = event_by(ask, by, "tenant_changed");
  event.subject = after.id;
  std::vector<std::string> fields;
  if (before.name != after.name) fields.emplace_back("name");
  if (before.slug != after.slug) {
    fields.emplace_back("slug");
    event.data.set("slug", after.slug).set("former_slug", before.slug);
  }
  if (before.wanted_domain != after.wanted_domain || before.custom_domain != after.custom_domain)
    fields.emplace_back("custom_domain");
  event.data.set("fields", port::Json::strings(fields));
  store::write_event(platform, after.id, event);
}

Result<TenantChanged> give_domain(Ask& ask, const Above& by, TenantId id, const std::string& domain,
                                  const std::optional<std::string>& token, store::Event event) {
  store::PlatformDb& platform = ask.world.platform;
  Result<Tenant> answer = Code::NOT_FOUND;
  try {
    platform.transaction([&] {
      auto tenant = store::lock_tenant(platform, id);
      answer = Code::NOT_FOUND;
      if (!tenant || !by.reaches(*tenant) || !tenant->wanted_domain) return false;
      answer = Error(Code::CONFLICT, "The tenant asks for another domain meanwhile.");
      if (tenant->wanted_domain != port::ascii_host(domain) || (token && *token != tenant->domain_token)) return false;
      if (!tenant->terms.has(domain_feature)) return answer = not_in_plan(platform.plans(), domain_feature), false;
      tenant->custom_domain = std::exchange(tenant->wanted_domain, std::nullopt);
      tenant->domain_token.clear();
      tenant->updated_at = ask.now;
      store::update_tenant(platform, *tenant);
      event.subject = id;
      event.data.set("domain", *tenant->custom_domain);
      store::write_event(platform, id, event);
      answer = *tenant;
      return true;
    });
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() != port::SqlRefusal::duplicate) throw;
    return Error(Code::CONFLICT, "Another tenant has this domain.");
  }
  if (!answer) return answer.error();
  return TenantChanged{*answer, forget_tenant(ask, id, ask.now)};
}

}  // namespace

Result<Tenant> tenant_itself(Ask& ask, TenantId id) {
  store::TenantDb db(ask.world.database, id);
  auto tenant = store::own_tenant(db);
  if (!tenant) return Code::INVALID_TENANT;
  return *std::move(tenant);
}

Result<TenantChanged> change_tenant(Ask& ask, const Actor& by, const TenantChange& change) {
  store::PlatformDb& platform = ask.world.platform;
  Result<Tenant> answer = Code::INVALID_TENANT;
  try {
    platform.transaction([&] {
      const auto before = store::lock_tenant(platform, by.tenant);
      answer = Code::INVALID_TENANT;
      if (!before) return false;
      Tenant after = *before;
      if (auto good = apply(ask, by, change, after); !good) return answer = good.error(), false;
      if (after.slug != before->slug)
        if (auto taken = take_slug(ask, platform, by, *before, after.slug); !taken)
          return answer = taken.error(), false;
      after.updated_at = ask.now;
      store::update_tenant(platform, after);
      note(ask, platform, by, *before, after);
      answer = after;
      return true;
    });
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() == port::SqlRefusal::duplicate) return Code::SLUG_TAKEN;
    throw;
  }
  if (!answer) return answer.error();
  return TenantChanged{*answer, forget_tenant(ask, by.tenant, answer->updated_at)};
}

std::string new_domain_token(Ask& ask) {
  constexpr std::size_t size = 24;
  return to_base64url(ask.world.random.bytes(size));
}

std::string domain_proof_url(const std::string& domain) { return "https://" + domain + "/.well-known/doorward-domain"; }

Result<TenantChanged> accept_domain(Ask& ask, const Above& by, TenantId id, const std::string& domain,
                                    const std::optional<std::string>& token) {
  if (by.reseller) return Error(Code::INSUFFICIENT_PERMISSIONS, "The platform alone vouches for a domain.");
  return give_domain(ask, by, id, domain, token, event_by(ask, by.actor, verified));
}

Result<TenantChanged> accept_proved_domain(Ask& ask, TenantId id, const std::string& domain, const std::string& token) {
  store::Event event = event_of(ask, verified);
  event.actor_type = store::ActorType::system;
  return give_domain(ask, operator_above(id), id, domain, token, std::move(event));
}

}  // namespace doorward::service

// The row is held while it is decided, so of two changes at once each sees what the other made of it.
#include "service/tenant_life.hh"

#include <functional>

#include "service/quota.hh"
#include "service/revocation.hh"
#include "store/resellers.hh"
#include "store/tenants.hh"

namespace doorward::service {
namespace {

/// Decides about the locked row: a value says whether something changes.
using Change = std::function<Result<bool>(Tenant&, store::Event&)>;

Result<TenantChanged> changed(Ask& ask, const Above& by, TenantId id, const char* type, const Change& change) {
  store::PlatformDb& platform = ask.world.platform;
  Result<Tenant> answer = Code::NOT_FOUND;
  platform.transaction([&] {
    auto tenant = store::lock_tenant(platform, id);
    answer = Code::NOT_FOUND;
    if (!tenant || !by.reaches(*tenant)) return false;
    store::Event event = event_by(ask, by.actor, type);
    event.subject = id;
    const auto differs = change(*tenant, event);
    answer = differs ? Result<Tenant>(*tenant) : differs.error();
    if (!differs || !*differs) return false;
    tenant->updated_at = ask.now;
    store::update_tenant(platform, *tenant);
    store::write_event(platform, id, event);
    answer = *tenant;
    return true;
  });
  if (!answer) return answer.error();
  // Repeated, it is told again: memory may not have heard the first time.
  return TenantChanged{*answer, forget_tenant(ask, id, answer->updated_at)};
}

/// What the platform ends, it begins again. True: it did not hold the tenant yet.
bool hold(Ask& ask, const Above& by, TenantId id) {
  return !by.reseller && store::hold(ask.world.platform, id, ask.now);
}

Result<void> let_go(Ask& ask, const Above& by, const Tenant& tenant) {
  if (by.reseller && store::is_held(ask.world.platform, tenant.id))
    return Error(Code::INSUFFICIENT_PERMISSIONS, "The platform suspended or canceled this tenant.");
  if (!by.reseller && tenant.status == TenantStatus::active) store::let_go(ask.world.platform, tenant.id);
  return {};
}

Error is_canceled() { return Error(Code::CONFLICT, "The tenant is canceled; it can be restored."); }

std::string limit_word(const std::optional<std::optional<std::int64_t>>& value) {
  if (!value) return "plan";
  return *value ? std::to_string(**value) : "none";
}

/// What is wrong with the words, whatever tenant it is about.
std::vector<FieldError> faults_of(const Plans& plans, const PlanChange& change) {
  std::vector<FieldError> faults;
  if (change.plan_type && !find_plan(plans, *change.plan_type))
    faults.push_back({"plan_type", "is not basic, pro or enterprise"});
  for (const auto& [name, value] : change.limits) {
    if (!is_limit(name))
      faults.push_back({"limits." + name, "is not a limit"});
    else if (value && *value && !parse_limit(std::to_string(**value)))
      faults.push_back({"limits." + name, "must be a number from 1 to 1000000000"});
  }
  for (const auto& [name, value] : change.features)
    if (!is_feature(name)) faults.push_back({"features." + name, "is not a feature"});
  return faults;
}

void apply(const PlanChange& change, Tenant& tenant, port::Json& data) {
  if (change.plan_type) tenant.plan_type = *change.plan_type;
  data.set("plan_type", tenant.plan_type);
  for (const auto& [name, value] : change.limits) {
    tenant.overrides.limits.erase(name);
    if (value) tenant.overrides.limits[name] = *value;
    data.set(name, limit_word(value));
  }
  for (const auto& [name, on] : change.features) {
    tenant.overrides.features.erase(name);
    if (on) tenant.overrides.features[name] = *on;
    data.set(name, on ? (*on ? "on" : "off") : "plan");
  }
}

/// A domain that the plan no longer gives is nobody's at once. False: there is none.
bool give_domain_up(Ask& ask, const Above& by, Tenant& tenant) {
  const auto given = effective_terms(ask.world.config.plans, tenant.plan_type, tenant.overrides, {});
  if (given.has("custom_domain") || (!tenant.custom_domain && !tenant.wanted_domain)) return false;
  store::Event event = event_by(ask, by.actor, "tenant_domain_lost");
  event.subject = tenant.id;
  event.data.set("domain", tenant.custom_domain ? *tenant.custom_domain : *tenant.wanted_domain);
  store::write_event(ask.world.platform, tenant.id, event);
  tenant.custom_domain.reset();
  tenant.wanted_domain.reset();
  tenant.domain_token.clear();
  return true;
}

}  // namespace

Result<TenantChanged> suspend_tenant(Ask& ask, const Above& by, TenantId id) {
  return changed(ask, by, id, "tenant_suspended", [&](Tenant& tenant, store::Event&) -> Result<bool> {
    if (tenant.status == TenantStatus::canceled) return is_canceled();
    const bool held = hold(ask, by, id);
    const bool by_itself = store::forget_suspension(ask.world.platform, id);  // no more with its reseller
    if (tenant.status == TenantStatus::suspended) return by_itself || held;
    tenant.status = TenantStatus::suspended;
    tenant.suspended_at = ask.now;
    return true;
  });
}

Result<TenantChanged> activate_tenant(Ask& ask, const Above& by, TenantId id) {
  return changed(ask, by, id, "tenant_activated", [&](Tenant& tenant, store::Event&) -> Result<bool> {
    if (tenant.status == TenantStatus::canceled) return is_canceled();
    if (tenant.status == TenantStatus::active) return false;
    if (by.reseller)  // who came in a moment ago may have been suspended with all tenants since
      if (auto fit = within_quota(by, ask.world.platform, &tenant, tenant); !fit) return fit.error();
    store::forget_suspension(ask.world.platform, id);
    tenant.status = TenantStatus::active;
    if (auto free = let_go(ask, by, tenant); !free) return free.error();
    tenant.suspended_at.reset();
    return true;
  });
}

Result<TenantChanged> cancel_tenant(Ask& ask, const Above& by, TenantId id) {
  return changed(ask, by, id, "tenant_canceled", [&](Tenant& tenant, store::Event& event) -> Result<bool> {
    const bool held = hold(ask, by, id);
    if (tenant.status == TenantStatus::canceled) return held;
    tenant.status = TenantStatus::canceled;
    tenant.canceled_at = tenant.tokens_not_before = ask.now;
    event.data.set("removed_from", to_rfc3339(ask.now + ask.world.config.tenants.keep_canceled));
    return true;
  });
}

Result<TenantChanged> restore_tenant(Ask& ask, const Above& by, TenantId id) {
  return changed(ask, by, id, "tenant_restored", [&](Tenant& tenant, store::Event&) -> Result<bool> {
    if (tenant.status != TenantStatus::canceled) return Error(Code::CONFLICT, "The tenant is not canceled.");
    const Tenant before = tenant;
    tenant.status = tenant.suspended_at ? TenantStatus::suspended : TenantStatus::active;
    if (auto free = let_go(ask, by, tenant); !free) return free.error();
    if (auto fit = within_quota(by, ask.world.platform, &before, tenant); !fit) return fit.error();
    tenant.canceled_at.reset();
    return true;
  });
}

Result<TenantChanged> change_plan(Ask& ask, const Above& by, TenantId id, const PlanChange& change) {
  const Plans& plans = ask.world.config.plans;
  if (auto faults = faults_of(plans, change); !faults.empty())  // whether there is such a tenant or not
    return Error(Code::VALIDATION_ERROR, std::move(faults));
  return changed(ask, by, id, "tenant_plan_changed", [&](Tenant& tenant, store::Event& event) -> Result<bool> {
    const Tenant before = tenant;
    if (auto good = lay_beside(plans, change, tenant, event.data); !good) return good.error();
    if (auto fit = within_quota(by, ask.world.platform, &before, tenant); !fit) return fit.error();
    const bool lost = give_domain_up(ask, by, tenant);
    return lost || before.plan_type != tenant.plan_type || to_text(before.overrides) != to_text(tenant.overrides);
  });
}

Result<void> lay_beside(const Plans& plans, const PlanChange& change, Tenant& tenant, port::Json& data) {
  if (auto faults = faults_of(plans, change); !faults.empty()) return Error(Code::VALIDATION_ERROR, std::move(faults));
  apply(change, tenant, data);
  tenant.terms = effective_terms(plans, tenant.plan_type, tenant.overrides, tenant.off);
  return {};
}

}  // namespace doorward::service

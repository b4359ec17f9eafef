// Tenants and resellers as the platform sees them.
#include "store/tenants.hh"
#include "base/text.hh"
#include "model/plan.hh"
#include "model/slug.hh"
#include "service/administration.hh"
#include "service/change_setting.hh"
#include "service/event.hh"
#include "service/person.hh"
#include "service/quota.hh"
#include "store/resellers.hh"

namespace doorward::service {
namespace {

constexpr std::string_view platform_word = "platform";
constexpr std::size_t name_max = 200;

Result<Tenant> tenant_of(Ask& ask, const NewTenant& wanted) {
  if (const auto fault = slug_fault(wanted.slug, {})) return *fault;
  const auto name = checked_name(wanted.name.empty() ? wanted.slug : wanted.name, name_max);
  if (!name || name->empty()) return wrong("name", "must be 1 to 200 characters without control characters");
  const Terms* plan = find_plan(ask.world.config.plans, wanted.plan_type);
  if (!plan) return wrong("plan_type", "is not basic, pro or enterprise");
  for (const auto& [setting, value] : wanted.settings)
    if (auto good = setting_is_good(ask.world.config, setting, value); !good) return good.error();
  Tenant tenant;
  tenant.id = TenantId(ask.world.random.id(ask.now));
  tenant.kind = wanted.reseller ? TenantKind::reseller : TenantKind::tenant;
  tenant.reseller = wanted.owner;
  tenant.slug = wanted.slug;
  tenant.name = *name;
  tenant.plan_type = wanted.plan_type;
  tenant.terms = *plan;
  tenant.theme = ask.world.config.theme;
  port::Json said;
  if (auto good = lay_beside(ask.world.config.plans, wanted.beside, tenant, said); !good) return good.error();
  tenant.tokens_not_before = tenant.created_at = tenant.updated_at = ask.now;
  return tenant;
}

Result<void> owner_is_good(store::PlatformDb& platform, const NewTenant& wanted) {
  if (!wanted.owner) return {};
  const auto owner = store::find_tenant(platform, *wanted.owner);
  if (owner && owner->kind == TenantKind::reseller && !wanted.reseller) return {};
  return wrong("reseller_id", "is no reseller");
}

Result<Tenant> insert(Ask& ask, store::PlatformDb& platform, const Above& by, const NewTenant& wanted) {
  auto tenant = tenant_of(ask, wanted);
  if (!tenant) return tenant;
  if (auto good = owner_is_good(platform, wanted); !good) return good.error();
  store::Event event = event_by(ask, by.actor, "organization_created");
  event.subject = tenant->id;
  event.data.set("slug", tenant->slug).set("plan_type", tenant->plan_type).set("kind", to_word(tenant->kind));
  if (wanted.quota) note_quota(event, *wanted.quota);
  Result<void> fit;
  try {
    platform.transaction([&] {
      fit = within_quota(by, platform, nullptr, *tenant);
      if (!fit) return false;
      store::insert_tenant(platform, *tenant);
      if (wanted.quota) store::put_quota(platform, tenant->id, *wanted.quota, ask.now);
      for (const auto& [name, value] : wanted.settings)
        store::put_tenant_setting(platform, tenant->id, name, value, ask.now);
      store::write_event(platform, tenant->id, event);
      return true;
    });
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() == port::SqlRefusal::duplicate) return Code::SLUG_TAKEN;
    throw;
  }
  return fit ? tenant : fit.error();
}

}  // namespace

Result<Tenant> create_tenant(Ask& ask, store::PlatformDb& platform, const NewTenant& wanted) {
  return insert(ask, platform, operator_above({}), wanted);
}

Result<Tenant> create_tenant(Ask& ask, const Above& by, NewTenant wanted) {
  if (by.reseller) wanted.owner = by.reseller;
  return insert(ask, ask.world.platform, by, wanted);
}

Result<Tenant> show_tenant(Ask&, store::PlatformDb& platform, std::string_view slug_or_id) {
  std::optional<Tenant> found;
  if (slug_or_id == platform_word)
    found = store::find_tenant(platform, platform_tenant);
  else if (const auto id = Id::parse(slug_or_id); id && !id->nil())
    found = store::find_tenant(platform, TenantId(*id));
  else if (!slug_or_id.empty())
    found = store::find_tenant_by_slug(platform, std::string(slug_or_id));
  if (!found) return Code::INVALID_TENANT;
  return *found;
}

}  // namespace doorward::service

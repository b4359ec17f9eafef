#include "service/tenant_removal.hh"

#include "service/event.hh"
#include "service/revocation.hh"
#include "store/leaving.hh"

namespace doorward::service {
namespace {

/// In one transaction with its event; whoever restored it meanwhile has it.
void begin(Ask& ask, store::PlatformDb& platform, const store::Leaving& tenant, Time until) {
  platform.transaction([&] {
    if (!store::begin_leaving(platform, tenant.id, until, ask.now)) return false;
    store::Event event = event_of(ask, "tenant_removed");
    event.actor_type = store::ActorType::system;
    event.subject = tenant.id;
    event.data.set("slug", tenant.slug);
    store::write_event(platform, platform_tenant, event);
    return true;
  });
  (void)forget_tenant(ask, tenant.id, ask.now);
}

/// Links go on both sides; in one transaction with the events of the others. How many.
std::int64_t unlink(Ask& ask, store::PlatformDb& platform, TenantId tenant, int limit) {
  std::vector<store::OwnHalf> halves;
  platform.transaction([&] {
    std::vector<store::TenantEvent> events;
    halves = store::own_halves(platform, tenant, limit);
    for (const auto& [user, other] : halves) {
      store::drop_half(platform, {tenant, user}, other.tenant);
      if (!store::drop_half(platform, other, tenant)) continue;
      // Which tenant it was is nobody's business there.
      store::Event event = event_of(ask, "identity_unlinked");
      event.actor_type = store::ActorType::system;
      event.subject = other.user;
      events.push_back({other.tenant, event});
    }
    if (!events.empty()) store::write_events(platform, events);
    return !halves.empty();
  });
  return std::int64_t(halves.size());
}

}  // namespace

Batch remove_canceled(Ask& ask, store::PlatformDb& platform, int limit) {
  const Time until = ask.now - ask.world.config.tenants.keep_canceled;
  const auto tenant = store::next_leaving(platform, until);
  if (!tenant) return {};
  if (!tenant->begun) {
    begin(ask, platform, *tenant, until);
    return {1, true};
  }
  if (const auto unlinked = unlink(ask, platform, tenant->id, limit); unlinked > 0) return {unlinked, true};
  const auto removed = store::remove_rows(platform, tenant->id, limit);
  if (removed == 0) store::end_leaving(platform, tenant->id);
  return {removed, true};
}

}  // namespace doorward::service

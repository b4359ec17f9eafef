// A value is tried on this host's settings before it is written; whoever reads it tries it again.
#include "service/change_setting.hh"

#include "service/event.hh"
#include "service/settings.hh"
#include "store/tenants.hh"

namespace doorward::service {

Result<void> setting_is_good(const Config& config, const std::string& name, const std::string& value) {
  if (!tenant_decides(name)) return wrong(name, "is not a setting that a tenant decides");
  Config trial = config;
  return set_config(trial, name, value);
}

Result<void> change_setting(Ask& ask, store::PlatformDb& platform, TenantId tenant, const std::string& name,
                            const std::optional<std::string>& value) {
  if (!tenant_decides(name)) return wrong(name, "is not a setting that a tenant decides");
  if (value)
    if (auto good = setting_is_good(ask.world.config, name, *value); !good) return good.error();
  store::Event event = event_of(ask, "setting_changed");
  event.actor_type = store::ActorType::op;
  event.subject = tenant;
  event.data.set("name", name);
  if (value) event.data.set("value", *value);
  platform.transaction([&] {
    if (value)
      store::put_tenant_setting(platform, tenant, name, *value, ask.now);
    else
      store::remove_tenant_setting(platform, tenant, name);
    store::write_event(platform, tenant, event);
    return true;
  });
  return {};
}

}  // namespace doorward::service

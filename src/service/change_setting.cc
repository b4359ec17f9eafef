// A value is tried on this host's settings before it is written; whoever reads it tries it again.
#include "service/change_setting.hh"

#include <cstdio>

#include "model/colour.hh"
#include "model/picture.hh"
#include "service/settings.hh"
#include "store/settings.hh"
#include "store/tenants.hh"

namespace doorward::service {
namespace {

store::Event event_of_change(Ask& ask, const Actor& by, TenantId tenant, const SettingChange& change) {
  store::Event event = event_by(ask, by, "setting_changed");
  event.subject = tenant;
  event.data.set("name", change.name);
  if (change.value) event.data.set("value", *change.value);
  return event;
}

Result<void> is_good(const Config& config, const SettingChange& change) {
  if (change.value) return setting_is_good(config, change.name, *change.value);
  if (!tenant_decides(change.name)) return wrong(change.name, "is not a setting that a tenant decides");
  return {};
}

Result<void> can_be_read(const std::string& name, const std::string& value) {
  const auto colour = parse_colour(value);
  if (!colour) return wrong(name, "must be a colour such as #1a5fb4");
  const double ratio = best_contrast(*colour);
  if (ratio >= least_contrast) return {};
  char text[100];
  std::snprintf(text, sizeof text,
                "neither white nor dark words can be read on it: the contrast is %.2f, and must be %.1f", ratio,
                least_contrast);
  return wrong(name, text);
}

}  // namespace

Result<void> setting_is_good(const Config& config, const std::string& name, const std::string& value) {
  if (!tenant_decides(name)) return wrong(name, "is not a setting that a tenant decides");
  Config trial = config;
  if (auto taken = set_config(trial, name, value); !taken || value.empty()) return taken;
  if (name == "theme.logo_url" && !origin_of_picture(value)) return wrong(name, "must be an https address");
  return name == "theme.primary_color" ? can_be_read(name, value) : Result<void>();
}

Result<void> change_setting(Ask& ask, store::PlatformDb& platform, TenantId tenant, const std::string& name,
                            const std::optional<std::string>& value) {
  const SettingChange change{name, value};
  if (!tenant.nil()) return change_settings(ask, operator_in(tenant), {change});
  if (auto good = is_good(ask.world.config, change); !good) return good;
  platform.transaction([&] {
    if (value)
      store::put_tenant_setting(platform, tenant, name, *value, ask.now);
    else
      store::remove_tenant_setting(platform, tenant, name);
    store::write_event(platform, tenant, event_of_change(ask, operator_in(tenant), tenant, change));
    return true;
  });
  return {};
}

Result<void> change_settings(Ask& ask, const Actor& by, const std::vector<SettingChange>& changes) {
  std::vector<FieldError> faults;
  for (const auto& change : changes)
    if (const auto good = is_good(ask.world.config, change); !good)
      faults.insert(faults.end(), good.error().fields.begin(), good.error().fields.end());
  if (!faults.empty()) return Error(Code::VALIDATION_ERROR, std::move(faults));
  store::TenantDb db(ask.world.database, by.tenant);
  db.transaction([&] {
    for (const auto& change : changes) {
      if (change.value)
        store::put_setting(db, change.name, *change.value, ask.now);
      else
        store::remove_setting(db, change.name);
      store::write_event(db, event_of_change(ask, by, by.tenant, change));
    }
    return true;
  });
  return {};
}

}  // namespace doorward::service

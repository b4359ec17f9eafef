// A value is tried on this host's settings before it is written; whoever reads it tries it again.
#include "service/change_setting.hh"

#include <cstdio>

#include "model/colour.hh"
#include "model/picture.hh"
#include "port/unicode.hh"
#include "service/person.hh"
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

Result<void> all_good(const Config& config, const std::vector<SettingChange>& changes) {
  std::vector<FieldError> faults;
  for (const auto& change : changes)
    if (const auto good = is_good(config, change); !good)
      faults.insert(faults.end(), good.error().fields.begin(), good.error().fields.end());
  if (!faults.empty()) return Error(Code::VALIDATION_ERROR, std::move(faults));
  return {};
}

bool is_short_name(const std::string& value) {
  constexpr std::size_t most = 60;
  const auto name = checked_name(value, most);
  return name && *name == value;
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
  if (name == "theme.name" && !is_short_name(value)) return wrong(name, "must be 1 to 60 characters without controls");
  if (name == "theme.support_address" && !origin_of_picture(value) && !port::parse_email(value))
    return wrong(name, "must be an e-mail address, or an https address");
  return name == "theme.primary_color" ? can_be_read(name, value) : Result<void>();
}

Result<void> change_setting(Ask& ask, store::PlatformDb& platform, TenantId tenant, const std::string& name,
                            const std::optional<std::string>& value) {
  const SettingChange change{name, value};
  if (!tenant.nil()) return change_settings(ask, operator_in(tenant), {change});
  return change_platform_settings(ask, platform, operator_in(tenant), {change});
}

Result<void> change_platform_settings(Ask& ask, store::PlatformDb& platform, const Actor& by,
                                      const std::vector<SettingChange>& changes) {
  if (auto good = all_good(ask.world.config, changes); !good) return good;
  platform.transaction([&] {
    for (const auto& change : changes) {
      if (change.value)
        store::put_tenant_setting(platform, platform_tenant, change.name, *change.value, ask.now);
      else
        store::remove_tenant_setting(platform, platform_tenant, change.name);
      store::write_event(platform, platform_tenant, event_of_change(ask, by, platform_tenant, change));
    }
    return true;
  });
  return {};
}

Result<void> change_settings(Ask& ask, const Actor& by, const std::vector<SettingChange>& changes) {
  if (auto good = all_good(ask.world.config, changes); !good) return good;
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

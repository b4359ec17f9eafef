// A page is shown in a plain dress rather than not at all.
#include "service/branding.hh"

#include "base/log.hh"
#include "service/change_setting.hh"
#include "service/settings.hh"

namespace doorward::service {
namespace {

const std::string section = "theme.";

Theme read(Ask& ask) {
  try {
    return platform_branding(ask);
  } catch (const Failure& failure) {
    log(Level::warning, "the platform's branding could not be read", {{"why", failure.what()}});
    return ask.world.config.theme;
  }
}

}  // namespace

Theme platform_branding(Ask& ask) {
  store::TenantDb db(ask.world.database, platform_tenant);
  return settings_of(ask, db).theme;
}

Result<Theme> change_branding(Ask& ask, const Actor& by, const BrandingChange& change) {
  std::vector<SettingChange> changes;
  for (const auto& [name, value] : change) changes.push_back({section + name, value});
  if (auto done = change_platform_settings(ask, ask.world.platform, by, changes); !done) {
    Error error = done.error();
    for (auto& field : error.fields)
      if (field.field.starts_with(section)) field.field.erase(0, section.size());
    return error;
  }
  ask.world.known.theme.until = {};
  return platform_branding(ask);
}

const Theme& theme_for_pages(Ask& ask) {
  auto& known = ask.world.known.theme;
  if (ask.now >= known.until) known = {read(ask), ask.now + ask.world.memory.trust()};
  return known.theme;
}

Theme theme_for_pages(Ask& ask, const Tenant& tenant) {
  if (!tenant.terms.has("custom_branding")) return theme_for_pages(ask);
  store::TenantDb db(ask.world.database, tenant.id);
  return settings_of(ask, db).theme;
}

Theme theme_for_letters(const Config& config, const Tenant& tenant) {
  Theme theme = config.theme;
  theme.logo_url = tenant.theme.logo_url;
  theme.primary_color = tenant.theme.primary_color;
  return theme;
}

}  // namespace doorward::service

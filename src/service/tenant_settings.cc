// The platform's word is a floor for what a tenant writes. An operator speaks for the platform and may write less.
#include "service/tenant_settings.hh"

#include <algorithm>

#include "base/config_value.hh"
#include "service/change_setting.hh"
#include "service/own_tenant.hh"
#include "service/places.hh"
#include "service/revocation.hh"
#include "service/settings.hh"
#include "store/people.hh"
#include "store/settings.hh"
#include "store/tenants.hh"

namespace doorward::service {
namespace {

using port::Json;

enum class Floor { none, least, most, kept, unless_forbidden };
struct Member {
  std::string_view group, name, setting;
  Floor floor;
};
constexpr Member members[] = {
#define MEMBER(group, member, setting, floor) {#group, #member, setting, Floor::floor},
#include "service/tenant_settings.def"
#undef MEMBER
};
constexpr std::string_view features_group = "features", theme_group = "theme";

bool is_group(std::string_view group) {
  return group == features_group ||
         std::any_of(std::begin(members), std::end(members), [&](const Member& m) { return m.group == group; });
}

const Member* find_member(std::string_view group, std::string_view name) {
  const auto* found = std::find_if(std::begin(members), std::end(members),
                                   [&](const Member& m) { return m.group == group && m.name == name; });
  return found == std::end(members) ? nullptr : found;
}

std::string_view type_of(std::string_view setting) {
  for (const auto& row : config_rows())
    if (row.name() == setting) return row.type;
  throw Failure("tenant_settings.def names what is no setting: " + std::string(setting));
}

Json value_of(const Config& config, std::string_view setting) {
  const auto type = type_of(setting);
  if (type == "Number") return setting_number(config, setting);
  if (type == "Flag") return setting_number(config, setting) != 0;
  return setting_text(config, setting);
}

/// As config.def reads it; nullopt: JSON of another kind.
std::optional<std::string> text_of(const Json& value, std::string_view type) {
  if (type == "Number") return value.integer() ? std::optional(std::to_string(*value.integer())) : std::nullopt;
  if (type == "Flag") return value.flag() ? std::optional<std::string>(*value.flag() ? "true" : "false") : std::nullopt;
  return value.string() ? std::optional(*value.string()) : std::nullopt;
}

std::string kind_of(std::string_view type) {
  if (type == "Number") return "A whole number is expected.";
  return type == "Flag" ? "true or false is expected." : "A string is expected.";
}

/// What the platform says, without the tenant.
Config platform_settings(Ask& ask) {
  store::TenantDb db(ask.world.database, platform_tenant);
  return settings_of(ask, db);
}

bool is_weaker(const Config& platform, const Member& member, const std::string& value) {
  Config trial = platform;
  if (!set_config(trial, member.setting, value)) return false;  // refused elsewhere, in better words
  const auto floor = setting_number(platform, member.setting), wanted = setting_number(trial, member.setting);
  switch (member.floor) {
    case Floor::none:
    case Floor::unless_forbidden: return false;
    case Floor::most: return wanted > floor;
    case Floor::least:
    case Floor::kept: return wanted < floor;
  }
  return false;
}

/// Has the platform itself said no? Then an operator's yes would count for nothing either.
bool is_forbidden(Ask& ask, const Member& member, const std::string& value) {
  Config trial;
  if (member.floor != Floor::unless_forbidden || !set_config(trial, member.setting, value)) return false;
  if (setting_number(trial, member.setting) == 0) return false;
  store::TenantDb db(ask.world.database, platform_tenant);
  for (const auto& [name, said] : store::read_settings(db))
    if (name == member.setting && set_config(trial, name, said)) return setting_number(trial, name) == 0;
  return false;
}

Result<std::vector<SettingChange>> read_changes(Ask& ask, const Config& platform, const Actor& by,
                                                const std::string& group, const Json::Object& changes) {
  std::vector<SettingChange> wanted;
  std::vector<FieldError> faults;
  for (const auto& [name, value] : changes) {
    const Member* member = find_member(group, name);
    if (!member) {
      faults.push_back({name, "This field is unknown."});
      continue;
    }
    const auto type = type_of(member->setting);
    const auto text = value.null() ? std::nullopt : text_of(value, type);
    const std::string setting(member->setting);
    if (!value.null() && !text)
      faults.push_back({name, kind_of(type)});
    else if (const auto good = text ? setting_is_good(platform, setting, *text) : Result<void>(); !good)
      faults.push_back({name, good.error().fields.at(0).message});
    else if (text && is_forbidden(ask, *member, *text))
      faults.push_back({name, "The platform does not allow it."});
    else if (text && !by.is_operator() && is_weaker(platform, *member, *text))
      faults.push_back({name, std::string("The platform asks for no ") +
                                  (member->floor == Floor::most ? "more" : "less") + " than " +
                                  setting_text(platform, setting) + "."});
    else
      wanted.push_back({setting, text});
  }
  if (!faults.empty()) return Error(Code::VALIDATION_ERROR, std::move(faults));
  return wanted;
}

Json features_of(const Tenant& tenant) {
  Json shown = Json::Object{};
  for (const auto& name : feature_names()) shown.set(name, tenant.terms.has(name));
  return shown;
}

/// What the tenant would have if it wanted everything.
Terms given_to(const Plans& plans, const Tenant& tenant) {
  return effective_terms(plans, tenant.plan_type, tenant.overrides, {});
}

Result<void> switch_features(const Plans& plans, const Json::Object& changes, Tenant& tenant) {
  const Terms given = given_to(plans, tenant);
  std::vector<FieldError> faults;
  for (const auto& [name, value] : changes) {
    if (!is_feature(name)) {
      faults.push_back({name, "This field is unknown."});
    } else if (!value.flag() && !value.null()) {
      faults.push_back({name, "true or false is expected."});
    } else {
      const bool on = value.null() || *value.flag();
      if (on && !value.null() && !given.has(name)) return not_in_plan(plans, name);
      std::erase(tenant.off, name);
      if (!on) tenant.off.push_back(name);
    }
  }
  if (!faults.empty()) return Error(Code::VALIDATION_ERROR, std::move(faults));
  tenant.terms = effective_terms(plans, tenant.plan_type, tenant.overrides, tenant.off);
  return {};
}

Result<Json> change_features(Ask& ask, const Actor& by, const Json::Object& changes) {
  Result<Tenant> answer = Code::INVALID_TENANT;
  store::TenantDb db(ask.world.database, by.tenant);
  db.transaction([&] {
    store::hold_house(db, ask.now);
    auto tenant = store::own_tenant(db);
    answer = Code::INVALID_TENANT;
    if (!tenant) return false;
    if (auto good = switch_features(db.plans(), changes, *tenant); !good) return answer = good.error(), false;
    tenant->updated_at = ask.now;
    store::switch_own_features(db, *tenant);
    store::Event event = event_by(ask, by, "tenant_features_changed");
    event.subject = by.tenant;
    event.data.set("off", Json::strings(tenant->off));
    store::write_event(db, event);
    answer = *tenant;
    return true;
  });
  if (!answer) return answer.error();
  (void)forget_tenant(ask, by.tenant, ask.now);
  return features_of(*answer);
}

}  // namespace

std::vector<std::string> settings_groups() {
  std::vector<std::string> groups;
  for (const Member& member : members)
    if (std::find(groups.begin(), groups.end(), member.group) == groups.end()) groups.emplace_back(member.group);
  groups.emplace_back(features_group);
  return groups;
}

Result<Json> show_settings(Ask& ask, TenantId id, const std::string& group) {
  if (!is_group(group)) return Code::NOT_FOUND;
  if (group == features_group) {
    const auto tenant = tenant_itself(ask, id);
    return tenant ? Result<Json>(features_of(*tenant)) : tenant.error();
  }
  store::TenantDb db(ask.world.database, id);
  const Config config = settings_of(ask, db);
  Json shown = Json::Object{};
  for (const Member& member : members)
    if (member.group == group) shown.set(std::string(member.name), value_of(config, member.setting));
  return shown;
}

Result<Json> change_settings(Ask& ask, const Actor& by, const std::string& group, const Json::Object& changes) {
  if (!is_group(group)) return Code::NOT_FOUND;
  if (group == features_group) return change_features(ask, by, changes);
  if (group == theme_group) {
    const auto tenant = tenant_itself(ask, by.tenant);
    if (!tenant) return tenant.error();
    if (!tenant->terms.has("custom_branding")) return not_in_plan(ask.world.config.plans, "custom_branding");
  }
  const auto wanted = read_changes(ask, platform_settings(ask), by, group, changes);
  if (!wanted) return wanted.error();
  if (auto changed = change_settings(ask, by, *wanted); !changed) return changed.error();
  return show_settings(ask, by.tenant, group);
}

}  // namespace doorward::service

// doorwardctl tenant settings: the groups of a tenant's settings, as its own people see them over the API.
#include "service/tenant_settings.hh"

#include "base/text.hh"
#include "command/command.hh"

namespace doorward::command {
namespace {

struct Given {
  std::string tenant, group;
  std::vector<std::string> changes;
};

/// As JSON has it where it is JSON (true, 12, null, "12"), else a word.
port::Json value_of(const std::string& text) {
  const auto value = port::parse_json(text);
  return value ? *value : port::Json(text);
}

Result<port::Json> every_group(Shell& shell, TenantId tenant) {
  port::Json shown = port::Json::Object{};
  for (const auto& group : service::settings_groups()) {
    const auto one = service::show_settings(shell.ask(), tenant, group);
    if (!one) return one.error();
    for (const auto& [name, value] : *one->object()) shown.set(join({group, name}, "."), value);
  }
  return shown;
}

Result<port::Json> settings(Shell& shell, const Given& given) {
  const auto tenant = shell.tenant(given.tenant);
  if (!tenant) return tenant.error();
  if (tenant->nil()) return Code::NOT_FOUND;  // the platform's own words are `config set`
  if (given.group.empty()) return every_group(shell, *tenant);
  if (given.changes.empty()) return service::show_settings(shell.ask(), *tenant, given.group);
  port::Json changes = port::Json::Object{};
  for (const auto& change : given.changes) {
    const auto sign = change.find('=');
    if (sign == 0 || sign == std::string::npos) return wrong("change", "is not KEY=VALUE");
    changes.set(change.substr(0, sign), value_of(change.substr(sign + 1)));
  }
  return service::change_settings(shell.ask(), service::operator_in(*tenant), given.group, *changes.object());
}

}  // namespace

Action tenant_settings(port::CliOptions& options) {
  auto given = std::make_shared<Given>();
  options.positional("tenant", given->tenant, "Slug or id");
  options.text("group", given->group,
               "registration, security, theme, notifications or features; all of them when left out");
  options.rest("change", given->changes, "KEY=VALUE; null goes back to what the platform says");
  return [given](Shell& shell) { return settings(shell, *given); };
}

}  // namespace doorward::command

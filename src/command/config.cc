// The commands about settings. What is wrong in a file never comes so far: run() has said it already.
#include "base/config.hh"

#include "command/command.hh"
#include "service/change_setting.hh"
#include "service/settings.hh"

namespace doorward::command {

Action config_check(port::CliOptions&) {
  return [](Shell& shell) -> Result<port::Json> {
    const bool guarded = shell.config.database.isolation == "accounts";
    return port::Json(port::Json::Object{
        {"settings", "good"},
        {"database_isolation", guarded ? "accounts: the database keeps tenants apart"
                                       : "single: one account owns the tables; the database does not guard"}});
  };
}

Action config_show(port::CliOptions& options) {
  auto tenant = std::make_shared<std::string>();
  options.text("--tenant", *tenant, "As they hold for this tenant: slug or id");
  return [tenant](Shell& shell) -> Result<port::Json> {
    Config shown = shell.config;
    if (!tenant->empty()) {
      const auto id = shell.tenant(*tenant);
      if (!id) return id.error();
      store::TenantDb db(shell.ask().world.database, *id);
      shown = service::settings_of(shell.ask(), db);
    }
    return port::Json(port::Json::Object{{"text", print_config(shown)}});
  };
}

namespace {

struct Given {
  std::string name, value, tenant;
};

/// Without --tenant: for all of them.
Result<port::Json> change(Shell& shell, const Given& given, const std::optional<std::string>& value) {
  const auto tenant = given.tenant.empty() ? Result<TenantId>(platform_tenant) : shell.tenant(given.tenant);
  if (!tenant) return tenant.error();
  const auto changed = service::change_setting(shell.ask(), shell.platform(), *tenant, given.name, value);
  if (!changed) return changed.error();
  return port::Json(port::Json::Object{{"name", given.name}, {"value", value ? port::Json(*value) : port::Json()}});
}

std::shared_ptr<Given> one_setting(port::CliOptions& options) {
  auto given = std::make_shared<Given>();
  options.positional("name", given->name, "section.key, one that a tenant may decide");
  options.text("--tenant", given->tenant, "Slug or id; every tenant that does not say otherwise when left out");
  return given;
}

}  // namespace

Action config_set(port::CliOptions& options) {
  auto given = one_setting(options);
  options.positional("value", given->value, "As in doorward.conf");
  return [given](Shell& shell) { return change(shell, *given, given->value); };
}

Action config_unset(port::CliOptions& options) {
  return [given = one_setting(options)](Shell& shell) { return change(shell, *given, std::nullopt); };
}

}  // namespace doorward::command

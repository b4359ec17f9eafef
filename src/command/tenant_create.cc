// doorwardctl tenant create: a tenant or a reseller's row, with settings of its own.
#include "command/command.hh"
#include "command/shapes.hh"
#include "service/administration.hh"

namespace doorward::command {

Action tenant_create(port::CliOptions& options) {
  struct Given {
    service::NewTenant tenant;
    std::vector<std::string> settings;
    std::string owner, max_users;
  };
  auto given = std::make_shared<Given>();
  options.positional("slug", given->tenant.slug, "3 to 63 small letters, digits and hyphens");
  options.text("--name", given->tenant.name, "Its name; the slug when left out");
  options.text("--plan", given->tenant.plan_type, "basic, pro or enterprise");
  options.text("--max-users", given->max_users, "Limit of people in place of the plan's; none: no limit");
  options.flag("--reseller", given->tenant.reseller, "A reseller's row instead of a tenant's");
  options.text("--for", given->owner, "Slug or id of the reseller whose it is, within its quota");
  options.texts("--setting", given->settings, "section.key=value of this tenant; repeatable");
  return [given](Shell& shell) -> Result<port::Json> {
    for (const auto& setting : given->settings) {
      const auto equals = setting.find('=');
      if (equals == std::string::npos) return wrong("--setting", "is not section.key=value");
      given->tenant.settings.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
    }
    if (!given->max_users.empty()) {
      const auto limit = parse_limit(given->max_users);
      if (!limit && given->max_users != "none") return wrong("--max-users", "is not a number from 1 or none");
      given->tenant.beside.limits["max_users"] = limit;
    }
    if (!given->owner.empty()) {
      const auto owner = shell.tenant(given->owner);
      if (!owner) return owner.error();
      given->tenant.owner = *owner;
    }
    const auto made = service::create_tenant(shell.ask(), shell.platform(), given->tenant);
    if (!made) return made.error();
    return tenant_json(*made);
  };
}

}  // namespace doorward::command

// doorwardctl platform: what belongs to no tenant.
#include "command/command.hh"
#include "command/shapes.hh"
#include "service/analytics.hh"
#include "service/branding.hh"

namespace doorward::command {

Action platform_branding(port::CliOptions& options) {
  struct Given {
    std::string name, logo_url, primary_color, support_address;
  };
  auto given = std::make_shared<Given>();
  options.text("--name", given->name, "What the service is called; none: what this host's settings say");
  options.text("--logo-url", given->logo_url, "https address of a picture, or none");
  options.text("--primary-color", given->primary_color, "Such as #1a5fb4, or none");
  options.text("--support-address", given->support_address, "E-mail address or https address, or none");
  return [given](Shell& shell) -> Result<port::Json> {
    service::BrandingChange change;
    for (const auto& [name, value] :
         {std::pair{"name", given->name}, std::pair{"logo_url", given->logo_url},
          std::pair{"primary_color", given->primary_color}, std::pair{"support_address", given->support_address}})
      if (!value.empty()) change[name] = value == "none" ? std::nullopt : std::optional(value);
    const auto theme = service::change_branding(shell.ask(), service::operator_in(platform_tenant), change);
    if (!theme) return theme.error();
    return port::Json(port::Json::Object{{"name", theme->name},
                                         {"logo_url", theme->logo_url},
                                         {"primary_color", theme->primary_color},
                                         {"support_address", theme->support_address}});
  };
}

Action platform_analytics(port::CliOptions& options) {
  struct Given {
    std::string reseller, from, to;
  };
  auto given = std::make_shared<Given>();
  options.text("--reseller", given->reseller, "Slug or id: of its tenants alone");
  options.text("--from", given->from, "First day, 2026-01-02; thirty days back when left out");
  options.text("--to", given->to, "Last day; today when left out");
  return [given](Shell& shell) -> Result<port::Json> {
    service::Above by = service::operator_above({});
    if (!given->reseller.empty()) {
      const auto reseller = shell.tenant(given->reseller);
      if (!reseller) return reseller.error();
      by.reseller = *reseller;
    }
    const auto found = service::figures_of_house(shell.ask(), by, given->from, given->to);
    if (!found) return found.error();
    port::Json::Array items;
    for (const auto& day : found->days) {
      auto item = day_json(day.figures);
      for (const auto& [name, count] : {std::pair{"tenants", day.tenants}, std::pair{"users", day.users}})
        item.set(name, day.figures.known() ? port::Json(count) : port::Json());
      items.push_back(std::move(item));
    }
    return port::Json(port::Json::Object{{"items", std::move(items)}});
  };
}

}  // namespace doorward::command

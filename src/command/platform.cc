// doorwardctl platform: what belongs to no tenant.
#include "command/command.hh"
#include "command/shapes.hh"
#include "service/analytics.hh"

namespace doorward::command {

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
      item.set("tenants", day.tenants).set("users", day.users);
      items.push_back(std::move(item));
    }
    return port::Json(port::Json::Object{{"items", std::move(items)}});
  };
}

}  // namespace doorward::command

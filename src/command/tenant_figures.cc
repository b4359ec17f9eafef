// doorwardctl tenant usage and tenant analytics: what a tenant uses, and what it did each day.
#include "command/command.hh"
#include "command/shapes.hh"
#include "service/analytics.hh"
#include "service/usage.hh"

namespace doorward::command {

Action tenant_usage(port::CliOptions& options) {
  auto name = std::make_shared<std::string>();
  options.positional("tenant", *name, "Slug or id");
  return [name](Shell& shell) -> Result<port::Json> {
    const auto tenant = shell.tenant(*name);
    if (!tenant) return tenant.error();
    const auto all = service::usage_of(shell.ask(), *tenant);
    if (!all) return all.error();
    port::Json::Array items;
    for (const auto& [limit, one] : *all)
      items.push_back(port::Json::Object{
          {"name", limit}, {"used", one.used}, {"limit", one.limit ? port::Json(*one.limit) : port::Json()}});
    return port::Json(port::Json::Object{{"items", std::move(items)}});
  };
}

Action tenant_analytics(port::CliOptions& options) {
  struct Given {
    std::string tenant, from, to;
  };
  auto given = std::make_shared<Given>();
  options.positional("tenant", given->tenant, "Slug or id");
  options.text("--from", given->from, "First day, 2026-01-02; thirty days back when left out");
  options.text("--to", given->to, "Last day; today when left out");
  return [given](Shell& shell) -> Result<port::Json> {
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    const auto days = service::figures_of(shell.ask(), *tenant, given->from, given->to);
    if (!days) return days.error();
    port::Json::Array items;
    for (const auto& day : *days) items.push_back(day_json(day));
    return port::Json(port::Json::Object{{"items", std::move(items)}});
  };
}

}  // namespace doorward::command

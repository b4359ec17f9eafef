// doorwardctl tenant list: tenants by slug, a page at a time.
#include "service/tenant_list.hh"

#include "command/command.hh"
#include "command/shapes.hh"

namespace doorward::command {

Action tenant_list(port::CliOptions& options) {
  struct Given {
    std::string reseller, status, after;
    std::int64_t limit = 200;
  };
  auto given = std::make_shared<Given>();
  options.text("--reseller", given->reseller, "Slug or id: its tenants alone");
  options.text("--status", given->status, "active, suspended or canceled");
  options.text("--after", given->after, "Begin behind this slug");
  options.number("--limit", given->limit, "At most so many");
  return [given](Shell& shell) -> Result<port::Json> {
    if (given->limit < 1 || given->limit > 10000) return wrong("--limit", "must be within 1..10000");
    service::TenantQuery query;
    query.status = given->status;
    query.limit = int(given->limit);
    if (!given->reseller.empty()) {
      const auto reseller = shell.tenant(given->reseller);
      if (!reseller) return reseller.error();
      query.reseller = *reseller;
    }
    const auto found = service::tenants_behind(shell.ask(), service::operator_above({}), query, given->after);
    if (!found) return found.error();
    port::Json::Array items;
    for (const auto& tenant : *found) items.push_back(tenant_json(tenant));
    return port::Json(port::Json::Object{{"items", std::move(items)}});
  };
}

}  // namespace doorward::command

// doorwardctl tenant list: tenants by slug, a page at a time.
#include "command/command.hh"
#include "command/shapes.hh"
#include "service/administration.hh"

namespace doorward::command {

Action tenant_list(port::CliOptions& options) {
  struct Given {
    std::string after;
    std::int64_t limit = 200;
  };
  auto given = std::make_shared<Given>();
  options.text("--after", given->after, "Begin behind this slug");
  options.number("--limit", given->limit, "At most so many");
  return [given](Shell& shell) -> Result<port::Json> {
    if (given->limit < 1 || given->limit > 10000) return wrong("--limit", "must be within 1..10000");
    port::Json::Array items;
    for (const auto& tenant : service::list_tenants(shell.platform(), given->after, int(given->limit)))
      items.push_back(tenant_json(tenant));
    return port::Json(port::Json::Object{{"items", std::move(items)}});
  };
}

}  // namespace doorward::command

// doorwardctl user list: the accounts of a tenant, a page at a time.
#include "command/command.hh"
#include "command/shapes.hh"
#include "service/administration.hh"

namespace doorward::command {

Action user_list(port::CliOptions& options) {
  struct Given {
    std::string tenant, after;
    std::int64_t limit = 200;
  };
  auto given = std::make_shared<Given>();
  options.text("--tenant", given->tenant, "Slug or id", true);
  options.text("--after", given->after, "Begin behind this id");
  options.number("--limit", given->limit, "At most so many");
  return [given](Shell& shell) -> Result<port::Json> {
    if (given->limit < 1 || given->limit > 10000) return wrong("--limit", "must be within 1..10000");
    const auto after = given->after.empty() ? std::optional(Id{}) : Id::parse(given->after);
    if (!after) return wrong("--after", "is not an id");
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    port::Json::Array items;
    for (const auto& user : service::list_users(shell.ask(), *tenant, UserId(*after), int(given->limit)))
      items.push_back(user_json(user));
    return port::Json(port::Json::Object{{"items", std::move(items)}});
  };
}

}  // namespace doorward::command

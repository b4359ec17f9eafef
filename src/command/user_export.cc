// doorwardctl user export: every account of a tenant, read page by page and printed at once.
#include "command/command.hh"
#include "service/people_table.hh"

namespace doorward::command {

Action user_export(port::CliOptions& options) {
  struct Given {
    std::string tenant, format = "csv";
  };
  auto given = std::make_shared<Given>();
  options.text("--tenant", given->tenant, "Slug or id", true);
  options.text("--format", given->format, "csv or jsonl");
  return [given](Shell& shell) -> Result<port::Json> {
    if (given->format != "csv" && given->format != "jsonl") return wrong("--format", "must be csv or jsonl");
    const auto format = given->format == "csv" ? service::TableFormat::csv : service::TableFormat::jsonl;
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    service::PeopleQuery query;
    query.limit = 1000;
    shell.out << service::table_head(format);
    for (;;) {
      const auto page = service::list_people(shell.ask(), service::operator_in(*tenant), query);
      if (!page) return page.error();
      for (const auto& account : page->items) shell.out << service::table_line(format, account);
      if (!page->next_cursor) return port::Json(port::Json::Object{});
      query.cursor = *page->next_cursor;
    }
  };
}

}  // namespace doorward::command

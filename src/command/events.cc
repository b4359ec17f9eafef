// doorwardctl events: what happened in a tenant or in all of them, as a table or as a file.
#include <algorithm>
#include <limits>

#include "command/command.hh"
#include "service/event_list.hh"

namespace doorward::command {
namespace {

struct Given {
  std::string tenant, format = "jsonl";
  service::EventWords words;
  std::int64_t limit = 50;
};

std::shared_ptr<Given> declare(port::CliOptions& options) {
  auto given = std::make_shared<Given>();
  auto& words = given->words;
  options.text("--tenant", given->tenant, "Slug or id, or platform; all tenants when left out");
  options.text("--type", words.type, "Events of this type");
  options.text("--actor", words.actor_id, "By this person's id");
  options.text("--subject", words.subject_id, "About this id");
  options.text("--correlation-id", words.correlation_id, "Of this request");
  options.text("--from", words.from, "Not before this time (2026-01-02T03:04:05Z)");
  options.text("--to", words.to, "Before this time");
  return given;
}

using Each = std::function<void(const store::SealedEvent&)>;

/// At most `most` events, page by page.
Result<void> each_event(Shell& shell, const Given& given, std::int64_t most, const Each& take) {
  const auto tenant = given.tenant.empty() ? Result<TenantId>(platform_tenant) : shell.tenant(given.tenant);
  if (!tenant) return tenant.error();
  const auto filter = service::event_filter(given.words);
  if (!filter) return filter.error();
  constexpr std::int64_t lines_at_once = 1000;
  service::EventQuery query{*filter, 0, ""};
  while (most > 0) {
    query.limit = int(std::min(most, lines_at_once));
    const auto page = given.tenant.empty() ? service::list_all_events(shell.ask(), shell.platform(), query)
                                           : service::list_events(shell.ask(), *tenant, query);
    if (!page) return page.error();
    for (const auto& event : page->items) take(event);
    if (!page->next_cursor) break;
    most -= std::int64_t(page->items.size());
    query.cursor = *page->next_cursor;
  }
  return {};
}

}  // namespace

Action events_list(port::CliOptions& options) {
  auto given = declare(options);
  options.number("--limit", given->limit, "So many at most, the newest");
  return [given](Shell& shell) -> Result<port::Json> {
    if (given->limit < 1) return wrong("--limit", "must be 1 at least");
    port::Json::Array items;
    auto done = each_event(shell, *given, given->limit,
                           [&](const store::SealedEvent& one) { items.push_back(service::event_json(one)); });
    if (!done) return done.error();
    return port::Json(port::Json::Object{{"items", std::move(items)}});
  };
}

Action events_export(port::CliOptions& options) {
  auto given = declare(options);
  options.text("--format", given->format, "csv or jsonl");
  return [given](Shell& shell) -> Result<port::Json> {
    if (given->format != "csv" && given->format != "jsonl") return wrong("--format", "must be csv or jsonl");
    const auto format = given->format == "csv" ? service::EventFormat::csv : service::EventFormat::jsonl;
    shell.out << service::event_head(format);
    auto done = each_event(shell, *given, std::numeric_limits<std::int64_t>::max(),
                           [&](const store::SealedEvent& one) { shell.out << service::event_line(format, one); });
    if (!done) return done.error();
    return port::Json(port::Json::Object{});
  };
}

}  // namespace doorward::command

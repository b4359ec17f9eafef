// GET /auth/users: people of the tenant, a page at a time, as JSON or as lines of a file.
#include "endpoint/objects.hh"
#include "endpoint/page_query.hh"
#include "endpoint/people_page.hh"
#include "service/people.hh"
#include "service/people_table.hh"

namespace doorward::endpoint {
namespace {

constexpr int lines_at_once = 1000;

/// Absent: JSON.
Result<std::optional<service::TableFormat>> read_format(const http::Request& request) {
  const auto format = request.query_parameter("format").value_or("json");
  if (format == "json") return std::optional<service::TableFormat>();
  if (format == "csv") return std::optional(service::TableFormat::csv);
  if (format == "jsonl") return std::optional(service::TableFormat::jsonl);
  return wrong("format", "json, csv or jsonl is expected.");
}

Result<service::PeopleQuery> read_query(const http::Request& request, bool lines) {
  const auto page = lines ? read_page_query(request, lines_at_once, lines_at_once) : read_page_query(request);
  if (!page) return page.error();
  service::PeopleQuery query;
  query.limit = page->limit;
  query.cursor = page->cursor;
  query.text = request.query_parameter("q").value_or("");
  query.role = request.query_parameter("role");
  if (const auto status = request.query_parameter("status")) {
    query.status = parse_user_status(*status);
    if (!query.status) return wrong("status", "active, inactive, suspended, locked or invited is expected.");
  }
  return query;
}

/// Pages that follow have no head: put one behind the other, they are one file.
http::Response lines_answer(const Call& call, service::TableFormat format, const service::PeoplePage& page) {
  const bool csv = format == service::TableFormat::csv;
  auto answer = http::Response::empty(200);
  if (!call.request.query_parameter("cursor")) answer.body = service::table_head(format);
  for (const auto& account : page.items) answer.body += service::table_line(format, account);
  answer.with("Content-Type", csv ? "text/csv; charset=utf-8" : "application/jsonl");
  answer.with("Content-Disposition",
              csv ? "attachment; filename=\"users.csv\"" : "attachment; filename=\"users.jsonl\"");
  if (page.next_cursor) answer.with("X-Next-Cursor", *page.next_cursor);
  return answer;
}

}  // namespace

Result<http::Response> list_users(Call& call) { return people_page(call, call.actor()); }

Result<http::Response> people_page(const Call& call, const service::Actor& actor) {
  const auto format = read_format(call.request);
  if (!format) return format.error();
  const auto query = read_query(call.request, format->has_value());
  if (!query) return query.error();
  const auto page = service::list_people(call.ask, actor, *query);
  if (!page) return page.error();
  if (*format) return lines_answer(call, **format, *page);
  port::Json::Array items;
  for (const auto& account : page->items) items.push_back(account_object(account));
  return page_answer(std::move(items), page->next_cursor);
}

}  // namespace doorward::endpoint

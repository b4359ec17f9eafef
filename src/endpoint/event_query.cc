// Readers of files say how many lines they take at once; a page for people is shorter.
#include "endpoint/event_query.hh"

#include "endpoint/page_query.hh"

namespace doorward::endpoint {
namespace {

constexpr int lines_at_once = 1000;

Result<std::optional<service::EventFormat>> read_format(const http::Request& request) {
  const auto format = request.query_parameter("format").value_or("json");
  if (format == "json") return std::optional<service::EventFormat>();
  if (format == "csv") return std::optional(service::EventFormat::csv);
  if (format == "jsonl") return std::optional(service::EventFormat::jsonl);
  return wrong("format", "json, csv or jsonl is expected.");
}

http::Response file_answer(const EventQuestion& question, const service::EventPage& page) {
  const auto format = *question.format;
  const bool csv = format == service::EventFormat::csv;
  auto answer = http::Response::empty(200);
  if (question.query.cursor.empty()) answer.body = service::event_head(format);
  for (const auto& event : page.items) answer.body += service::event_line(format, event);
  answer.with("Content-Type", csv ? "text/csv; charset=utf-8" : "application/jsonl");
  answer.with("Content-Disposition",
              csv ? "attachment; filename=\"events.csv\"" : "attachment; filename=\"events.jsonl\"");
  if (page.next_cursor) answer.with("X-Next-Cursor", *page.next_cursor);
  return answer;
}

}  // namespace

Result<EventQuestion> read_event_question(const http::Request& request) {
  const auto format = read_format(request);
  if (!format) return format.error();
  const auto page = *format ? read_page_query(request, lines_at_once, lines_at_once) : read_page_query(request);
  if (!page) return page.error();
  const auto said = [&](const char* name) { return request.query_parameter(name).value_or(""); };
  const auto filter = service::event_filter(
      {said("type"), said("actor_id"), said("subject_id"), said("correlation_id"), said("from"), said("to")});
  if (!filter) return filter.error();
  return EventQuestion{{*filter, page->limit, page->cursor}, *format};
}

http::Response event_answer(const EventQuestion& question, const service::EventPage& page) {
  if (question.format) return file_answer(question, page);
  port::Json::Array items;
  for (const auto& event : page.items) items.push_back(service::event_json(event));
  return http::Response::json(
      200, port::Json::Object{{"items", std::move(items)},
                              {"next_cursor", page.next_cursor ? port::Json(*page.next_cursor) : port::Json()}});
}

}  // namespace doorward::endpoint

// GET /auth/sessions: one's own living sessions, a page at a time.
#include "endpoint/call.hh"
#include "endpoint/objects.hh"
#include "endpoint/page_query.hh"
#include "service/sessions.hh"

namespace doorward::endpoint {

Result<http::Response> list_sessions(Call& call) {
  const auto query = read_page_query(call.request);
  if (!query) return query.error();
  const auto page = service::list_sessions(call.ask, *call.visitor, query->limit, query->cursor);
  if (!page) return page.error();
  port::Json::Array items;
  for (const auto& session : page->items) items.push_back(session_object(session, call.visitor->session.id));
  return page_answer(std::move(items), page->next_cursor);
}

}  // namespace doorward::endpoint

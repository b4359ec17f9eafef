// GET /auth/platform/events: what happened in all tenants, or in one of them (?tenant_id=).
#include "endpoint/event_query.hh"

namespace doorward::endpoint {

Result<http::Response> platform_events(Call& call) {
  const auto question = read_event_question(call.request);
  if (!question) return question.error();
  const auto page = call.tenant ? service::list_events(call.ask, call.tenant->id, question->query)
                                : service::list_all_events(call.ask, call.ask.world.platform, question->query);
  if (!page) return page.error();
  return event_answer(*question, *page);
}

}  // namespace doorward::endpoint

// GET /auth/events: what happened in the tenant; as a file where its plan has that.
#include "endpoint/event_query.hh"
#include "model/gate.hh"

namespace doorward::endpoint {

Result<http::Response> list_events(Call& call) {
  const auto question = read_event_question(call.request);
  if (!question) return question.error();
  if (question->format) {
    const Requirement as_file{{{"feature", {"audit_export"}}}};
    if (auto has = meets(*call.visitor, *call.tenant, call.config().plans, as_file, call.ask.now); !has)
      return has.error();
  }
  const auto page = service::list_events(call.ask, call.tenant->id, question->query);
  if (!page) return page.error();
  return event_answer(*question, *page);
}

}  // namespace doorward::endpoint

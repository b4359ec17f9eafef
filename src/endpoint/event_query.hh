// What lists of events have in common: the question's words, and the answer as JSON or as lines of a file.
#pragma once
#include <optional>

#include "endpoint/call.hh"
#include "service/event_list.hh"

namespace doorward::endpoint {

struct EventQuestion {
  service::EventQuery query;
  std::optional<service::EventFormat> format;  // nullopt: JSON
};
/// ?type= ?actor_id= ?subject_id= ?correlation_id= ?from= ?to= ?limit= ?cursor= ?format=. VALIDATION_ERROR.
Result<EventQuestion> read_event_question(const http::Request& request);

/// A file's next page is told in X-Next-Cursor; it has no head, so that pages put together are one file.
http::Response event_answer(const EventQuestion& question, const service::EventPage& page);

}  // namespace doorward::endpoint

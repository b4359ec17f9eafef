// Digits and nothing else are a number.
#include "endpoint/page_query.hh"

#include <charconv>

namespace doorward::endpoint {

Result<PageQuery> read_page_query(const http::Request& request, int usual, int most) {
  PageQuery query{usual, ""};
  query.cursor = request.query_parameter("cursor").value_or("");
  if (const auto text = request.query_parameter("limit")) {
    const auto* end = text->data() + text->size();
    const auto [stop, problem] = std::from_chars(text->data(), end, query.limit);
    if (problem != std::errc() || stop != end || query.limit < 1 || query.limit > most)
      return wrong("limit", "A number from 1 to " + std::to_string(most) + " is expected.");
  }
  return query;
}

}  // namespace doorward::endpoint

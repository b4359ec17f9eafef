// /auth/wrong: the page that web servers show when the gate could not say anything.
#include "endpoint/call.hh"
#include "http/page.hh"

namespace doorward::endpoint {

Result<http::Response> wrong_page(Call& call) {
  const auto& row = row_of(Code::DEPENDENCY_DOWN);
  http::Page data;
  data.values = {{"TITLE", "Something is wrong"},
                 {"HEADLINE", "Something is wrong"},
                 {"MESSAGE", "This page cannot be shown at the moment. Please try again in a minute."},
                 {"CODE", std::string(row.name)},
                 {"CORRELATION_ID", call.ask.correlation_id}};
  auto answer = http::page(call.config(), row.status, "wrong.tpl", std::move(data));
  answer.with("Retry-After", "10");
  return answer;
}

}  // namespace doorward::endpoint

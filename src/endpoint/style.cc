// GET /auth/style.css: the stylesheet of the pages.
#include "endpoint/call.hh"
#include "http/page.hh"

namespace doorward::endpoint {

Result<http::Response> style(Call& call) {
  auto answer = http::Response::empty(200);
  answer.body = http::page_file(call.config(), "style.css");
  answer.with("Content-Type", "text/css; charset=utf-8");
  return answer;
}

}  // namespace doorward::endpoint

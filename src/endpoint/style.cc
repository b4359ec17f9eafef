// GET /auth/style.css: the stylesheet of the pages; ?color=1a5fb4 gives buttons a tenant's colour, where words can be
// read on it.
#include "endpoint/call.hh"
#include "http/page.hh"
#include "model/colour.hh"

namespace doorward::endpoint {

Result<http::Response> style(Call& call) {
  auto answer = http::Response::empty(200);
  answer.body = http::page_file(call.config(), "style.css");
  const std::string name = "#" + call.request.query_parameter("color").value_or("");
  if (const auto colour = parse_colour(name); colour && best_contrast(*colour) >= least_contrast)
    answer.body += "button { background: " + name + "; color: " + std::string(words_on(*colour)) + "; }\n";
  answer.with("Content-Type", "text/css; charset=utf-8");
  return answer;
}

}  // namespace doorward::endpoint

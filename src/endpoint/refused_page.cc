// /auth/refused: the page that web servers show when the gate said 403. ?reason= is one of our codes.
#include "endpoint/call.hh"
#include "http/page.hh"

namespace doorward::endpoint {
namespace {

std::string known_code(const std::string& wanted) {
  for (const auto& row : error_rows())
    if (row.name == wanted) return wanted;
  return std::string(row_of(Code::INSUFFICIENT_PERMISSIONS).name);
}

}  // namespace

Result<http::Response> refused_page(Call& call) {
  http::Page data;
  data.values = {{"TITLE", "You may not open this page"},
                 {"EMAIL", call.visitor ? call.visitor->user.email : ""},
                 {"CODE", known_code(call.request.query_parameter("reason").value_or(""))},
                 {"CORRELATION_ID", call.ask.correlation_id}};
  if (call.visitor) data.sections["SIGNED_IN"].push_back({});
  return http::page(call.config(), 403, "refused.tpl", std::move(data));
}

}  // namespace doorward::endpoint

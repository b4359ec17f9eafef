// /auth/refused: what web servers say in their place when the gate said 403, or when they refused a request by
// themselves. ?reason= is one of our codes.
#include <algorithm>
#include <array>

#include "endpoint/theme.hh"
#include "service/branding.hh"

namespace doorward::endpoint {
namespace {

/// What a web server refuses by itself.
constexpr std::array<Code, 3> servers_own = {Code::VALIDATION_ERROR, Code::PAYLOAD_TOO_LARGE, Code::HEADERS_TOO_LARGE};

Error reason(const std::string& wanted) {
  for (const auto& row : error_rows()) {
    if (row.name != wanted) continue;
    if (row.code == Code::VALIDATION_ERROR) return Error(row.code, "The request cannot be understood.");
    return row.code;
  }
  return Code::INSUFFICIENT_PERMISSIONS;
}

}  // namespace

Result<http::Response> refused_page(Call& call) {
  const Error why = reason(call.request.query_parameter("reason").value_or(""));
  if (std::find(servers_own.begin(), servers_own.end(), why.code) != servers_own.end()) return why;
  http::Page data;
  data.values = {{"TITLE", "You may not open this page"},
                 {"EMAIL", call.visitor ? call.visitor->user.email : ""},
                 {"CODE", std::string(row_of(why.code).name)},
                 {"CORRELATION_ID", call.ask.correlation_id}};
  if (call.visitor) data.sections["SIGNED_IN"].push_back({});
  return themed_page(call.config(), service::theme_for_pages(call.ask), 403, "refused.tpl", std::move(data));
}

}  // namespace doorward::endpoint

// GET /auth/tenant/usage: each limit with how much of it is used.
#include "service/usage.hh"

#include "endpoint/call.hh"

namespace doorward::endpoint {

Result<http::Response> usage(Call& call) {
  const auto all = service::usage_of(call.ask, call.tenant->id);
  if (!all) return all.error();
  port::Json answer = port::Json::Object{};
  for (const auto& [name, one] : *all)
    answer.set(name,
               port::Json::Object{{"limit", one.limit ? port::Json(*one.limit) : port::Json()}, {"used", one.used}});
  return http::Response::json(200, answer);
}

}  // namespace doorward::endpoint

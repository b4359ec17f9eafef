// POST /auth/tenant/domain/verify: somebody is to look whether the domain that waits holds the tenant's token.
#include "service/domain_check.hh"
#include "endpoint/call.hh"

namespace doorward::endpoint {

Result<http::Response> ask_domain_check(Call& call) {
  const auto asked = service::ask_domain_check(call.ask, call.actor());
  if (!asked) return asked.error();
  return http::Response::json(202, port::Json::Object{{"url", asked->url}, {"asked_at", to_rfc3339(asked->asked_at)}});
}

}  // namespace doorward::endpoint

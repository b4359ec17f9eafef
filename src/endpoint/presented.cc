#include "endpoint/presented.hh"

#include "endpoint/limits.hh"

namespace doorward::endpoint {

service::Presented read_presented(Fields& fields) {
  service::Presented presented;
  presented.token = fields.maybe_secret("token", longest::token);
  presented.email = fields.maybe_text("email", longest::email).value_or("");
  presented.code = fields.maybe_secret("code", longest::code);
  return presented;
}

Result<void> whole(const service::Presented& presented) {
  if (!presented.token.empty() || (!presented.email.empty() && !presented.code.empty())) return {};
  return wrong("token", "A token is expected, or an e-mail address and a code.");
}

Result<TenantId> tenant_of(const Call& call, const service::Presented& presented) {
  if (presented.token.empty()) return call.tenant->id;
  const auto parsed = parse_credential(presented.token.reveal());
  if (!parsed) return Code::INVALID_TOKEN;
  return parsed->tenant;
}

}  // namespace doorward::endpoint

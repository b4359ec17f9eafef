// POST /auth/identities/link: an account of another tenant, whose password is shown.
#include "endpoint/call.hh"
#include "endpoint/fields.hh"
#include "endpoint/identities.hh"
#include "endpoint/limits.hh"
#include "service/visitor.hh"

namespace doorward::endpoint {

Result<http::Response> link_identity(Call& call) {
  Fields fields(call.body);
  const auto name = fields.text("tenant_id", longest::slug);
  service::LinkWish wish;
  wish.email = fields.text("email", longest::email);
  wish.password = fields.secret("password", longest::password);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  // A tenant that is not there is asked for in the platform's own row, and fails there like any other.
  const auto tenant = service::find_tenant(call.ask, name);
  wish.tenant = tenant ? tenant->id : platform_tenant;
  return identities_answer(service::link_identity(call.ask, *call.visitor, wish));
}

}  // namespace doorward::endpoint

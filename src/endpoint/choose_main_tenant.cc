// PUT /auth/identities/main: which of one's tenants is the main one.
#include "endpoint/call.hh"
#include "endpoint/fields.hh"
#include "endpoint/identities.hh"
#include "endpoint/limits.hh"
#include "service/visitor.hh"

namespace doorward::endpoint {

Result<http::Response> choose_main_tenant(Call& call) {
  Fields fields(call.body);
  const auto name = fields.text("tenant_id", longest::slug);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  const auto tenant = service::find_tenant(call.ask, name);
  if (!tenant) return Code::NOT_FOUND;
  return identities_answer(service::choose_main(call.ask, *call.visitor, tenant->id));
}

}  // namespace doorward::endpoint

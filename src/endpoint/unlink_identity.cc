// DELETE /auth/identities/{id}: the account in that tenant is linked with none of the others any more.
#include "endpoint/call.hh"
#include "service/linked_identities.hh"

namespace doorward::endpoint {

Result<http::Response> unlink_identity(Call& call) {
  const auto tenant = Id::parse(call.path.at(0));
  if (!tenant) return Code::NOT_FOUND;
  const auto done = service::unlink_identity(call.ask, *call.visitor, TenantId(*tenant));
  if (!done) return done.error();
  return http::Response::empty(204);
}

}  // namespace doorward::endpoint

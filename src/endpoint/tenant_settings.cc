// GET and PUT /auth/tenant/settings/{key}: settings of the tenant that one acts in, a group at a time.
#include "service/tenant_settings.hh"
#include "endpoint/call.hh"

namespace doorward::endpoint {
namespace {

Result<http::Response> shown(const Result<port::Json>& group) {
  if (!group) return group.error();
  return http::Response::json(200, *group);
}

}  // namespace

Result<http::Response> show_settings(Call& call) {
  return shown(service::show_settings(call.ask, call.tenant->id, call.path.at(0)));
}

Result<http::Response> change_settings(Call& call) {
  if (!call.body.object()) return wrong("", "An object is expected.");
  return shown(service::change_settings(call.ask, call.actor(), call.path.at(0), *call.body.object()));
}

}  // namespace doorward::endpoint

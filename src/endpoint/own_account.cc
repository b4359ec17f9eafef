// One shape for looking and for changing.
#include "endpoint/own_account.hh"

#include "endpoint/objects.hh"

namespace doorward::endpoint {

http::Response own_account(const service::Me& me) {
  return http::Response::json(
      200, port::Json::Object{{"user", user_object(me.user, me.tenant, me.permissions)},
                              {"tenant", tenant_object(me.tenant)},
                              {"impersonator", me.impersonator ? port::Json(me.impersonator->text()) : port::Json()}});
}

}  // namespace doorward::endpoint

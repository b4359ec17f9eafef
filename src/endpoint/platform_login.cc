// POST /auth/platform/login: for those who belong to no tenant.
#include "endpoint/entered.hh"
#include "endpoint/login_fields.hh"

namespace doorward::endpoint {

Result<http::Response> platform_login(Call& call) {
  const auto wanted = read_login(call);
  if (!wanted) return wanted.error();
  const auto entered = service::log_in_platform(call.ask, *wanted);
  if (!entered) return entered.error();
  return entered_answer(call, 200, *entered);
}

}  // namespace doorward::endpoint

// POST /auth/login: e-mail address and password for a session.
#include "endpoint/entered.hh"
#include "endpoint/forms.hh"
#include "endpoint/login_fields.hh"

namespace doorward::endpoint {
namespace {

Result<service::Entered> log_in(Call& call) {
  const auto wanted = read_login(call);
  if (!wanted) return wanted.error();
  return service::log_in(call.ask, call.tenant->id, *wanted);
}

std::string typed(const Call& call, std::string_view name) {
  const auto* member = call.body.find(name);
  return member && member->string() ? *member->string() : "";
}

}  // namespace

Result<http::Response> login(Call& call) {
  const auto entered = log_in(call);
  if (!call.form) return entered ? entered_answer(call, 200, *entered) : Result<http::Response>(entered.error());
  const auto where = http::safe_return(call.config(), typed(call, "return_to"));
  if (!entered)
    return login_form(call, {{where.value_or(""), call.tenant->slug, true}, typed(call, "email")}, &entered.error());
  auto answer = http::Response::redirect(303, where.value_or("/"));
  if (auto done = set_entered_cookies(call, *entered, answer); !done) return done.error();
  return answer;
}

}  // namespace doorward::endpoint

// POST /auth/register: an account in a tenant.
#include "endpoint/entered.hh"
#include "endpoint/limits.hh"
#include "service/accounts.hh"

namespace doorward::endpoint {

Result<http::Response> register_user(Call& call) {
  Fields fields(call.body);
  service::Person person;
  person.email = fields.text("email", longest::email);
  person.password = fields.secret("password", longest::password);
  person.first_name = fields.text("first_name", longest::name);
  person.last_name = fields.text("last_name", longest::name);
  const bool invited = !fields.maybe_secret("invite_token", longest::token).empty();
  const auto transport = transport_of(call, fields);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  if (invited) return Code::INVALID_INVITE;  // none has been given out
  if (auto fit = cookies_fit(call, transport); !fit) return fit.error();

  const auto registered = service::register_user(call.ask, call.tenant->id, person, transport);
  if (!registered) return registered.error();
  if (registered->verification_required)
    return http::Response::json(202, port::Json::Object{{"verification_required", true}});
  return entered_answer(call, 201, *registered->entered);
}

}  // namespace doorward::endpoint

// POST /auth/register: an account in a tenant, where registration is open, or for who was invited.
#include "endpoint/entered.hh"
#include "endpoint/limits.hh"
#include "endpoint/presented.hh"
#include "service/accept_invite.hh"

namespace doorward::endpoint {
namespace {

struct Wish {
  service::Person person;
  service::Presented invitation;  // empty: nobody invited them
  Transport transport = Transport::token;
  bool invited() const { return !invitation.token.empty() || !invitation.code.empty(); }
};

Result<Wish> read(const Call& call) {
  Fields fields(call.body);
  Wish wish;
  wish.invitation.token = fields.maybe_secret("invite_token", longest::token);
  wish.invitation.code = fields.maybe_secret("invite_code", longest::code);
  const bool named = wish.invitation.token.empty();
  wish.person.email =
      named ? fields.text("email", longest::email) : fields.maybe_text("email", longest::email).value_or("");
  wish.person.password = fields.secret("password", longest::password);
  wish.person.first_name = fields.text("first_name", longest::name);
  wish.person.last_name = fields.text("last_name", longest::name);
  wish.invitation.email = wish.person.email;
  wish.transport = transport_of(call, fields);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  if (auto fit = cookies_fit(call, wish.transport); !fit) return fit.error();
  return wish;
}

}  // namespace

Result<http::Response> register_user(Call& call) {
  const auto wish = read(call);
  if (!wish) return wish.error();
  if (wish->invited()) {
    const auto tenant = tenant_of(call, wish->invitation);
    if (!tenant) return Code::INVALID_INVITE;
    const auto entered = service::accept_as_new(call.ask, *tenant, wish->invitation, wish->person, wish->transport);
    return entered ? entered_answer(call, 201, *entered) : Result<http::Response>(entered.error());
  }
  const auto registered = service::register_user(call.ask, call.tenant->id, wish->person, wish->transport);
  if (!registered) return registered.error();
  if (registered->verification_required)
    return http::Response::json(202, port::Json::Object{{"verification_required", true}});
  return entered_answer(call, 201, *registered->entered);
}

}  // namespace doorward::endpoint

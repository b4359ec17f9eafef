// POST /auth/invites/accept and GET /auth/invite: whoever was invited comes in. Only the POST uses the link up.
#include "service/accept_invite.hh"

#include "endpoint/entered.hh"
#include "endpoint/identities.hh"
#include "endpoint/limits.hh"
#include "endpoint/one_time_forms.hh"
#include "endpoint/presented.hh"
#include "service/visitor.hh"

namespace doorward::endpoint {
namespace {

struct Wish {
  service::Presented presented;
  service::Person person;
  std::optional<service::LinkWish> account;
  Transport transport = Transport::token;
};

Result<Wish> read(const Call& call) {
  Fields fields(call.body);
  Wish wish;
  std::string tenant;
  wish.presented = read_presented(fields);
  if (call.body.find("account")) {
    auto account = fields.object("account");
    wish.account.emplace();
    tenant = account.text("tenant_id", longest::slug);
    wish.account->email = account.text("email", longest::email);
    wish.account->password = account.secret("password", longest::password);
  } else {
    wish.person.password = fields.secret("password", longest::password);
    wish.person.first_name = fields.text("first_name", longest::name);
    wish.person.last_name = fields.text("last_name", longest::name);
  }
  wish.transport = transport_of(call, fields);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  if (auto all = whole(wish.presented); !all) return all.error();
  if (auto fit = cookies_fit(call, wish.transport); !fit) return fit.error();
  if (wish.account) {
    const auto found = service::find_tenant(call.ask, tenant);
    wish.account->tenant = found ? found->id : platform_tenant;  // nobody's address is asked for there, and fails
  }
  return wish;
}

Result<service::Entered> accept(Call& call) {
  const auto wish = read(call);
  if (!wish) return wish.error();
  const auto tenant = tenant_of(call, wish->presented);
  if (!tenant) return Code::INVALID_INVITE;
  if (wish->account)
    return service::accept_as_known(call.ask, *tenant, wish->presented, *wish->account, wish->transport);
  return service::accept_as_new(call.ask, *tenant, wish->presented, wish->person, wish->transport);
}

}  // namespace

Result<http::Response> accept_invite(Call& call) {
  const auto entered = accept(call);
  if (!call.form) return entered ? entered_answer(call, 201, *entered) : Result<http::Response>(entered.error());
  if (!entered) return invite_form(call, typed_into(call), FormState::fresh, &entered.error());
  auto answer = http::Response::redirect(303, "/");
  if (auto done = set_entered_cookies(call, *entered, answer); !done) return done.error();
  return answer;
}

Result<http::Response> invite_page(Call& call) { return invite_form(call, asked_for(call), FormState::fresh, nullptr); }

/// POST /auth/identities/accept: by who is signed in at another tenant.
Result<http::Response> accept_as_myself(Call& call) {
  Fields fields(call.body);
  service::Presented presented;
  presented.token = fields.secret("token", longest::token);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  const auto parsed = parse_credential(presented.token.reveal());
  if (!parsed) return Code::INVALID_INVITE;
  return identities_answer(service::accept_as_visitor(call.ask, parsed->tenant, presented, *call.visitor));
}

}  // namespace doorward::endpoint

// POST /auth/signup: an organization, its owner and the first session.
#include "endpoint/entered.hh"
#include "endpoint/forms.hh"
#include "endpoint/limits.hh"
#include "endpoint/one_time_forms.hh"
#include "service/accounts.hh"

namespace doorward::endpoint {
namespace {

Result<service::SignUp> read(const Call& call) {
  Fields fields(call.body);
  auto organization = fields.object("organization");
  auto user = fields.object("user");
  service::SignUp wanted;
  wanted.organization_name = organization.text("name", longest::organization);
  wanted.slug = organization.text("slug", longest::slug);
  wanted.owner.email = user.text("email", longest::email);
  wanted.owner.password = user.secret("password", longest::password);
  wanted.owner.first_name = user.text("first_name", longest::name);
  wanted.owner.last_name = user.text("last_name", longest::name);
  wanted.transport = transport_of(call, fields);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  return wanted;
}

Result<service::Registered> sign_up(Call& call) {
  const auto wanted = read(call);
  if (!wanted) return wanted.error();
  if (auto fit = cookies_fit(call, wanted->transport); !fit) return fit.error();
  return service::sign_up(call.ask, *wanted);
}

/// What was typed, for the page that is shown again; the password is not.
SignupForm typed(const Call& call) {
  const auto text = [&](std::string_view object, std::string_view name) -> std::string {
    const auto* part = call.body.find(object);
    const auto* member = part ? part->find(name) : nullptr;
    return member && member->string() ? *member->string() : "";
  };
  return {text("organization", "name"), text("organization", "slug"), text("user", "first_name"),
          text("user", "last_name"), text("user", "email")};
}

}  // namespace

Result<http::Response> signup(Call& call) {
  const auto made = sign_up(call);
  if (!made && call.form) return signup_form(call, typed(call), &made.error());
  if (!made) return made.error();
  if (made->verification_required)
    return call.form ? verify_form(call, {typed(call).slug, "", typed(call).email}, FormState::fresh, nullptr)
                     : http::Response::json(202, port::Json::Object{{"verification_required", true}});
  const auto& entered = made->entered;
  if (!call.form) return entered_answer(call, 201, *entered);
  auto answer = http::Response::redirect(303, "/");
  if (auto done = set_entered_cookies(call, *entered, answer); !done) return done.error();
  return answer;
}

}  // namespace doorward::endpoint

// Every form brings its page token along, and the cookie that belongs to it.
#include "endpoint/forms.hh"

#include "http/page.hh"
#include "http/page_token.hh"
#include "service/keyring.hh"

namespace doorward::endpoint {
namespace {

std::string sentence_of(const Error& error) {
  std::string text = error.detail.empty() ? std::string(row_of(error.code).detail) : error.detail;
  if (error.code == Code::RATE_LIMIT_EXCEEDED && error.retry_after.count() > 0)
    text = "Too many attempts. Try again in " + std::to_string(error.retry_after.count()) + " seconds.";
  return text;
}

http::Page message(std::string text) { return {{{"MESSAGE", std::move(text)}}, {}}; }

http::Response form_page(Call& call, const std::string& name, http::Page data, const Error* error) {
  const auto token = http::page_token(call.request, call.ask.world.keys.sub_key("page-token"), call.ask.world.random,
                                      call.config().service.base_path);
  data.values["CSRF"] = token.value;
  auto response = http::page(call.config(), error ? row_of(error->code).status : 200, name, std::move(data));
  if (!token.set_cookie.empty()) response.with("Set-Cookie", token.set_cookie);
  if (error) response.told.refusal = error->code;
  if (error && error->retry_after.count() > 0) response.with("Retry-After", std::to_string(error->retry_after.count()));
  return response;
}

/// The section of signup.tpl that stands under a field; empty: the field has none.
std::string section_of(std::string_view field) {
  if (field == "organization.name") return "NAME_WRONG";
  if (field == "organization.slug") return "SLUG_WRONG";
  if (field == "user.email") return "EMAIL_WRONG";
  if (field == "user.password") return "PASSWORD_WRONG";
  if (field == "user.first_name") return "FIRST_NAME_WRONG";
  if (field == "user.last_name") return "LAST_NAME_WRONG";
  return "";
}

/// Errors that belong to one field by their nature, though they name none.
std::string section_of(Code code) {
  switch (code) {
    case Code::SLUG_INVALID:
    case Code::SLUG_RESERVED:
    case Code::SLUG_TAKEN: return "SLUG_WRONG";
    case Code::WEAK_PASSWORD: return "PASSWORD_WRONG";
    case Code::USER_EXISTS: return "EMAIL_WRONG";
    default: return "";
  }
}

}  // namespace

http::Response login_form(Call& call, const LoginForm& form, const Error* error) {
  http::Page data;
  data.values = {{"TITLE", "Sign in"},
                 {"SITE", form.address.tenant},
                 {"EMAIL", form.email},
                 {"RETURN_TO", form.address.return_to},
                 {"TENANT", form.address.tenant}};
  // Whoever invents an address does not write on our page.
  if (form.address.proven && !form.address.tenant.empty()) data.sections["SITE_LINE"].push_back({});
  if (error) data.sections["ALERT"].push_back(message(sentence_of(*error)));
  if (call.config().signup.enabled) data.sections["SIGNUP"].push_back({});
  return form_page(call, "login.tpl", std::move(data), error);
}

http::Response signup_form(Call& call, const SignupForm& form, const Error* error) {
  http::Page data;
  data.values = {{"TITLE", "New organization"},
                 {"NAME", form.name},
                 {"SLUG", form.slug},
                 {"FIRST_NAME", form.first_name},
                 {"LAST_NAME", form.last_name},
                 {"EMAIL", form.email},
                 {"MIN_LENGTH", std::to_string(call.config().password.min_length)}};
  if (error) {
    bool placed = false;
    for (const auto& field : error->fields)
      if (const auto section = section_of(field.field); !section.empty() && data.sections[section].empty()) {
        data.sections[section].push_back(message(field.message));
        placed = true;
      }
    if (const auto section = section_of(error->code); !placed && !section.empty())
      data.sections[section].push_back(message(sentence_of(*error)));
    data.sections["ALERT"].push_back(message(placed ? "Please look at the fields below." : sentence_of(*error)));
  }
  return form_page(call, "signup.tpl", std::move(data), error);
}

http::Response logged_out_form(Call& call, bool ask) {
  http::Page data;
  data.values = {{"TITLE", ask ? "Sign out?" : "Signed out"}};
  data.sections[ask ? "ASK" : "DONE"].push_back({});
  return form_page(call, "logged_out.tpl", std::move(data), nullptr);
}

}  // namespace doorward::endpoint

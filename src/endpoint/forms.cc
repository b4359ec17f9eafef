#include "endpoint/forms.hh"

#include "endpoint/form_page.hh"

namespace doorward::endpoint {
namespace {

std::string sentence_of(const Error& error) {
  std::string text = error.detail.empty() ? std::string(row_of(error.code).detail) : error.detail;
  if (error.code == Code::RATE_LIMIT_EXCEEDED && error.retry_after.count() > 0)
    text = "Too many attempts. Try again in " + std::to_string(error.retry_after.count()) + " seconds.";
  return text;
}

http::Page message(std::string text) { return {{{"MESSAGE", std::move(text)}}, {}}; }

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
  const std::string house = form.address.proven ? form.address.tenant : "";
  if (!house.empty()) data.sections["SITE_LINE"].push_back({});
  if (error) data.sections["ALERT"].push_back(message(sentence_of(*error)));
  if (error && error->code == Code::EMAIL_NOT_VERIFIED) data.sections["UNVERIFIED"].push_back({});
  if (call.config().mail.transport != "none") data.sections["FORGOT"].push_back({});
  if (call.config().signup.enabled) data.sections["SIGNUP"].push_back({});
  return form_page(call, "login.tpl", std::move(data), error, house);
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

// What a page says stands in its template; here is only which of it holds.
#include "endpoint/one_time_forms.hh"

#include <map>

#include "endpoint/form_page.hh"
#include "model/credential.hh"
#include "model/locale.hh"

namespace doorward::endpoint {
namespace {

/// The section of the template that says why.
std::string section_of(Code code) {
  switch (code) {
    case Code::INVALID_INVITE:
    case Code::INVALID_TOKEN:
    case Code::TOKEN_EXPIRED: return "LINK_DEAD";
    case Code::WEAK_PASSWORD: return "WEAK_PASSWORD";
    case Code::PASSWORD_REUSED: return "PASSWORD_REUSED";
    case Code::RATE_LIMIT_EXCEEDED: return "TOO_OFTEN";
    case Code::USER_EXISTS: return "ADDRESS_TAKEN";
    case Code::VALIDATION_ERROR: return "FIELD_WRONG";
    default: return "OTHER";
  }
}

http::Page alert(const Error& error) {
  http::Page why;
  why.values = {{"MESSAGE", std::string(row_of(error.code).detail)},
                {"SECONDS", std::to_string(error.retry_after.count())}};
  why.sections[section_of(error.code)].push_back({});
  return why;
}

/// Of a page, in each language that there is.
struct Titles {
  std::string_view name;
  std::map<std::string_view, std::string_view> by_locale;
};
const Titles forgot{"forgot.tpl", {{"en-US", "Forgotten password"}, {"pt-BR", "Senha esquecida"}}};
const Titles reset{"reset.tpl", {{"en-US", "New password"}, {"pt-BR", "Nova senha"}}};
const Titles invite{"invite.tpl", {{"en-US", "You are invited"}, {"pt-BR", "Você foi convidado"}}};
const Titles verify{"verify.tpl", {{"en-US", "Confirm your e-mail address"}, {"pt-BR", "Confirme seu e-mail"}}};

http::Response one_time_page(Call& call, const Titles& page, const OneTimeForm& form, FormState state,
                             const Error* error) {
  const auto& locale = accepted_locale(call.request.header("accept-language").value_or(""));
  const std::string folder = &locale == &locales().front() ? "" : std::string(locale.tag) + "/";
  http::Page data;
  data.values = {{"TITLE", std::string(page.by_locale.at(locale.tag))},
                 {"LANG", std::string(locale.tag)},
                 {"TENANT", form.tenant},
                 {"TOKEN", form.token},
                 {"EMAIL", form.email},
                 {"MIN_LENGTH", std::to_string(call.config().password.min_length)}};
  if (error) data.sections["ALERT"].push_back(alert(*error));
  const bool dead = error && section_of(error->code) == "LINK_DEAD";
  if (state == FormState::done) {
    data.sections["DONE"].push_back({});
  } else {
    if (state == FormState::sent) data.sections["SENT"].push_back({});
    data.sections["ASK"].push_back({});
    data.sections[form.token.empty() || dead ? "BY_CODE" : "BY_LINK"].push_back({});
  }
  auto response = form_page(call, folder + std::string(page.name), std::move(data), error);
  if (state == FormState::sent) response.status = 202;
  // The page's own address holds the token, and must not travel on to the stylesheet's.
  response.with("Referrer-Policy", "strict-origin");
  return response;
}

std::string typed(const Call& call, std::string_view name) {
  const auto* member = call.body.find(name);
  return member && member->string() ? *member->string() : "";
}

}  // namespace

http::Response forgot_form(Call& call, const OneTimeForm& form, FormState state, const Error* error) {
  return one_time_page(call, forgot, form, state, error);
}
http::Response reset_form(Call& call, const OneTimeForm& form, FormState state, const Error* error) {
  return one_time_page(call, reset, form, state, error);
}
http::Response invite_form(Call& call, const OneTimeForm& form, FormState state, const Error* error) {
  return one_time_page(call, invite, form, state, error);
}
http::Response verify_form(Call& call, const OneTimeForm& form, FormState state, const Error* error) {
  return one_time_page(call, verify, form, state, error);
}

OneTimeForm asked_for(const Call& call) {
  return {call.request.query_parameter("tenant_id").value_or(""), call.request.query_parameter("token").value_or(""),
          ""};
}

OneTimeForm typed_into(const Call& call) {
  const auto token = typed(call, "token");
  const auto named = parse_credential(token);
  const std::string elsewhere = named ? named->tenant.text() : "";
  return {call.tenant ? call.tenant->slug : elsewhere, token, typed(call, "email")};
}

}  // namespace doorward::endpoint

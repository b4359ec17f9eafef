// POST /auth/logout: ends the session that the credentials name, or all of that person.
#include "base/text.hh"
#include "endpoint/entered.hh"
#include "endpoint/limits.hh"
#include "endpoint/revoked.hh"
#include "http/cookie.hh"

namespace doorward::endpoint {
namespace {

using http::CookieKind;

/// The token of an Authorization header of scheme Bearer, else the access cookie: dead ones too.
Secret access_token(const http::Request& request) {
  const auto header = request.header("authorization").value_or("");
  if (header.size() > 7 && same_ascii(std::string_view(header).substr(0, 7), "bearer "))
    return Secret(std::string(trim(std::string_view(header).substr(7))));
  return Secret(http::cookie_of(request, CookieKind::access).value_or(""));
}

/// A form that finds nobody signed in has what it wants.
Result<http::Response> done_by_form(const Call& call, const Result<service::Revoked>& revoked) {
  if (!revoked && row_of(revoked.error().code).status != 401) return revoked.error();
  auto answer = http::Response::redirect(303, call.config().service.base_path + "/logged-out");
  clear_cookies(call, answer);
  return answer;
}

}  // namespace

Result<http::Response> logout(Call& call) {
  Fields fields(call.body);
  service::LogOut wanted;
  wanted.all = !call.form && fields.flag("all");
  wanted.refresh_token = fields.maybe_secret("refresh_token", longest::token);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  if (wanted.refresh_token.empty())
    wanted.refresh_token = Secret(http::cookie_of(call.request, CookieKind::refresh).value_or(""));
  wanted.access_token = access_token(call.request);
  wanted.session_cookie = http::cookie_of(call.request, CookieKind::session).value_or("");

  const auto revoked = service::log_out(call.ask, wanted);
  if (call.form) return done_by_form(call, revoked);
  if (!revoked) return revoked.error();
  auto answer = revoked_answer(*revoked);
  clear_cookies(call, answer);
  return answer;
}

}  // namespace doorward::endpoint

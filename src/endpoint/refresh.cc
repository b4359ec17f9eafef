// POST /auth/refresh: a refresh token, in the body or its cookie, for new tokens.
#include "endpoint/entered.hh"
#include "endpoint/limits.hh"
#include "endpoint/objects.hh"
#include "http/cookie.hh"
#include "service/sessions.hh"

namespace doorward::endpoint {

Result<http::Response> refresh(Call& call) {
  Fields fields(call.body);
  Secret token = fields.maybe_secret("refresh_token", longest::token);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  const bool by_cookie = token.empty();
  if (by_cookie) token = Secret(http::cookie_of(call.request, http::CookieKind::refresh).value_or(""));
  if (token.empty()) return Code::TOKEN_REQUIRED;

  const auto refreshed = service::refresh(call.ask, token);
  if (!refreshed) return refreshed.error();
  if (!by_cookie && refreshed->transport == Transport::token)
    return http::Response::json(200, port::Json::Object{{"tokens", tokens_object(refreshed->tokens)}});
  auto answer = http::Response::json(200, port::Json::Object{});
  if (auto done = set_token_cookies(call, refreshed->tokens, answer); !done) return done.error();
  return answer;
}

}  // namespace doorward::endpoint

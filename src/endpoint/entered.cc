// Tokens in the body go with no cookie; cookies go with no tokens in the body.
#include "endpoint/entered.hh"

#include <algorithm>

#include "endpoint/identities.hh"
#include "endpoint/objects.hh"
#include "http/cookie.hh"

namespace doorward::endpoint {
namespace {

using http::CookieKind;

/// A device is known for half a year after its last log-in.
constexpr std::chrono::hours device_lives{24 * 180};

/// The one that was entered first; the main one is another only where the person said so.
port::Json tenants_of(const service::Entered& entered) {
  port::Json::Array all;
  if (entered.tenant.id.nil()) return all;
  const auto& others = entered.others;
  const bool main = std::none_of(others.begin(), others.end(), [](const auto& other) { return other.main; });
  all.push_back(
      belonging_object({entered.tenant.id, entered.tenant.slug, entered.tenant.name, entered.user.role, main}));
  for (const auto& other : others) all.push_back(belonging_object(other));
  return all;
}

Result<void> add_cookie(Call& call, CookieKind kind, const Secret& value, seconds lives, http::Response& response) {
  if (value.empty()) return {};
  auto cookie = http::set_cookie(call.request, kind, value.reveal(), lives, call.config().service.base_path);
  if (!cookie) return cookie.error();
  response.with("Set-Cookie", std::move(*cookie));
  return {};
}

}  // namespace

Transport transport_of(const Call& call, Fields& fields) {
  if (call.form) return Transport::session;
  return parse_transport(fields.word("transport", {"token", "cookie", "session"})).value_or(Transport::token);
}

Result<void> cookies_fit(const Call& call, Transport transport) {
  if (transport == Transport::token) return {};
  auto cookie = http::set_cookie(call.request, CookieKind::session, "", seconds{0}, call.config().service.base_path);
  return cookie ? Result<void>() : Result<void>(cookie.error());
}

Result<void> set_token_cookies(Call& call, const service::Tokens& tokens, http::Response& response) {
  if (auto done = add_cookie(call, CookieKind::access, tokens.access_token, tokens.expires_in, response); !done)
    return done;
  return add_cookie(call, CookieKind::refresh, tokens.refresh_token, tokens.refresh_expires_in, response);
}

Result<void> set_entered_cookies(Call& call, const service::Entered& entered, http::Response& response) {
  const auto transport = entered.session.transport;
  if (transport == Transport::token) return {};
  if (transport == Transport::cookie && entered.tokens)
    if (auto done = set_token_cookies(call, *entered.tokens, response); !done) return done;
  if (transport == Transport::session) {
    const auto lives = std::chrono::duration_cast<seconds>(entered.session.expires_at - call.ask.now);
    if (auto done = add_cookie(call, CookieKind::session, entered.session_cookie, lives, response); !done) return done;
  }
  return add_cookie(call, CookieKind::device, entered.device_cookie, device_lives, response);
}

Result<http::Response> entered_answer(Call& call, int status, const service::Entered& entered) {
  const auto tenant = tenant_object(entered.tenant);
  port::Json body = port::Json::Object{{"user", user_object(entered.user, entered.tenant, entered.permissions)},
                                       {"tenant", tenant},
                                       {"tenants", tenants_of(entered)}};
  if (entered.tokens && entered.session.transport == Transport::token)
    body.set("tokens", tokens_object(*entered.tokens));
  auto response = http::Response::json(status, body);
  if (auto done = set_entered_cookies(call, entered, response); !done) return done.error();
  return response;
}

void clear_cookies(const Call& call, http::Response& response) {
  for (auto kind : {CookieKind::session, CookieKind::access, CookieKind::refresh})
    if (auto cookie = http::clear_cookie(call.request, kind, call.config().service.base_path); !cookie.empty())
      response.with("Set-Cookie", std::move(cookie));
}

}  // namespace doorward::endpoint

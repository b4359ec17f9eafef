// GET /auth/csrf: the page token, for pages that are not ours.
#include "endpoint/call.hh"
#include "http/page_token.hh"
#include "service/keyring.hh"

namespace doorward::endpoint {

Result<http::Response> csrf(Call& call) {
  const auto token = http::page_token(call.request, call.ask.world.keys.sub_key("page-token"), call.ask.world.random,
                                      call.config().service.base_path);
  auto answer = http::Response::json(200, port::Json::Object{{"csrf_token", token.value}});
  if (!token.set_cookie.empty()) answer.with("Set-Cookie", token.set_cookie);
  return answer;
}

}  // namespace doorward::endpoint

#include "endpoint/form_page.hh"

#include "http/page_token.hh"
#include "service/keyring.hh"

namespace doorward::endpoint {

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

}  // namespace doorward::endpoint

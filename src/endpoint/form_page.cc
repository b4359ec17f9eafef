#include "endpoint/form_page.hh"

#include "endpoint/theme.hh"
#include "http/page_token.hh"
#include "service/branding.hh"
#include "service/keyring.hh"

namespace doorward::endpoint {

http::Response form_page(Call& call, const std::string& name, http::Page data, const Error* error,
                         const std::string& house) {
  const auto token = http::page_token(call.request, call.ask.world.keys.sub_key("page-token"), call.ask.world.random,
                                      call.config().service.base_path);
  data.values["CSRF"] = token.value;
  const Theme theme = house.empty() ? service::theme_for_pages(call.ask) : theme_of(call, house);
  auto response = themed_page(call.config(), theme, error ? row_of(error->code).status : 200, name, std::move(data));
  if (!token.set_cookie.empty()) response.with("Set-Cookie", token.set_cookie);
  if (error) response.told.refusal = error->code;
  if (error && error->retry_after.count() > 0) response.with("Retry-After", std::to_string(error->retry_after.count()));
  return response;
}

}  // namespace doorward::endpoint

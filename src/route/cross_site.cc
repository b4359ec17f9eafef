// Browsers set both headers themselves and no page can change them.
#include "route/cross_site.hh"

#include "http/origin.hh"
#include "http/page_token.hh"
#include "service/keyring.hh"

namespace doorward::route {

Result<void> check_cross_site(service::Ask& ask, const http::Request& request, const Body& body) {
  const auto refused = Result<void>(Code::CSRF_REJECTED);
  const auto& config = ask.world.config;
  const auto origin = request.header("origin");
  if (origin && http::listed_origin(config, *origin)) return {};
  if (const auto site = request.header("sec-fetch-site"))
    return *site == "same-origin" || *site == "none" ? Result<void>() : refused;
  if (origin)
    return *origin == http::own_origin(request) || *origin == http::origin_of(config.service.public_url)
               ? Result<void>()
               : refused;
  if (!body.form) return {};
  const auto& key = ask.world.keys.sub_key("page-token");
  const auto presented = body.page_token.empty() ? request.header("x-csrf-token").value_or("") : body.page_token;
  return http::page_token_holds(request, key, presented) ? Result<void>() : refused;
}

}  // namespace doorward::route

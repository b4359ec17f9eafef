#include "endpoint/theme.hh"

#include "model/colour.hh"
#include "model/picture.hh"
#include "service/branding.hh"
#include "service/own_tenant.hh"
#include "service/visitor.hh"

namespace doorward::endpoint {

http::Response themed_page(const Config& config, const Theme& theme, int status, const std::string& name,
                           http::Page data) {
  const auto show = [&](const char* section, const char* value, const std::string& text) {
    data.sections[section] = {{{{value, text}}, {}}};
  };
  const auto origin = origin_of_picture(theme.logo_url);
  if (parse_colour(theme.primary_color)) show("COLOR", "HEX", theme.primary_color.substr(1));
  if (origin) show("LOGO", "LOGO_URL", theme.logo_url);
  if (!theme.name.empty()) show("BRAND", "BRAND_NAME", theme.name);
  if (!theme.support_address.empty())
    show(theme.support_address.starts_with("https://") ? "SUPPORT_PAGE" : "SUPPORT_MAIL", "ADDRESS",
         theme.support_address);
  auto response = http::page(config, status, name, std::move(data));
  response.pictures_from = origin.value_or("");
  return response;
}

Theme theme_of(Call& call, const std::string& slug) {
  const auto found = service::find_tenant(call.ask, slug);
  const auto tenant = found ? service::tenant_itself(call.ask, found->id) : Result<Tenant>(found.error());
  return tenant ? service::theme_for_pages(call.ask, *tenant) : service::theme_for_pages(call.ask);
}

}  // namespace doorward::endpoint

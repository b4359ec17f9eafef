// White label: how the platform looks wherever no tenant's own logo, colour or support address is shown.
#pragma once
#include <map>

#include "model/tenant.hh"
#include "service/actor.hh"

namespace doorward::service {

/// The platform's word over this host's settings.
Theme platform_branding(Ask& ask);

/// By a member of the theme ("logo_url"); nullopt takes the platform's word back, so that this host's settings count.
using BrandingChange = std::map<std::string, std::optional<std::string>>;
/// One transaction with its events; everybody shows it after memcached.trust. VALIDATION_ERROR naming the members.
Result<Theme> change_branding(Ask& ask, const Actor& by, const BrandingChange& change);

/// For a page: as platform_branding, but remembered for memcached.trust, and this host's settings while the database
/// does not answer.
const Theme& theme_for_pages(Ask& ask);
/// The same for a page of this tenant.
Theme theme_for_pages(Ask& ask, const Tenant& tenant);

/// What the letters of this tenant show; `config`: as it holds for it.
Theme theme_for_letters(const Config& config, const Tenant& tenant);

}  // namespace doorward::service

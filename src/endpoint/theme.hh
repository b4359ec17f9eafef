// How pages look: the theme of the tenant whose page it is, or the platform's.
#pragma once
#include "endpoint/call.hh"
#include "http/page.hh"
#include "model/tenant.hh"

namespace doorward::endpoint {

/// A page in this dress. Its answer names the place that its picture comes from.
http::Response themed_page(const Config& config, const Theme& theme, int status, const std::string& name,
                           http::Page data);

/// What the page of the tenant with this slug shows; the platform's where there is no such tenant.
Theme theme_of(Call& call, const std::string& slug);

}  // namespace doorward::endpoint

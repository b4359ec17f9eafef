// Which tenant a request belongs to.
#pragma once
#include <optional>
#include <string>

#include "http/request.hh"
#include "model/visitor.hh"
#include "route/body.hh"
#include "route/row.hh"
#include "service/world.hh"

namespace doorward::route {

/// Sources in order: DOORWARD_TENANT of the location, the credential, the host (a sub-domain of
/// service.site_domain or a tenant's own domain), X-Tenant-ID, tenant_id in the query (or a form), the default.
/// Those that are there must agree: TENANT_MISMATCH; the default counts only when there is none. None:
/// TENANT_REQUIRED where the row needs one. Unknown or not active: INVALID_TENANT. service.tenant_sources
/// switches each on or off.
///
/// A tenant that another source than the first names is compared with the first by name alone, so that an
/// existing one is told from an unknown one by nobody.
Result<std::optional<TenantFacts>> resolve_tenant(service::Ask& ask, const Row& row, const http::Request& request,
                                                  const Body& body, const std::optional<Visitor>& visitor);

}  // namespace doorward::route

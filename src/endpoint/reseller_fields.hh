// Resellers as clients say and see them.
#pragma once
#include "endpoint/call.hh"
#include "endpoint/fields.hh"
#include "service/resellers.hh"

namespace doorward::endpoint {

/// {id, slug, name, status, quota{max_tenants, max_users, plans[]}, tenants, created_at}
port::Json reseller_object(const Reseller& reseller);

/// The member `quota` of the body, which may be absent; in it null means: does not bind.
QuotaChange quota_change(const Call& call, Fields& fields);

/// Who asks, about the {id} of the path. NOT_FOUND, and as service::above().
struct AboutReseller {
  TenantId id;
  service::Above by;
};
Result<AboutReseller> about_reseller(const Call& call);

}  // namespace doorward::endpoint

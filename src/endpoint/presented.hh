// What a person brings of a message: the link's token, or the address and the code.
#pragma once
#include "endpoint/call.hh"
#include "endpoint/fields.hh"
#include "service/one_time.hh"

namespace doorward::endpoint {

/// token, email and code.
service::Presented read_presented(Fields& fields);
/// VALIDATION_ERROR: neither the one nor the other.
Result<void> whole(const service::Presented& presented);
/// The token's own tenant, else the request's; INVALID_TOKEN: no token of ours.
Result<TenantId> tenant_of(const Call& call, const service::Presented& presented);

}  // namespace doorward::endpoint

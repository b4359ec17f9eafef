// What the tenant endpoints share: the fields that may be changed, and the answer to a change.
#pragma once
#include "endpoint/call.hh"
#include "endpoint/fields.hh"
#include "service/own_tenant.hh"

namespace doorward::endpoint {

/// {name, slug, custom_domain}, each may be absent; an empty or null domain takes it away.
Result<service::TenantChange> tenant_change(const Call& call);
/// The members `limits` and `features`, beside a plan; what is wrong with them goes into `wrongs`.
void read_beside(Fields& fields, service::PlanChange& change, std::vector<FieldError>& wrongs);
/// 200 with the tenant when it holds everywhere, else 202 {effective_at}.
Result<http::Response> changed_answer(const Result<service::TenantChanged>& changed);
/// The id in the path; NOT_FOUND.
Result<TenantId> tenant_in_path(const Call& call);

}  // namespace doorward::endpoint

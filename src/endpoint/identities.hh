// The answer of every question about one's accounts in several tenants.
#pragma once
#include <vector>

#include "base/result.hh"
#include "http/response.hh"
#include "service/linked_identities.hh"

namespace doorward::endpoint {

/// {items: [{tenant, email, role, main, current, linked_at}]}, one's own account first.
Result<http::Response> identities_answer(const Result<std::vector<service::Membership>>& memberships);

/// {id, slug, name, role, main}, as a log-in lists them.
port::Json belonging_object(const service::Belonging& one);

}  // namespace doorward::endpoint

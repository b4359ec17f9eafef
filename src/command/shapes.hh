// How commands show tenants, resellers, days and people, and from when on a change holds.
#pragma once
#include "model/reseller.hh"
#include "model/user.hh"
#include "port/json.hh"
#include "service/analytics.hh"
#include "service/sessions.hh"

namespace doorward::command {

port::Json tenant_json(const Tenant& tenant);        // one line of a list
port::Json whole_tenant_json(const Tenant& tenant);  // and what its plan includes, its domain, its reseller
port::Json reseller_json(const Reseller& reseller);
port::Json day_json(const store::DayFigures& day);
port::Json user_json(const User& user);
/// `shown` with `effective_at`, where the change does not hold everywhere yet.
port::Json with_effect(port::Json shown, const service::Revoked& revoked);

}  // namespace doorward::command

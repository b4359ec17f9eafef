// How commands show tenants and people.
#pragma once
#include "model/tenant.hh"
#include "model/user.hh"
#include "port/json.hh"

namespace doorward::command {

port::Json tenant_json(const Tenant& tenant);        // one line of a list
port::Json whole_tenant_json(const Tenant& tenant);  // and what its plan includes, its domain, its reseller
port::Json user_json(const User& user);

}  // namespace doorward::command

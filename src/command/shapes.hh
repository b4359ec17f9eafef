// How commands show tenants and people.
#pragma once
#include "model/tenant.hh"
#include "model/user.hh"
#include "port/json.hh"

namespace doorward::command {

port::Json tenant_json(const Tenant& tenant);
port::Json user_json(const User& user);

}  // namespace doorward::command

// The shapes that clients see: user, tenant, tokens, session. Each is written here and nowhere else.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "http/response.hh"
#include "model/session.hh"
#include "model/tenant.hh"
#include "model/user.hh"
#include "port/json.hh"
#include "service/entrance.hh"
#include "service/people.hh"

namespace doorward::endpoint {

/// `tenant` says where the person lives: people of the platform and of resellers have no tenant_id.
port::Json user_object(const User& user, const Tenant& tenant, const std::vector<std::string>& permissions);
inline port::Json account_object(const service::Account& account) {
  return user_object(account.user, account.tenant, account.permissions);
}
/// null for the platform's and resellers' own rows.
port::Json tenant_object(const Tenant& tenant);
/// The same for who may change it: with `domain`, the one that waits to be verified, and how.
port::Json own_tenant_object(const Tenant& tenant);
port::Json tokens_object(const service::Tokens& tokens);
port::Json session_object(const Session& session, SessionId current);

/// 200 {items, next_cursor}
http::Response page_answer(port::Json::Array items, const std::optional<std::string>& next_cursor);

}  // namespace doorward::endpoint

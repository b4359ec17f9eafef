// The gate reads them with the facts of the session.
#include "store/revoked_tokens.hh"

namespace doorward::store {
namespace {

constexpr std::string_view add =
    "INSERT INTO t_revoked_tokens (tenant_id, session_id, jti, expires_at) VALUES (?, ?, ?, ?)";

}  // namespace

bool add_revoked_token(TenantDb& db, SessionId session, const std::string& jti, Time expires_at) {
  try {
    db.run(add, {port::sql(db.tenant()), port::sql(session), jti, expires_at});
    return true;
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() == port::SqlRefusal::duplicate) return false;
    throw;
  }
}

}  // namespace doorward::store

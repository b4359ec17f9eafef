// The affected rows of `use` decide who of many wins; UNIQUE(tenant_id, parent) would refuse a second winner.
#include "store/refresh_tokens.hh"

#include "base/encode.hh"

namespace doorward::store {
namespace {

constexpr std::string_view by_parent =
    "SELECT hash, session_id, parent, created_at, expires_at, used_at, successor FROM t_refresh_tokens "
    "WHERE parent = ?";
constexpr std::string_view insert =
    "INSERT INTO t_refresh_tokens (tenant_id, hash, session_id, parent, created_at, expires_at) "
    "VALUES (?, ?, ?, ?, ?, ?)";
// The session's row is held from here on.
constexpr std::string_view insert_in_live =
    "INSERT INTO t_refresh_tokens (tenant_id, hash, session_id, parent, created_at, expires_at) "
    "SELECT UNHEX(?), UNHEX(?), s.id, UNHEX(?), ?, ? FROM t_sessions s WHERE s.id = ? AND s.ended_at IS NULL FOR "
    "UPDATE";
constexpr std::string_view use =
    "UPDATE t_refresh_tokens SET used_at = ?, successor = ? WHERE hash = ? AND used_at IS NULL";

}  // namespace

RefreshToken read_refresh_token(const port::SqlRow& row, unsigned first) {
  RefreshToken token{row.text(first),
                     SessionId(row.id(first + 1)),
                     std::nullopt,
                     row.time(first + 3),
                     row.time(first + 4),
                     row.maybe_time(first + 5),
                     {}};
  if (!row.null(first + 2)) token.parent = row.text(first + 2);
  if (!row.null(first + 6)) token.sealed_successor = row.text(first + 6);
  return token;
}

std::optional<RefreshToken> find_successor(TenantDb& db, const std::string& hash) {
  std::optional<RefreshToken> found;
  db.each(by_parent, {hash}, [&](const port::SqlRow& row) { found = read_refresh_token(row, 0); });
  return found;
}

void insert_refresh_token(TenantDb& db, const RefreshToken& token) {
  db.run(insert, {port::sql(db.tenant()), token.hash, port::sql(token.session), port::sql(token.parent),
                  token.created_at, token.expires_at});
}

bool insert_successor(TenantDb& db, const RefreshToken& token) {
  return db.run(insert_in_live, {to_hex(db.tenant().raw()), to_hex(token.hash), to_hex(token.parent.value()),
                                 token.created_at, token.expires_at, port::sql(token.session)}) == 1;
}

bool use_refresh_token(TenantDb& db, const std::string& hash, Time now, const std::string& sealed_successor) {
  return db.run(use, {now, sealed_successor, hash}) == 1;
}

}  // namespace doorward::store

// `<=>` finds NULL equal to NULL: people without a password come in too.
#include "store/user_lock.hh"

namespace doorward::store {
namespace {

constexpr std::string_view enter =
    "UPDATE t_users SET last_login_at = ?, login_count = login_count + 1 "
    "WHERE id = ? AND deleted_at IS NULL AND tokens_not_before = ? AND password_set_at <=> ?";
constexpr std::string_view lock = "SELECT id FROM t_users WHERE id = ? FOR UPDATE";
constexpr std::string_view not_before =
    "UPDATE t_users SET tokens_not_before = ? WHERE id = ? AND tokens_not_before < ?";

}  // namespace

bool note_entry(TenantDb& db, const User& user, Time now) {
  return db.run(enter, {now, port::sql(user.id), user.tokens_not_before, port::sql(user.password_set_at)}) == 1;
}

bool lock_user(TenantDb& db, UserId user) {
  bool found = false;
  db.each(lock, {port::sql(user)}, [&](const port::SqlRow&) { found = true; });
  return found;
}

void void_tokens_before(TenantDb& db, UserId user, Time now) { db.run(not_before, {now, port::sql(user), now}); }

}  // namespace doorward::store

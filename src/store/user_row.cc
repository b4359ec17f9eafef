// From a row to a User.
#include "store/user_row.hh"

namespace doorward::store {

User read_user(const port::SqlRow& row, unsigned at) {
  User u;
  u.id = UserId(row.id(at + 0));
  u.tenant = TenantId(row.id(at + 1));
  u.email = row.text(at + 2);
  u.email_key = row.text(at + 3);
  u.email_verified = !row.null(at + 4);
  u.first_name = row.text(at + 5);
  u.last_name = row.text(at + 6);
  u.avatar_url = row.text(at + 7);
  u.timezone = row.text(at + 8);
  u.locale = row.text(at + 9);
  u.role = row.text(at + 10);
  u.status = parse_user_status(row.text(at + 11)).value_or(UserStatus::inactive);
  u.mfa_enabled = row.number(at + 12) != 0;
  if (!row.null(at + 13)) u.password_hash = row.text(at + 13);
  u.password_set_at = row.maybe_time(at + 14);
  u.tokens_not_before = row.time(at + 15);
  u.last_login_at = row.maybe_time(at + 16);
  u.login_count = row.number(at + 17);
  u.created_at = row.time(at + 18);
  u.updated_at = row.time(at + 19);
  return u;
}

}  // namespace doorward::store

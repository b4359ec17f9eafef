// A person's row in the order in which every statement about people reads it.
#pragma once
#include "model/user.hh"
#include "port/mysql.hh"

namespace doorward::store {

#define USER_COLUMNS                                                                                                 \
  "id, tenant_id, email, email_key, email_verified_at, first_name, last_name, avatar_url, timezone, locale, role, "  \
  "status, mfa_enabled, password_hash, password_set_at, tokens_not_before, last_login_at, login_count, created_at, " \
  "updated_at"

/// USER_COLUMNS from column `at` on.
User read_user(const port::SqlRow& row, unsigned at = 0);

}  // namespace doorward::store

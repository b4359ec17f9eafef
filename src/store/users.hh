// People as rows. The canonical e-mail address decides who is who.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/user.hh"
#include "store/database.hh"

namespace doorward::store {

/// Who says that the address is the person's: themselves, an administrator, an import.
enum class EmailSource { self, admin, import };

/// SqlRefused(duplicate, "users_email") when the address has an account in this tenant. `work`: see password_work.
void insert_user(TenantDb& db, const User& user, EmailSource source, std::int64_t work);

/// nullopt: none, or deleted.
std::optional<User> find_user(TenantDb& db, UserId id);
std::optional<User> find_user_by_email(TenantDb& db, const std::string& email_key);
/// In order of id, only those behind `after`.
std::vector<User> list_users(TenantDb& db, UserId after, int limit);

/// Did this account sign in before from a device that called itself so?
bool device_was_here(TenantDb& db, const std::string& email_key, const std::string& device_id);

/// The work of the tenant's dearest stored password hash, in KiB times passes; 0: there is none.
std::int64_t dearest_password_work(TenantDb& db);

/// A new password. False: there is no such person.
bool set_password(TenantDb& db, UserId id, const std::string& hash, std::int64_t work, Time now);
/// The same password under another cost: nothing happens unless `old_hash` still stands there.
void rehash_password(TenantDb& db, UserId id, const std::string& old_hash, const std::string& hash, std::int64_t work);

/// Names, picture, time zone and locale.
void update_profile(TenantDb& db, const User& user);
/// Somebody vouches for the address.
void verify_email(TenantDb& db, UserId id, Time now);
/// Another address, verified. SqlRefused(duplicate, "users_email").
void change_email(TenantDb& db, UserId id, const std::string& shown, const std::string& key, Time now);
void set_status(TenantDb& db, UserId id, UserStatus status, Time now);

/// Former passwords, latest first, at most `limit`; with `keep_password` the one given becomes a former one and
/// all but the latest `keep` go.
std::vector<std::string> former_passwords(TenantDb& db, UserId id, std::int64_t limit);
void keep_password(TenantDb& db, UserId id, const std::string& hash, std::int64_t keep, Time now);

}  // namespace doorward::store

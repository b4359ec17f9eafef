// Deleted people keep their row and answer nothing.
#include "store/users.hh"

#include "base/error.hh"
#include "store/user_row.hh"
#include "store/user_words.hh"

namespace doorward::store {
namespace {

constexpr std::string_view insert = "INSERT INTO t_users (" USER_COLUMNS
                                    ", email_source, password_work) "
                                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view by_id = "SELECT " USER_COLUMNS " FROM t_users WHERE id = ? AND deleted_at IS NULL";
constexpr std::string_view by_email = "SELECT " USER_COLUMNS " FROM t_users WHERE email_key = ? AND deleted_at IS NULL";
constexpr std::string_view page =
    "SELECT " USER_COLUMNS " FROM t_users WHERE id > ? AND deleted_at IS NULL ORDER BY id LIMIT ?";
constexpr std::string_view device =
    "SELECT 1 FROM t_users u JOIN t_sessions s ON s.user_id = u.id "
    "WHERE u.email_key = ? AND u.deleted_at IS NULL AND s.device_id = ? LIMIT 1";
constexpr std::string_view dearest = "SELECT MAX(password_work) FROM t_users";
constexpr std::string_view new_password =
    "UPDATE t_users SET password_hash = ?, password_work = ?, password_set_at = ?, updated_at = ? "
    "WHERE id = ? AND deleted_at IS NULL";
constexpr std::string_view rehash =
    "UPDATE t_users SET password_hash = ?, password_work = ? WHERE id = ? AND password_hash = ?";
constexpr std::string_view profile =
    "UPDATE t_users SET first_name = ?, last_name = ?, avatar_url = ?, timezone = ?, locale = ?, updated_at = ? "
    "WHERE id = ?";
constexpr std::string_view status_change = "UPDATE t_users SET status = ?, updated_at = ? WHERE id = ?";
constexpr std::string_view verified =
    "UPDATE t_users SET email_verified_at = ?, updated_at = ? WHERE id = ? AND email_verified_at IS NULL";
constexpr std::string_view new_email =
    "UPDATE t_users SET email = ?, email_key = ?, email_source = 'self', email_verified_at = ?, updated_at = ? "
    "WHERE id = ? AND deleted_at IS NULL";
constexpr std::string_view former =
    "SELECT password_hash FROM t_password_history WHERE user_id = ? ORDER BY created_at DESC LIMIT ?";
constexpr std::string_view keep_former =
    "INSERT INTO t_password_history (tenant_id, user_id, created_at, password_hash) VALUES (?, ?, ?, ?)";
constexpr std::string_view former_times =
    "SELECT created_at FROM t_password_history WHERE user_id = ? ORDER BY created_at DESC LIMIT ?";
constexpr std::string_view drop_former = "DELETE FROM t_password_history WHERE user_id = ? AND created_at < ?";

std::string_view to_word(EmailSource source) {
  switch (source) {
    case EmailSource::self: return "self";
    case EmailSource::admin: return "admin";
    case EmailSource::import: return "import";
  }
  return "";
}

std::vector<User> many(TenantDb& db, std::string_view statement, const std::vector<port::SqlValue>& values) {
  std::vector<User> all;
  db.each(statement, values, [&](const port::SqlRow& row) { all.push_back(read_user(row)); });
  return all;
}

std::optional<User> one(TenantDb& db, std::string_view statement, const port::SqlValue& key) {
  auto found = many(db, statement, {key});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

port::SqlValue maybe_text(const std::string& text) {
  if (text.empty()) return nullptr;
  return text;
}

}  // namespace

void insert_user(TenantDb& db, const User& u, EmailSource source, std::int64_t work) {
  const auto verified_at = u.email_verified ? std::optional(u.created_at) : std::nullopt;
  db.run(insert, {port::sql(u.id),
                  port::sql(u.tenant),
                  u.email,
                  u.email_key,
                  port::sql(verified_at),
                  u.first_name,
                  u.last_name,
                  u.avatar_url,
                  u.timezone,
                  u.locale,
                  u.role,
                  std::string(doorward::to_word(u.status)),
                  std::int64_t(u.mfa_enabled),
                  maybe_text(u.password_hash),
                  port::sql(u.password_set_at),
                  u.tokens_not_before,
                  port::sql(u.last_login_at),
                  u.login_count,
                  u.created_at,
                  u.updated_at,
                  std::string(to_word(source)),
                  work});
  add_words(db, u);
}

std::optional<User> find_user(TenantDb& db, UserId id) { return one(db, by_id, port::sql(id)); }
std::optional<User> find_user_by_email(TenantDb& db, const std::string& email_key) {
  return one(db, by_email, email_key);
}
std::vector<User> list_users(TenantDb& db, UserId after, int limit) {
  return many(db, page, {port::sql(after), std::int64_t(limit)});
}

bool device_was_here(TenantDb& db, const std::string& email_key, const std::string& device_id) {
  bool found = false;
  db.each(device, {email_key, device_id}, [&](const port::SqlRow&) { found = true; });
  return found;
}

std::int64_t dearest_password_work(TenantDb& db) {
  std::int64_t work = 0;
  db.each(dearest, {}, [&](const port::SqlRow& row) { work = row.null(0) ? 0 : row.number(0); });
  return work;
}

bool set_password(TenantDb& db, UserId id, const std::string& hash, std::int64_t work, Time now) {
  return db.run(new_password, {hash, work, now, now, port::sql(id)}) == 1;
}

void rehash_password(TenantDb& db, UserId id, const std::string& old_hash, const std::string& hash, std::int64_t work) {
  db.run(rehash, {hash, work, port::sql(id), old_hash});
}

void update_profile(TenantDb& db, const User& u) {
  db.run(profile, {u.first_name, u.last_name, u.avatar_url, u.timezone, u.locale, u.updated_at, port::sql(u.id)});
  replace_words(db, u);
}

void set_status(TenantDb& db, UserId id, UserStatus status, Time now) {
  db.run(status_change, {std::string(doorward::to_word(status)), now, port::sql(id)});
}

void verify_email(TenantDb& db, UserId id, Time now) { db.run(verified, {now, now, port::sql(id)}); }

void change_email(TenantDb& db, UserId id, const std::string& shown, const std::string& key, Time now) {
  db.run(new_email, {shown, key, now, now, port::sql(id)});
  if (const auto user = find_user(db, id)) replace_words(db, *user);
}

std::vector<std::string> former_passwords(TenantDb& db, UserId id, std::int64_t limit) {
  std::vector<std::string> all;
  db.each(former, {port::sql(id), limit}, [&](const port::SqlRow& row) { all.push_back(row.text(0)); });
  return all;
}

void keep_password(TenantDb& db, UserId id, const std::string& hash, std::int64_t keep, Time now) {
  db.run(keep_former, {port::sql(db.tenant()), port::sql(id), now, hash});
  std::optional<Time> oldest;
  db.each(former_times, {port::sql(id), keep}, [&](const port::SqlRow& row) { oldest = row.time(0); });
  db.run(drop_former, {port::sql(id), oldest.value_or(now + seconds(1))});
}

}  // namespace doorward::store

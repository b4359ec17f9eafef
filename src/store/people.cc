// Each page is a range of one index: of the key by id, of status or role by id, or of the words.
#include "store/people.hh"

#include "base/error.hh"
#include "store/lots.hh"
#include "store/user_row.hh"
#include "store/user_words.hh"

namespace doorward::store {
namespace {

#define PAGE(condition) \
  "SELECT " USER_COLUMNS " FROM t_users WHERE " condition "id > ? AND deleted_at IS NULL ORDER BY id LIMIT ?"
constexpr std::string_view page = PAGE("");
constexpr std::string_view page_status = PAGE("status = ? AND ");
constexpr std::string_view page_role = PAGE("role = ? AND ");
constexpr std::string_view page_both = PAGE("status = ? AND role = ? AND ");
// The inner SELECT reads so many entries of the index and no more; people are joined to these alone.
constexpr std::string_view hits =
    "SELECT w.word, " USER_COLUMNS
    " FROM (SELECT word, user_id FROM t_user_words WHERE word >= ? AND word < ? AND (word > ? OR user_id > ?)"
    " ORDER BY word, user_id LIMIT ?) w JOIN t_users u ON u.id = w.user_id ORDER BY w.word, w.user_id";
constexpr std::string_view lock = "SELECT " USER_COLUMNS " FROM t_users WHERE id = ? AND deleted_at IS NULL FOR UPDATE";
constexpr std::string_view hold = "UPDATE t_tenant SET updated_at = GREATEST(updated_at + INTERVAL 1 MICROSECOND, ?)";
constexpr std::string_view others =
    "SELECT COUNT(*) FROM t_users WHERE role = ? AND status IN ('active', 'locked') AND deleted_at IS NULL "
    "AND id <> ?";
constexpr std::string_view role_change = "UPDATE t_users SET role = ?, updated_at = ? WHERE id = ?";
constexpr std::string_view address =
    "UPDATE t_users SET email = ?, email_key = ?, email_verified_at = ?, email_source = 'admin', updated_at = ? "
    "WHERE id = ?";
constexpr std::string_view remove =
    "UPDATE t_users SET email_key = ?, deleted_at = ?, updated_at = ?, tokens_not_before = ? "
    "WHERE id = ? AND deleted_at IS NULL";
constexpr std::string_view deleted =
    "SELECT deleted_at, " USER_COLUMNS " FROM t_users WHERE id = ? AND deleted_at IS NOT NULL FOR UPDATE";
constexpr std::string_view blank =
    "UPDATE t_users SET email = '', email_verified_at = NULL, first_name = '', last_name = '', avatar_url = '', "
    "timezone = '', locale = '', status = 'inactive', password_hash = NULL, password_set_at = NULL, "
    "password_work = 0, mfa_enabled = 0, last_login_at = NULL, updated_at = ? WHERE id = ?";
constexpr std::string_view forget_passwords = "DELETE FROM t_password_history WHERE user_id = ?";
constexpr std::string_view blank_sessions =
    "UPDATE t_sessions SET ip_address = '', user_agent = '', device_id = '' WHERE user_id = ?";
constexpr std::string_view details_about =
    "SELECT d.event_id FROM t_events e JOIN t_event_details d ON d.event_id = e.id WHERE e.subject_id = ? LIMIT ?";
constexpr std::string_view details_by =
    "SELECT d.event_id FROM t_events e JOIN t_event_details d ON d.event_id = e.id WHERE e.actor_id = ? LIMIT ?";
const Lots& remove_details() {
  static const Lots lots(
      [](int size) { return "DELETE FROM t_event_details WHERE event_id IN (" + repeated("?", size) + ")"; });
  return lots;
}

/// No canonical address begins with NUL.
std::string nobodys_key(UserId id) { return std::string(1, '\0') + std::string(id.raw()); }

std::vector<User> many(TenantDb& db, std::string_view statement, const std::vector<port::SqlValue>& values) {
  std::vector<User> all;
  db.each(statement, values, [&](const port::SqlRow& row) { all.push_back(read_user(row)); });
  return all;
}

}  // namespace

std::vector<User> page_of_people(TenantDb& db, const PeopleFilter& filter, UserId after, int limit) {
  std::vector<port::SqlValue> values;
  if (filter.status) values.emplace_back(std::string(to_word(*filter.status)));
  if (filter.role) values.emplace_back(*filter.role);
  values.push_back(port::sql(after));
  values.emplace_back(std::int64_t(limit));
  if (filter.status) return many(db, filter.role ? page_both : page_status, values);
  return many(db, filter.role ? page_role : page, values);
}

std::vector<Hit> page_of_hits(TenantDb& db, const std::string& beginning, const std::optional<AfterHit>& after,
                              int limit) {
  const std::string from = after ? after->word : beginning;
  std::vector<Hit> found;
  // No word holds the byte FF: it is UTF-8.
  db.each(hits, {from, beginning + '\xFF', from, port::sql(after ? after->user : UserId()), std::int64_t(limit)},
          [&](const port::SqlRow& row) {
            found.push_back({row.text(0), read_user(row, 1)});
          });
  return found;
}

std::optional<User> lock_person(TenantDb& db, UserId id) {
  auto found = many(db, lock, {port::sql(id)});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void hold_house(TenantDb& db, Time now) { db.run(hold, {now}); }

std::int64_t count_others(TenantDb& db, const std::string& role, UserId id) {
  std::int64_t count = 0;
  db.each(others, {role, port::sql(id)}, [&](const port::SqlRow& row) { count = row.number(0); });
  return count;
}

void set_role(TenantDb& db, UserId id, const std::string& role, Time now) {
  db.run(role_change, {role, now, port::sql(id)});
}

void set_address(TenantDb& db, const User& user, Time now) {
  const auto verified_at = user.email_verified ? std::optional(now) : std::nullopt;
  db.run(address, {user.email, user.email_key, port::sql(verified_at), now, port::sql(user.id)});
  replace_words(db, user);
}

bool delete_person(TenantDb& db, UserId id, Time now) {
  if (db.run(remove, {nobodys_key(id), now, now, now, port::sql(id)}) != 1) return false;
  remove_words(db, id);
  return true;
}

std::optional<Deleted> lock_deleted(TenantDb& db, UserId id) {
  std::optional<Deleted> found;
  db.each(deleted, {port::sql(id)}, [&](const port::SqlRow& row) { found = Deleted{row.time(0), read_user(row, 1)}; });
  return found;
}

void blank_person(TenantDb& db, UserId id, Time now) {
  db.run(blank, {now, port::sql(id)});
  db.run(forget_passwords, {port::sql(id)});
  db.run(blank_sessions, {port::sql(id)});
}

std::int64_t erase_event_details(TenantDb& db, UserId id, int limit) {
  std::vector<std::string> ids;
  for (const auto statement : {details_about, details_by})
    if (ids.empty())
      db.each(statement, {port::sql(id), std::int64_t(limit)},
              [&](const port::SqlRow& row) { ids.push_back(row.text(0)); });
  remove_details().each(ids.size(), [&](std::string_view statement, std::size_t first, std::size_t size) {
    db.run(statement, {ids.begin() + std::ptrdiff_t(first), ids.begin() + std::ptrdiff_t(first + size)});
  });
  return std::int64_t(ids.size());
}

}  // namespace doorward::store

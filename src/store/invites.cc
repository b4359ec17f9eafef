// The address for which one is open is a column that the server makes, with a unique key.
#include "store/invites.hh"

namespace doorward::store {
namespace {

#define COLUMNS                                                                                                 \
  "id, email_key, email, role, invited_by, invited_here, link_id, created_at, sent_at, expires_at, closed_at, " \
  "closed_as, user_id"

constexpr std::string_view insert =
    "INSERT INTO t_invites (tenant_id, id, email_key, email, role, invited_by, invited_here, link_id, created_at, "
    "sent_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view by_id = "SELECT " COLUMNS " FROM t_invites WHERE id = ?";
constexpr std::string_view by_address = "SELECT " COLUMNS " FROM t_invites WHERE open_for = ?";
constexpr std::string_view first_page = "SELECT " COLUMNS " FROM t_invites ORDER BY id DESC LIMIT ?";
constexpr std::string_view next_page = "SELECT " COLUMNS " FROM t_invites WHERE id < ? ORDER BY id DESC LIMIT ?";
// As many entries of the index as there are open ones, and never more than are asked about.
constexpr std::string_view count_open =
    "SELECT COUNT(*) FROM (SELECT 1 FROM t_invites WHERE open_for > '' AND expires_at > ? LIMIT ?) o";
constexpr std::string_view close =
    "UPDATE t_invites SET closed_at = ?, closed_as = ?, user_id = ? WHERE id = ? AND closed_at IS NULL AND link_id = ?";
constexpr std::string_view renew =
    "UPDATE t_invites SET link_id = ?, sent_at = ?, expires_at = ? WHERE id = ? AND closed_at IS NULL AND link_id = ?";

Invite read(const port::SqlRow& row) {
  Invite one;
  one.id = row.id(0);
  one.email_key = row.text(1);
  one.email = row.text(2);
  one.role = row.text(3);
  if (const auto by = row.maybe_id(4)) one.invited_by = UserId(*by);
  one.invited_here = row.number(5) != 0;
  one.link = row.id(6);
  one.created_at = row.time(7);
  one.sent_at = row.time(8);
  one.expires_at = row.time(9);
  one.closed_at = row.maybe_time(10);
  if (!row.null(11)) one.closed_as = row.text(11);
  if (const auto who = row.maybe_id(12)) one.user = UserId(*who);
  return one;
}

std::vector<Invite> many(TenantDb& db, std::string_view statement, const std::vector<port::SqlValue>& values) {
  std::vector<Invite> all;
  db.each(statement, values, [&](const port::SqlRow& row) { all.push_back(read(row)); });
  return all;
}

std::optional<Invite> one(TenantDb& db, std::string_view statement, const port::SqlValue& key) {
  auto found = many(db, statement, {key});
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

}  // namespace

void insert_invite(TenantDb& db, const Invite& i) {
  db.run(insert, {port::sql(db.tenant()), port::sql(i.id), i.email_key, i.email, i.role, port::sql(i.invited_by),
                  std::int64_t(i.invited_here), port::sql(i.link), i.created_at, i.sent_at, i.expires_at});
}

std::optional<Invite> find_invite(TenantDb& db, const Id& id) { return one(db, by_id, port::sql(id)); }
std::optional<Invite> open_invite(TenantDb& db, const std::string& email_key) { return one(db, by_address, email_key); }

std::vector<Invite> list_invites(TenantDb& db, const std::optional<Id>& before, int limit) {
  if (before) return many(db, next_page, {port::sql(*before), std::int64_t(limit)});
  return many(db, first_page, {std::int64_t(limit)});
}

std::int64_t count_open_invites(TenantDb& db, Time now, std::int64_t most) {
  std::int64_t open = 0;
  db.each(count_open, {now, most}, [&](const port::SqlRow& row) { open = row.number(0); });
  return open;
}

bool close_invite(TenantDb& db, const Invite& i, std::string_view as, std::optional<UserId> user, Time now) {
  return db.run(close, {now, std::string(as), port::sql(user), port::sql(i.id), port::sql(i.link)}) == 1;
}

bool renew_invite(TenantDb& db, const Invite& i, const Id& link, Time now, Time expires_at) {
  return db.run(renew, {port::sql(link), now, expires_at, port::sql(i.id), port::sql(i.link)}) == 1;
}

}  // namespace doorward::store

// Nothing here ever sees two tenants: who asks for both halves visits both.
#include "store/linked_identities.hh"

namespace doorward::store {
namespace {

constexpr std::string_view halves =
    "SELECT other_tenant, other_user, main, linked_at FROM t_linked_identities WHERE user_id = ? ORDER BY other_tenant";
constexpr std::string_view put =
    "INSERT INTO t_linked_identities (tenant_id, user_id, other_tenant, other_user, linked_at) VALUES (?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE other_user = ?, linked_at = ?, main = 0";
constexpr std::string_view drop =
    "DELETE FROM t_linked_identities WHERE user_id = ? AND other_tenant = ? AND other_user = ?";
constexpr std::string_view drop_all = "DELETE FROM t_linked_identities WHERE user_id = ?";
constexpr std::string_view mark = "UPDATE t_linked_identities SET main = (other_tenant = ?) WHERE user_id = ?";

#define MEMBERSHIP "SELECT t.id, t.slug, t.name, u.id, u.email, u.role, "
#define ACTIVE                                                                  \
  " u.deleted_at IS NULL AND u.status = 'active' AND t.deleted_at IS NULL AND " \
  "t.status = 'active' AND t.kind = 'tenant'"
constexpr std::string_view own = MEMBERSHIP "u.created_at FROM t_users u JOIN t_tenant t WHERE u.id = ? AND" ACTIVE;
constexpr std::string_view agreed = MEMBERSHIP
    "l.linked_at FROM t_linked_identities l JOIN t_users u ON u.id = l.user_id JOIN t_tenant t "
    "WHERE l.user_id = ? AND l.other_tenant = ? AND l.other_user = ? AND" ACTIVE;

std::optional<Membership> one(TenantDb& db, std::string_view statement, const std::vector<port::SqlValue>& values) {
  std::optional<Membership> found;
  db.each(statement, values, [&](const port::SqlRow& row) {
    found = {{TenantId(row.id(0)), UserId(row.id(3))}, row.text(1), row.text(2), row.text(4), row.text(5), row.time(6)};
  });
  return found;
}

}  // namespace

std::vector<LinkHalf> link_halves(TenantDb& db, UserId user) {
  std::vector<LinkHalf> all;
  db.each(halves, {port::sql(user)}, [&](const port::SqlRow& row) {
    all.push_back({{TenantId(row.id(0)), UserId(row.id(1))}, row.number(2) != 0, row.time(3)});
  });
  return all;
}

void put_link_half(TenantDb& db, UserId user, const Identity& other, Time now) {
  db.run(put, {port::sql(db.tenant()), port::sql(user), port::sql(other.tenant), port::sql(other.user), now,
               port::sql(other.user), now});
}

bool drop_link_half(TenantDb& db, UserId user, const Identity& other) {
  return db.run(drop, {port::sql(user), port::sql(other.tenant), port::sql(other.user)}) == 1;
}

void drop_link_halves(TenantDb& db, UserId user) { db.run(drop_all, {port::sql(user)}); }

void mark_main(TenantDb& db, UserId user, TenantId main) { db.run(mark, {port::sql(main), port::sql(user)}); }

std::optional<Membership> own_membership(TenantDb& db, UserId user) { return one(db, own, {port::sql(user)}); }

std::optional<Membership> membership_for(TenantDb& db, UserId user, const Identity& from) {
  return one(db, agreed, {port::sql(user), port::sql(from.tenant), port::sql(from.user)});
}

}  // namespace doorward::store

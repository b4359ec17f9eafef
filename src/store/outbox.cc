// Rows of the outbox; whoever drains it looks for done_at IS NULL.
#include "store/outbox.hh"

namespace doorward::store {
namespace {

constexpr std::string_view insert =
    "INSERT INTO t_outbox (tenant_id, id, kind, payload, due_at, created_at) VALUES (?, ?, 'mail', ?, ?, ?)";
constexpr std::string_view under_way = "SELECT payload FROM t_outbox WHERE id = ? AND done_at IS NULL";
constexpr std::string_view sent = "UPDATE t_outbox SET done_at = ?, tries = tries + 1, last_error = '' WHERE id = ?";
constexpr std::string_view failed =
    "UPDATE t_outbox SET tries = tries + 1, last_error = ?, due_at = ? WHERE id = ? AND done_at IS NULL";
constexpr std::size_t error_max = 500;

}  // namespace

void insert_mail(TenantDb& db, const Id& id, const std::string& sealed, Time now) {
  db.run(insert, {port::sql(db.tenant()), port::sql(id), sealed, now, now});
}
std::optional<std::string> mail_under_way(TenantDb& db, const Id& id) {
  std::optional<std::string> sealed;
  db.each(under_way, {port::sql(id)}, [&](const port::SqlRow& row) { sealed = row.text(0); });
  return sealed;
}
void mail_sent(TenantDb& db, const Id& id, Time now) { db.run(sent, {now, port::sql(id)}); }
void mail_failed(TenantDb& db, const Id& id, std::string_view why, Time due_at) {
  db.run(failed, {std::string(why.substr(0, error_max)), due_at, port::sql(id)});
}

}  // namespace doorward::store

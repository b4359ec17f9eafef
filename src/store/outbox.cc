// Rows of the outbox; whoever drains it looks for done_at IS NULL.
#include "store/outbox.hh"

namespace doorward::store {
namespace {

constexpr std::string_view insert =
    "INSERT INTO t_outbox (tenant_id, id, kind, payload, due_at, created_at) VALUES (?, ?, 'mail', ?, ?, ?)";
constexpr std::string_view under_way = "SELECT payload, tries FROM t_outbox WHERE id = ? AND done_at IS NULL";
constexpr std::string_view sent = "UPDATE t_outbox SET done_at = ?, tries = tries + 1, last_error = '' WHERE id = ?";
constexpr std::string_view failed =
    "UPDATE t_outbox SET tries = tries + 1, last_error = ?, due_at = ? WHERE id = ? AND done_at IS NULL";
constexpr std::string_view due =
    "SELECT tenant_id, id, due_at, tries FROM outbox WHERE done_at IS NULL AND due_at <= ? AND kind = 'mail' "
    "ORDER BY due_at LIMIT ?";
constexpr std::string_view claim =
    "UPDATE outbox SET due_at = ? WHERE tenant_id = ? AND id = ? AND done_at IS NULL AND due_at = ?";
constexpr std::size_t error_max = 500;

}  // namespace

void insert_mail(TenantDb& db, const Id& id, const std::string& sealed, Time now, Time due_at) {
  db.run(insert, {port::sql(db.tenant()), port::sql(id), sealed, due_at, now});
}
std::optional<WaitingMail> mail_under_way(TenantDb& db, const Id& id) {
  std::optional<WaitingMail> found;
  db.each(under_way, {port::sql(id)}, [&](const port::SqlRow& row) {
    found = WaitingMail{row.text(0), int(row.number(1))};
  });
  return found;
}
void mail_sent(TenantDb& db, const Id& id, Time now) { db.run(sent, {now, port::sql(id)}); }
void mail_failed(TenantDb& db, const Id& id, std::string_view why, Time due_at) {
  db.run(failed, {std::string(why.substr(0, error_max)), due_at, port::sql(id)});
}

std::vector<DueMail> mail_due(PlatformDb& platform, Time now, int limit) {
  std::vector<DueMail> all;
  platform.mysql().each(due, {now, std::int64_t(limit)}, [&](const port::SqlRow& row) {
    all.push_back({TenantId(row.id(0)), row.id(1), row.time(2), int(row.number(3))});
  });
  return all;
}
bool claim_mail(PlatformDb& platform, const DueMail& mail, Time next_try) {
  return platform.mysql().run(claim, {next_try, port::sql(mail.tenant), port::sql(mail.id), mail.due_at}) == 1;
}

}  // namespace doorward::store

// Rows of the outbox; whoever drains it looks for those that are neither done nor dead.
#include "store/outbox.hh"

namespace doorward::store {
namespace {

#define WAITING "done_at IS NULL AND dead_at IS NULL"

constexpr std::string_view insert =
    "INSERT INTO t_outbox (tenant_id, id, kind, about, payload, due_at, created_at, gives_up_at, done_at) "
    "VALUES (?, ?, 'mail', ?, ?, ?, ?, ?, ?)";
// Rows of a former release say nothing of gives_up_at.
constexpr std::string_view under_way =
    "SELECT payload, tries, COALESCE(gives_up_at, created_at + INTERVAL 2 DAY) FROM t_outbox WHERE id = ? AND " WAITING;
constexpr std::string_view sent = "UPDATE t_outbox SET done_at = ?, tries = tries + 1, last_error = '' WHERE id = ?";
constexpr std::string_view failed =
    "UPDATE t_outbox SET tries = tries + 1, last_error = ?, due_at = ? WHERE id = ? AND " WAITING;
constexpr std::string_view given_up =
    "UPDATE t_outbox SET tries = tries + 1, last_error = ?, dead_at = ? WHERE id = ? AND " WAITING;
constexpr std::string_view due = "SELECT tenant_id, id, due_at, tries FROM outbox WHERE " WAITING
                                 " AND due_at <= ? AND kind = 'mail' ORDER BY due_at LIMIT ?";
constexpr std::string_view claim =
    "UPDATE outbox SET due_at = ? WHERE tenant_id = ? AND id = ? AND " WAITING " AND due_at = ?";
constexpr std::string_view remove_dead = "DELETE FROM outbox WHERE dead_at <= ? ORDER BY dead_at LIMIT ?";
#define QUEUED "SELECT tenant_id, id, about, payload, last_error, tries, created_at, due_at, dead_at FROM outbox WHERE "
constexpr std::string_view list_waiting = QUEUED WAITING " AND kind = 'mail' ORDER BY due_at LIMIT ?";
constexpr std::string_view list_dead = QUEUED "dead_at > '1970-01-01' ORDER BY dead_at DESC LIMIT ?";
#define AGAIN "UPDATE outbox SET due_at = ?, tries = 0, gives_up_at = ?, dead_at = NULL WHERE "
constexpr std::string_view again = AGAIN "id = ? AND kind = 'mail' AND done_at IS NULL";
constexpr std::string_view all_dead_again = AGAIN "dead_at > '1970-01-01'";
constexpr std::size_t error_max = 500;

std::string shortened(std::string_view why) { return std::string(why.substr(0, error_max)); }

}  // namespace

void insert_mail(TenantDb& db, const NewMail& mail) {
  db.run(insert, {port::sql(db.tenant()), port::sql(mail.id), mail.about, mail.sealed, mail.due_at, mail.created_at,
                  mail.gives_up_at, port::sql(mail.done_at)});
}
std::optional<WaitingMail> mail_under_way(TenantDb& db, const Id& id) {
  std::optional<WaitingMail> found;
  db.each(under_way, {port::sql(id)}, [&](const port::SqlRow& row) {
    found = WaitingMail{row.text(0), int(row.number(1)), row.time(2)};
  });
  return found;
}
void mail_sent(TenantDb& db, const Id& id, Time now) { db.run(sent, {now, port::sql(id)}); }
void mail_failed(TenantDb& db, const Id& id, std::string_view why, Time due_at) {
  db.run(failed, {shortened(why), due_at, port::sql(id)});
}
void mail_given_up(TenantDb& db, const Id& id, std::string_view why, Time now) {
  db.run(given_up, {shortened(why), now, port::sql(id)});
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
std::vector<QueuedRow> list_mail(PlatformDb& platform, bool dead, int limit) {
  std::vector<QueuedRow> all;
  platform.mysql().each(dead ? list_dead : list_waiting, {std::int64_t(limit)}, [&](const port::SqlRow& row) {
    all.push_back({TenantId(row.id(0)), row.id(1), row.text(2), row.text(3), row.text(4), int(row.number(5)),
                   row.time(6), row.time(7), row.maybe_time(8)});
  });
  return all;
}
std::int64_t retry_mail(PlatformDb& platform, const Id& id, Time now, Time gives_up_at) {
  return platform.mysql().run(again, {now, gives_up_at, port::sql(id)});
}
std::int64_t retry_dead_mail(PlatformDb& platform, Time now, Time gives_up_at) {
  return platform.mysql().run(all_dead_again, {now, gives_up_at});
}

std::int64_t remove_dead_mail(PlatformDb& platform, Time until, int limit) {
  return platform.mysql().run(remove_dead, {until, std::int64_t(limit)});
}

}  // namespace doorward::store

#include "store/domain_checks.hh"

#include "store/transaction.hh"

namespace doorward::store {
namespace {

constexpr std::string_view own = "SELECT asked_at, checked_at, why FROM t_domain_checks WHERE domain = ?";
constexpr std::string_view ask_again =
    "UPDATE t_domain_checks SET domain = ?, asked_at = ?, due_at = ?, tries = 0, checked_at = NULL, why = '' "
    "WHERE asked_at <= ?";
constexpr std::string_view ask_first =
    "INSERT INTO t_domain_checks (tenant_id, domain, asked_at, due_at) VALUES (?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE tries = tries";
constexpr std::string_view due =
    "SELECT tenant_id, domain, asked_at, due_at, tries FROM domain_checks WHERE due_at <= ? ORDER BY due_at LIMIT 1";
constexpr std::string_view claim =
    "UPDATE domain_checks SET tries = tries + 1, due_at = ? WHERE tenant_id = ? AND asked_at = ? AND due_at = ?";
constexpr std::string_view note =
    "UPDATE domain_checks SET checked_at = ?, why = ?, due_at = IF(?, NULL, due_at) "
    "WHERE tenant_id = ? AND asked_at = ?";
constexpr std::string_view remove = "DELETE FROM domain_checks WHERE tenant_id = ? AND asked_at = ?";

}  // namespace

std::optional<DomainCheck> own_domain_check(TenantDb& db, const std::string& domain) {
  std::optional<DomainCheck> found;
  db.each(own, {domain}, [&](const port::SqlRow& row) {
    found = DomainCheck{row.time(0), row.maybe_time(1), row.text(2)};
  });
  return found;
}

bool ask_domain_check(TenantDb& db, const std::string& domain, Time now, Time not_since) {
  return db.run(ask_again, {domain, now, now, not_since}) == 1 ||
         db.run(ask_first, {port::sql(db.tenant()), domain, now, now}) == 1;
}

std::optional<DueDomainCheck> due_domain_check(PlatformDb& platform, Time now) {
  std::optional<DueDomainCheck> found;
  platform.mysql().each(due, {now}, [&](const port::SqlRow& row) {
    found = DueDomainCheck{TenantId(row.id(0)), row.text(1), row.time(2), row.time(3), int(row.number(4))};
  });
  return found;
}

bool claim_domain_check(PlatformDb& platform, const DueDomainCheck& check, Time next) {
  return run_statement(platform.mysql(), claim, {next, port::sql(check.tenant), check.asked_at, check.due_at}) == 1;
}

void note_domain_check(PlatformDb& platform, const DueDomainCheck& check, std::string_view why, Time now, bool last) {
  platform.mysql().run(note, {now, std::string(why), std::int64_t(last), port::sql(check.tenant), check.asked_at});
}

void remove_domain_check(PlatformDb& platform, const DueDomainCheck& check) {
  run_statement(platform.mysql(), remove, {port::sql(check.tenant), check.asked_at});
}

}  // namespace doorward::store

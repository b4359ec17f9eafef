// Each count reads no more than `deepest` entries of an index.
#include "store/depths.hh"

namespace doorward::store {
namespace {

constexpr std::string_view schema = "SELECT MAX(version) FROM schema_version WHERE applied_at IS NOT NULL";
constexpr std::string_view mail =
    "SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE done_at IS NULL AND dead_at IS NULL LIMIT ?) waiting";
constexpr std::string_view dead_mail =
    "SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE dead_at > '1970-01-01' LIMIT ?) dead";
constexpr std::string_view all_mail = "SELECT COUNT(*) FROM outbox WHERE done_at IS NULL AND dead_at IS NULL";
constexpr std::string_view all_dead = "SELECT COUNT(*) FROM outbox WHERE dead_at > '1970-01-01'";
constexpr std::string_view first_due =
    "SELECT created_at FROM outbox WHERE done_at IS NULL AND dead_at IS NULL ORDER BY due_at LIMIT 1";
// Tenants first: the index of events begins with them.
constexpr std::string_view unsealed =
    "SELECT COUNT(*) FROM (SELECT 1 FROM tenants t STRAIGHT_JOIN events e ON e.tenant_id = t.id AND e.sequence IS NULL"
    " LIMIT ?) waiting";

constexpr std::string_view live_sessions = "SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL AND ends_at > ?";

std::int64_t number(port::MySql& platform, std::string_view statement, const std::vector<port::SqlValue>& values) {
  std::int64_t found = 0;
  platform.each(statement, values, [&](const port::SqlRow& row) { found = row.null(0) ? 0 : row.number(0); });
  return found;
}

}  // namespace

Depths read_depths(port::MySql& platform) {
  return {number(platform, schema, {}), number(platform, mail, {Depths::deepest}),
          number(platform, dead_mail, {Depths::deepest}), number(platform, unsealed, {Depths::deepest})};
}

MailDepth count_mail(port::MySql& platform) {
  MailDepth depth{number(platform, all_mail, {}), number(platform, all_dead, {})};
  platform.each(first_due, {}, [&](const port::SqlRow& row) { depth.first_written = row.time(0); });
  return depth;
}

std::int64_t count_live_sessions(port::MySql& platform, Time now) { return number(platform, live_sessions, {now}); }

}  // namespace doorward::store

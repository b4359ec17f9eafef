// Each rule is a statement that must give no row.
#include "support/integrity.hh"

#include "base/encode.hh"

namespace tests {
namespace {

struct Rule {
  std::string_view name, statement;
};

constexpr Rule rules[] = {
    {"a session without its event",
     "SELECT HEX(s.id) FROM t_sessions s WHERE NOT EXISTS "
     "(SELECT 1 FROM t_events e WHERE e.session_id = s.id AND e.type = 'auth_session_created')"},
    {"a session made without a log-in",
     "SELECT HEX(s.id) FROM t_sessions s WHERE NOT EXISTS "
     "(SELECT 1 FROM t_events e WHERE e.session_id = s.id AND e.type = 'user_logged_in')"},
    {"an event of a session that is not there",
     "SELECT HEX(e.id) FROM t_events e WHERE e.session_id IS NOT NULL AND NOT EXISTS "
     "(SELECT 1 FROM t_sessions s WHERE s.id = e.session_id)"},
    {"an event without its details",
     "SELECT HEX(e.id) FROM t_events e WHERE NOT EXISTS (SELECT 1 FROM t_event_details d WHERE d.event_id = e.id)"},
    {"a session with tokens whose family has not exactly one head",
     "SELECT HEX(s.id) FROM t_sessions s WHERE s.transport <> 'session' AND 1 <> "
     "(SELECT COUNT(*) FROM t_refresh_tokens r WHERE r.session_id = s.id AND r.used_at IS NULL)"},
    {"a session cookie with refresh tokens",
     "SELECT HEX(s.id) FROM t_sessions s WHERE s.transport = 'session' AND "
     "(s.cookie_hash IS NULL OR EXISTS (SELECT 1 FROM t_refresh_tokens r WHERE r.session_id = s.id))"},
    {"a family that has not exactly one beginning",
     "SELECT HEX(s.id) FROM t_sessions s WHERE s.transport <> 'session' AND 1 <> "
     "(SELECT COUNT(*) FROM t_refresh_tokens r WHERE r.session_id = s.id AND r.parent IS NULL)"},
    {"a used token without a successor, or an unused one with one",
     "SELECT HEX(r.hash) FROM t_refresh_tokens r LEFT JOIN t_refresh_tokens c ON c.parent = r.hash "
     "WHERE (r.used_at IS NULL) <> (c.hash IS NULL) OR (r.used_at IS NULL) <> (r.successor IS NULL)"},
    {"a successor of another session",
     "SELECT HEX(c.hash) FROM t_refresh_tokens c JOIN t_refresh_tokens r ON c.parent = r.hash "
     "WHERE c.session_id <> r.session_id OR c.expires_at <> r.expires_at"},
    {"as many refreshes as events do not say",
     "SELECT HEX(s.id) FROM t_sessions s WHERE "
     "(SELECT COUNT(*) FROM t_refresh_tokens r WHERE r.session_id = s.id AND r.parent IS NOT NULL) <> "
     "(SELECT COUNT(*) FROM t_events e WHERE e.session_id = s.id AND e.type = 'token_refreshed')"},
    {"a session ended without a reason, or a reason without an end",
     "SELECT HEX(s.id) FROM t_sessions s WHERE (s.ended_at IS NULL) <> (s.end_reason IS NULL)"},
    {"a person whose entries are not counted",
     "SELECT HEX(u.id) FROM t_users u WHERE u.login_count <> "
     "(SELECT COUNT(*) FROM t_events e WHERE e.subject_id = u.id AND e.type = 'user_logged_in')"},
};

}  // namespace

std::vector<std::string> broken_rows(World& world, doorward::TenantId tenant) {
  std::vector<std::string> broken;
  doorward::store::TenantDb db(world.database, tenant);
  for (const Rule& rule : rules)
    db.each(rule.statement, {},
            [&](const doorward::port::SqlRow& row) { broken.push_back(std::string(rule.name) + ": " + row.text(0)); });
  return broken;
}

}  // namespace tests

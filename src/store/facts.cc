// A session with several revoked tokens gives several rows; everything but the token is the same in each.
#include "store/facts.hh"

#include <algorithm>

#include "base/text.hh"
#include "model/plan.hh"
#include "model/role.hh"

namespace doorward::store {
namespace {

#define RING "(SELECT i.value FROM v_installation i WHERE i.name = 'memcached_ring')"
#define OF_TENANT(ring)                                                              \
  "t.id, t.kind, t.slug, t.plan_type, t.status, t.tokens_not_before, t.reseller_id," \
  " t.overrides, t.features_off, " ring ", t.roles_changed_at"
#define OF_SESSION                                                                                               \
  "s.id, s.user_id, s.created_at, s.last_used_at, s.expires_at, s.idle_seconds, s.ended_at, s.auth_time, s.amr," \
  " s.impersonator_id, s.impersonator_tenant, s.impersonator_session"
#define OF_USER                                                                                      \
  "u.id, u.status, u.email, u.first_name, u.last_name, u.role, u.email_verified_at, u.email_source," \
  " u.tokens_not_before, r.permissions"
#define OF_FAMILY \
  "k.hash, k.session_id, k.parent, k.created_at, k.expires_at, k.used_at, k.successor, s.transport, s.device_id"
#define SESSION(key) "t_sessions s ON " key
#define TOKEN "t_refresh_tokens k ON k.hash = ?"
#define USER "t_users u ON u.id = s.user_id AND u.deleted_at IS NULL"
#define OWN_ROLE " LEFT JOIN t_roles r ON r.name = u.role"
#define REVOKED " LEFT JOIN t_revoked_tokens x ON x.session_id = s.id"
#define ALIVE " WHERE t.deleted_at IS NULL"
#define OF_KEY(join, key)                                                                                   \
  "SELECT " OF_TENANT(RING) ", " OF_SESSION ", " OF_USER ", x.jti FROM t_tenant t" join SESSION(key " = ?") \
      join USER OWN_ROLE REVOKED ALIVE
#define MARKS_8 "?, ?, ?, ?, ?, ?, ?, ?"
#define MARKS_32 MARKS_8 ", " MARKS_8 ", " MARKS_8 ", " MARKS_8
#define OF_TOKEN(join)                                                                          \
  "SELECT " OF_TENANT("NULL") ", " OF_SESSION ", " OF_USER ", NULL, " OF_FAMILY                 \
                              " FROM t_tenant t" join TOKEN join SESSION("s.id = k.session_id") \
                                  join USER OWN_ROLE ALIVE

/// Tables that all have a row, as a rule, are joined at half the cost of tables that may have none: the second is asked
/// where the first finds nothing.
struct Question {
  std::string_view whole, in_part;
};
constexpr Question by_session{OF_KEY(" JOIN ", "s.id"), OF_KEY(" LEFT JOIN ", "s.id")};
constexpr Question by_cookie{OF_KEY(" JOIN ", "s.cookie_hash"), OF_KEY(" LEFT JOIN ", "s.cookie_hash")};
constexpr Question of_token{OF_TOKEN(" JOIN "), OF_TOKEN(" LEFT JOIN ")};
constexpr std::string_view of_named =
    "SELECT f.tenant_id, f.kind, f.slug, f.plan_type, f.tenant_status, f.tenant_tokens_not_before, f.reseller_id,"
    " f.overrides, f.features_off, " RING
    ", f.roles_changed_at,"
    " f.session_id, f.user_id, f.created_at, f.last_used_at, f.expires_at, f.idle_seconds, f.ended_at, f.auth_time,"
    " f.amr, f.impersonator_id, f.impersonator_tenant, f.impersonator_session,"
    " f.user_id, f.status, f.email, f.first_name, f.last_name, f.role, f.email_verified_at, f.email_source,"
    " f.tokens_not_before, f.permissions, f.jti FROM v_session_facts f";
// The same of one tenant, where functions are refused.
constexpr std::string_view by_sessions =
    "SELECT " OF_TENANT(RING) ", " OF_SESSION ", " OF_USER ", x.jti FROM t_tenant t JOIN " SESSION(
        "s.id IN (" MARKS_32 ")") " JOIN " USER OWN_ROLE REVOKED ALIVE;
constexpr std::string_view by_user =
    "SELECT " OF_TENANT("NULL") ", " OF_USER
                                " FROM t_tenant t JOIN t_users u ON u.id = ? AND u.deleted_at IS NULL" OWN_ROLE ALIVE;
constexpr std::string_view tenant_alone = "SELECT " OF_TENANT(RING) " FROM t_tenant t" ALIVE;
constexpr std::string_view not_over_before =
    "SELECT id, cookie_hash, ended_at FROM t_sessions"
    " WHERE user_id = ? AND expires_at >= ? AND (ended_at IS NULL OR ended_at >= ?)";

// Columns in the order of the statements.
constexpr unsigned session_at = 11, user_at = 23, jti_at = 33, token_at = 34, held_at = 41;

void take_tenant(const Plans& plans, const port::SqlRow& row, Facts& facts) {
  TenantFacts t;
  t.id = TenantId(row.id(0));
  t.kind = parse_tenant_kind(row.text(1)).value_or(TenantKind::tenant);
  t.slug = row.text(2);
  t.plan_type = row.text(3);
  t.status = parse_tenant_status(row.text(4)).value_or(TenantStatus::canceled);
  t.features = effective_terms(plans, t.plan_type, parse_overrides(row.text(7)), word_list(row.text(8))).features;
  t.tokens_not_before = row.time(5);
  if (const auto reseller = row.maybe_id(6)) t.reseller = TenantId(*reseller);
  if (!row.null(9)) facts.ring = parse_ring(row.text(9));
  t.roles_changed_at = row.maybe_time(10).value_or(Time{});
  facts.tenant = std::move(t);
}

void take_session(const port::SqlRow& row, Facts& facts) {
  constexpr unsigned at = session_at;
  if (row.null(at)) return;
  SessionFacts s;
  s.id = SessionId(row.id(at));
  s.tenant = facts.tenant->id;
  s.user = UserId(row.id(at + 1));
  s.created_at = row.time(at + 2);
  facts.last_used_at = row.time(at + 3);
  s.expires_at = row.time(at + 4);
  s.idle_ends_at = row.null(at + 5) ? s.expires_at : facts.last_used_at + seconds(row.number(at + 5));
  s.ended = !row.null(at + 6);
  s.auth_time = row.time(at + 7);
  s.amr = word_list(row.text(at + 8));
  if (const auto by = row.maybe_id(at + 9)) s.impersonator = UserId(*by);
  if (!row.null(at + 10) && !row.null(at + 11))
    s.impersonator_session = OwnSession{TenantId(row.id(at + 10)), SessionId(row.id(at + 11))};
  facts.session = std::move(s);
}

SessionFacts facts_of(const Session& session) {
  SessionFacts s;
  s.id = session.id;
  s.tenant = session.tenant;
  s.user = session.user;
  s.created_at = session.created_at;
  s.expires_at = session.expires_at;
  s.idle_ends_at = session.idle_ends_at;
  s.auth_time = session.auth_time;
  s.ended = session.ended_at.has_value();
  s.amr = session.amr;
  s.impersonator = session.impersonator;
  s.impersonator_session = session.impersonator_session;
  return s;
}

std::vector<std::string> effective_permissions(const port::SqlRow& row, unsigned at, const std::string& role) {
  auto all = permissions_of(role);
  if (all.empty() && !row.null(at)) all = word_list(row.text(at));
  std::sort(all.begin(), all.end());
  return all;
}

void take_user(const port::SqlRow& row, unsigned at, Facts& facts) {
  if (row.null(at)) return;
  UserFacts u;
  u.id = UserId(row.id(at));
  u.tenant = facts.tenant->id;
  u.status = parse_user_status(row.text(at + 1)).value_or(UserStatus::inactive);
  u.email = row.text(at + 2);
  u.first_name = row.text(at + 3);
  u.last_name = row.text(at + 4);
  u.role = row.text(at + 5);
  u.email_verified = !row.null(at + 6);
  u.email_trusted = u.email_verified || row.text(at + 7) != "self";
  u.tokens_not_before = row.time(at + 8);
  u.permissions = effective_permissions(row, at + 9, u.role);
  facts.session->tokens_not_before = std::max(u.tokens_not_before, facts.tenant->tokens_not_before);
  facts.user = std::move(u);
}

void take_row(const Plans& plans, const port::SqlRow& row, Facts& facts) {
  if (!facts.tenant) {
    take_tenant(plans, row, facts);
    take_session(row, facts);
    if (facts.session) take_user(row, user_at, facts);
  }
  if (facts.session && !row.null(jti_at)) facts.session->revoked_jtis.push_back(row.text(jti_at));
}

void ask(TenantDb& db, const Question& question, const port::SqlValue& key,
         const std::function<void(const port::SqlRow&)>& take) {
  bool found = false;
  db.each(question.whole, {key}, [&](const port::SqlRow& row) {
    found = true;
    take(row);
  });
  if (!found) db.each(question.in_part, {key}, take);
}

/// Places that are left over repeat the last session; one alone is found at half the cost by its own question.
void read_of_tenant(TenantDb& db, std::vector<port::SqlValue> keys, std::map<SessionId, Facts>& all) {
  const bool alone = keys.size() == 1;
  if (!alone) keys.resize(facts_at_once, keys.back());
  db.each(alone ? by_session.whole : by_sessions, keys,
          [&](const port::SqlRow& row) { take_row(db.plans(), row, all[SessionId(row.id(session_at))]); });
}

void read_by_tenant(Database& database, const std::map<SessionId, TenantId>& sessions,
                    std::map<SessionId, Facts>& all) {
  std::map<TenantId, std::vector<port::SqlValue>> keys;
  for (const auto& [session, tenant] : sessions) keys[tenant].push_back(port::sql(session));
  if (keys.empty()) return;
  TenantDb db(database, keys.begin()->first);
  for (const auto& [tenant, of_tenant] : keys) {
    db.turn_to(tenant);
    read_of_tenant(db, of_tenant, all);
  }
}

}  // namespace

Facts read_facts(TenantDb& db, const Wanted& wanted) {
  Facts facts;
  if (wanted.tenant_alone()) {
    db.each(tenant_alone, {}, [&](const port::SqlRow& row) { take_tenant(db.plans(), row, facts); });
    return facts;
  }
  const port::SqlValue key = wanted.by_cookie() ? port::SqlValue(wanted.cookie_hash) : port::sql(wanted.session);
  ask(db, wanted.by_cookie() ? by_cookie : by_session, key,
      [&](const port::SqlRow& row) { take_row(db.plans(), row, facts); });
  return facts;
}

Facts read_facts(TenantDb& db, const Session& session) {
  Facts facts;
  db.each(by_user, {port::sql(session.user)}, [&](const port::SqlRow& row) {
    take_tenant(db.plans(), row, facts);
    facts.session = facts_of(session);
    take_user(row, session_at, facts);
  });
  return facts;
}

std::map<SessionId, Facts> read_facts(Database& database, const std::map<SessionId, TenantId>& sessions) {
  std::map<SessionId, Facts> all;
  if (!database.shows_sessions()) {
    read_by_tenant(database, sessions, all);
    return all;
  }
  SessionsDb(database, sessions).each(of_named, [&](const port::SqlRow& row) {
    const SessionId session(row.id(session_at));
    const auto wanted = sessions.find(session);
    if (wanted != sessions.end() && wanted->second == TenantId(row.id(0)))
      take_row(database.plans(), row, all[session]);
  });
  auto missing = sessions;
  for (const auto& [session, facts] : all) missing.erase(session);
  read_by_tenant(database, missing, all);  // whose own role is too long for the view; else they are gone
  return all;
}

Family read_family(TenantDb& db, const std::string& token_hash) {
  Family family;
  ask(db, of_token, token_hash, [&](const port::SqlRow& row) {
    take_row(db.plans(), row, family.facts);
    if (row.null(token_at)) return;
    family.token = read_refresh_token(row, token_at);
    family.transport = parse_transport(row.text(held_at)).value_or(Transport::token);
    family.device_id = row.text(held_at + 1);
  });
  return family;
}

std::vector<RecentSession> recent_sessions(TenantDb& db, UserId user, Time since) {
  std::vector<RecentSession> all;
  db.each(not_over_before, {port::sql(user), since, since}, [&](const port::SqlRow& row) {
    all.push_back({SessionId(row.id(0)), row.null(1) ? std::string() : row.text(1), !row.null(2)});
  });
  return all;
}

}  // namespace doorward::store

// Rows are never deleted here: the upkeep does that when nothing can refer to them any more.
#include "store/sessions.hh"

#include "base/error.hh"
#include "base/text.hh"

namespace doorward::store {
namespace {

#define COLUMNS                                                                                                    \
  "id, tenant_id, user_id, transport, cookie_hash, created_at, last_used_at, expires_at, idle_seconds, ended_at, " \
  "auth_time, amr, ip_address, user_agent, device_id, impersonator_id, end_reason, impersonator_tenant, "          \
  "impersonator_session"
#define LIVE \
  "ended_at IS NULL AND expires_at > ? AND (idle_seconds IS NULL OR last_used_at + INTERVAL idle_seconds SECOND > ?)"

constexpr std::string_view insert =
    "INSERT INTO t_sessions (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view by_id = "SELECT " COLUMNS " FROM t_sessions WHERE id = ?";
constexpr std::string_view by_id_locked = "SELECT " COLUMNS " FROM t_sessions WHERE id = ? FOR UPDATE";
#define OF_TOKEN " FROM t_sessions WHERE id = (SELECT session_id FROM t_refresh_tokens WHERE hash = ?)"
constexpr std::string_view by_token = "SELECT " COLUMNS OF_TOKEN;
constexpr std::string_view by_token_locked = "SELECT " COLUMNS OF_TOKEN " FOR UPDATE";
constexpr std::string_view by_cookie = "SELECT " COLUMNS " FROM t_sessions WHERE cookie_hash = ?";
constexpr std::string_view by_cookie_locked = "SELECT " COLUMNS " FROM t_sessions WHERE cookie_hash = ? FOR UPDATE";
constexpr std::string_view live_locked =
    "SELECT " COLUMNS " FROM t_sessions WHERE user_id = ? AND " LIVE " ORDER BY id FOR UPDATE";
constexpr std::string_view ended_since = "SELECT " COLUMNS " FROM t_sessions WHERE user_id = ? AND ended_at >= ?";
constexpr std::string_view live_page =
    "SELECT " COLUMNS " FROM t_sessions WHERE user_id = ? AND " LIVE " AND id < ? ORDER BY id DESC LIMIT ?";
constexpr std::string_view end = "UPDATE t_sessions SET ended_at = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL";
constexpr std::string_view touch = "UPDATE t_sessions SET last_used_at = ? WHERE id = ? AND last_used_at < ?";

Transport read_transport(const std::string& word) {
  const auto transport = parse_transport(word);
  if (!transport) throw Failure("unknown transport in sessions");
  return *transport;
}

std::vector<std::string> read_words(const std::string& text) {
  std::vector<std::string> all;
  for (std::string_view word : words(text)) all.emplace_back(word);
  return all;
}

Session read(const port::SqlRow& row) {
  Session s;
  s.id = SessionId(row.id(0));
  s.tenant = TenantId(row.id(1));
  s.user = UserId(row.id(2));
  s.transport = read_transport(row.text(3));
  if (!row.null(4)) s.cookie_hash = row.text(4);
  s.created_at = row.time(5);
  s.last_used_at = row.time(6);
  s.expires_at = row.time(7);
  s.idle_ends_at = row.null(8) ? s.expires_at : s.last_used_at + seconds(row.number(8));
  s.ended_at = row.maybe_time(9);
  s.auth_time = row.time(10);
  s.amr = read_words(row.text(11));
  s.ip_address = row.text(12);
  s.user_agent = row.text(13);
  s.device_id = row.text(14);
  if (const auto by = row.maybe_id(15)) s.impersonator = UserId(*by);
  if (!row.null(16)) s.end_reason = row.text(16);
  if (!row.null(17) && !row.null(18)) s.impersonator_session = OwnSession{TenantId(row.id(17)), SessionId(row.id(18))};
  return s;
}

std::vector<Session> many(TenantDb& db, std::string_view statement, const std::vector<port::SqlValue>& values) {
  std::vector<Session> all;
  db.each(statement, values, [&](const port::SqlRow& row) { all.push_back(read(row)); });
  return all;
}

std::optional<Session> one(TenantDb& db, std::string_view statement, const port::SqlValue& key) {
  auto found = many(db, statement, {key});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

port::SqlValue maybe_bytes(const std::string& bytes) {
  if (bytes.empty()) return nullptr;
  return bytes;
}

std::optional<TenantId> tenant_of(const std::optional<OwnSession>& own) {
  return own ? std::optional(own->tenant) : std::nullopt;
}
std::optional<SessionId> session_of(const std::optional<OwnSession>& own) {
  return own ? std::optional(own->id) : std::nullopt;
}

port::SqlValue idle_of(const Session& s) {
  if (s.transport != Transport::session) return nullptr;
  return std::int64_t(std::chrono::floor<seconds>(s.idle_ends_at - s.last_used_at).count());
}

}  // namespace

void insert_session(TenantDb& db, const Session& s) {
  db.run(insert, {port::sql(s.id), port::sql(s.tenant), port::sql(s.user), std::string(to_word(s.transport)),
                  maybe_bytes(s.cookie_hash), s.created_at, s.last_used_at, s.expires_at, idle_of(s),
                  port::sql(s.ended_at), s.auth_time, join(s.amr, " "), s.ip_address, s.user_agent, s.device_id,
                  port::sql(s.impersonator), maybe_bytes(s.end_reason), port::sql(tenant_of(s.impersonator_session)),
                  port::sql(session_of(s.impersonator_session))});
}

std::optional<Session> find_session(TenantDb& db, SessionId id) { return one(db, by_id, port::sql(id)); }
std::optional<Session> lock_session(TenantDb& db, SessionId id) { return one(db, by_id_locked, port::sql(id)); }
std::optional<Session> find_session_of_token(TenantDb& db, const std::string& token_hash) {
  return one(db, by_token, token_hash);
}
std::optional<Session> lock_session_of_cookie(TenantDb& db, const std::string& cookie_hash) {
  return one(db, by_cookie_locked, cookie_hash);
}
std::optional<Session> lock_session_of_token(TenantDb& db, const std::string& token_hash) {
  return one(db, by_token_locked, token_hash);
}
std::optional<Session> find_session_by_cookie(TenantDb& db, const std::string& cookie_hash) {
  return one(db, by_cookie, cookie_hash);
}

std::vector<Session> lock_live_sessions(TenantDb& db, UserId user, Time now) {
  return many(db, live_locked, {port::sql(user), now, now});
}

std::vector<Session> sessions_ended_since(TenantDb& db, UserId user, Time since) {
  return many(db, ended_since, {port::sql(user), since});
}

std::vector<Session> list_live_sessions(TenantDb& db, UserId user, Time now, std::optional<SessionId> before,
                                        int limit) {
  static const std::string above_all(16, '\xFF');
  const port::SqlValue bound = before ? port::sql(*before) : port::SqlValue(above_all);
  return many(db, live_page, {port::sql(user), now, now, bound, std::int64_t(limit)});
}

bool end_session(TenantDb& db, SessionId id, Time now, std::string_view reason) {
  return db.run(end, {now, std::string(reason), port::sql(id)}) == 1;
}

void touch_session(TenantDb& db, SessionId id, Time now) { db.run(touch, {now, port::sql(id), now}); }

}  // namespace doorward::store

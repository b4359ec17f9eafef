// A tombstone holds at once where every worker looks: all of them written, and all workers on this ring for longer
// than memory is trusted. Otherwise it holds when the last record that could be older than the change has expired.
#include "service/revocation.hh"

#include <algorithm>

#include "base/error.hh"
#include "base/log.hh"
#include "port/metrics.hh"
#include "store/facts.hh"
#include "store/record.hh"

namespace doorward::service {
namespace {

/// Over both records that one session may have: impersonators with a cookie are looked up by its id too.
void add(std::vector<store::Tombstone>& tombstones, TenantId tenant, SessionId id, const std::string& cookie_hash,
         store::Mark mark) {
  tombstones.push_back({store::session_key(tenant, id), mark});
  if (!cookie_hash.empty()) tombstones.push_back({store::cookie_key(tenant, cookie_hash), mark});
}

/// `ended_at` says when the request began that ended it: so much later may its commit have been.
constexpr seconds longest_request{60};

Span longest_doubt(const Ask& ask) { return ask.world.config.memcached.trust + ask.world.config.tokens.clock_skew; }

/// Do all workers look where this one writes? Asked after the commit, because the ring may have changed meanwhile.
bool one_ring(Ask& ask, Time told_at) {
  try {
    const auto ring = store::read_ring(ask.world.database);
    ask.world.memory.ring_is(ring);
    if (!ask.world.memory.same_ring(ring)) return false;
    return !ring || told_at >= ring->since + longest_doubt(ask);
  } catch (const Failure& failure) {
    log(Level::warning, "the ring of memcached servers could not be read", {{"why", failure.what()}});
    return false;
  }
}

/// `changed_at` not before this request: the commit has only just been, and the clock is asked again, because the
/// request may have waited for its locks.
Revoked told(Ask& ask, bool everywhere, Time changed_at, Time told_at) {
  if (everywhere) return {};
  const Time committed = changed_at < ask.now ? changed_at : std::max(told_at, ask.now);
  const Time holds_at = committed + longest_doubt(ask);
  if (holds_at <= ask.now) return {};
  return {holds_at};
}

Revoked tell(Ask& ask, const std::vector<store::Tombstone>& tombstones, Time changed_at) {
  const Time told_at = ask.world.clock.now();
  const bool written = ask.world.memory.mark(tombstones, told_at);
  return told(ask, written && one_ring(ask, told_at), changed_at, told_at);
}

}  // namespace

Revoked forget_sessions(Ask& ask, TenantId tenant, const std::vector<Session>& ended) {
  std::vector<store::Tombstone> tombstones;
  Time latest{};
  for (const Session& session : ended) {
    if (session.ended_at == ask.now) ask.world.metrics.count(port::Metric::token_operations_total, {"revoked"});
    add(tombstones, tenant, session.id, session.cookie_hash, store::Mark::ended);
    latest = std::max(latest, session.ended_at.value_or(ask.now));
  }
  if (tombstones.empty()) return {};
  return tell(ask, tombstones, latest);
}

Revoked forget_user(Ask& ask, TenantId tenant, UserId user, Time changed_at) {
  std::vector<store::Tombstone> tombstones;
  bool all_known = true;
  try {
    store::TenantDb db(ask.world.database, tenant);
    for (const auto& session : store::recent_sessions(db, user, ask.now - longest_doubt(ask) - longest_request))
      add(tombstones, tenant, session.id, session.cookie_hash,
          session.ended ? store::Mark::ended : store::Mark::changed);
  } catch (const Failure& failure) {
    log(Level::warning, "the sessions of a changed user could not be read", {{"why", failure.what()}});
    all_known = false;
  }
  const Time told_at = ask.world.clock.now();
  const bool written = ask.world.memory.mark(tombstones, told_at);
  return told(ask, all_known && written && one_ring(ask, told_at), changed_at, told_at);
}

Revoked forget_tenant(Ask& ask, TenantId tenant, Time changed_at) { return forget_tenants(ask, {tenant}, changed_at); }

Revoked forget_tenants(Ask& ask, const std::vector<TenantId>& tenants, Time changed_at) {
  std::vector<store::Tombstone> tombstones;
  tombstones.reserve(tenants.size());
  for (const TenantId tenant : tenants) tombstones.push_back({store::tenant_key(tenant), store::Mark::changed});
  return tell(ask, tombstones, changed_at);
}

Revoked forget_token(Ask& ask, TenantId tenant, SessionId session, const std::string& jti, Time expires_at,
                     Time revoked_at) {
  ask.world.metrics.count(port::Metric::token_operations_total, {"revoked"});
  ask.world.memory.blacklist(store::token_key(tenant, jti), expires_at, ask.world.clock.now());
  return tell(ask, {{store::session_key(tenant, session), store::Mark::changed}}, revoked_at);
}

Revoked both(const Revoked& one, const Revoked& other) { return {std::max(one.effective_at, other.effective_at)}; }

}  // namespace doorward::service

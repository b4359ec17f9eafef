// Without the database or a signing key nobody comes in; without memcached, or with another ring than the
// installation's, everything is only slower.
#include "service/health.hh"

#include <unistd.h>

#include <functional>

#include "base/log.hh"
#include "service/house_clock.hh"
#include "service/keyring.hh"
#include "service/row_counts.hh"
#include "store/ring.hh"

namespace doorward::service {
namespace {

using Probe = std::function<bool(Part&)>;
using Beat = std::optional<store::Database::Beat>;
using Steady = std::chrono::steady_clock;

Part probe(Ask& ask, std::string name, bool needed, const Probe& ask_part) {
  Part part{std::move(name), false, needed, 0, {}};
  const auto start = Steady::now();
  try {
    part.healthy = ask_part(part);
  } catch (const std::exception& failure) {
    log(Level::warning, "a part is not healthy",
        {{"part", part.name}, {"why", failure.what()}, {"correlation_id", ask.correlation_id}});
  }
  part.response_ms = std::chrono::duration<double, std::milli>(Steady::now() - start).count();
  return part;
}

/// Any name does where there is no default tenant: what is asked is whether names are answered at all.
constexpr std::string_view no_tenant = "health-probe";

/// Three parts rest on one answer of the database, and a fourth goes by it.
Beat ask_database(Ask& ask, std::vector<Part>& parts) {
  const auto& config = ask.world.config;
  const auto& slug = config.service.default_tenant;
  Beat beat;
  Span apart{};
  Part database = probe(ask, "database", true, [&](Part& part) {
    part.facts.emplace_back("isolation", config.database.isolation);
    beat = ask.world.database.beat(slug.empty() ? std::string(no_tenant) : slug);
    apart = ask.world.database.server_time().value_or(beat->time) - ask.world.clock.own();
    return true;
  });
  Part tenants{"tenant_resolution", beat && beat->named != slug.empty(), true, database.response_ms, {}};
  Part clock{"clock", beat && std::chrono::abs(apart) <= clock_tolerance, false, database.response_ms, {}};
  if (beat) clock.facts.emplace_back("offset_ms", apart / std::chrono::milliseconds(1));
  parts = {std::move(database), std::move(tenants), std::move(clock)};
  return beat;
}

/// It answers, and what it holds is believed; none may be configured where the installation has none. While the
/// database is silent nothing is known of the ring.
bool memcached_serves(Ask& ask, const Beat& beat, Part& part) {
  auto& memory = ask.world.memory;
  const bool configured = memory.memcached().configured();
  part.facts.emplace_back("configured", configured ? "yes" : "no");
  const auto ring = beat ? store::parse_ring(beat->ring) : std::nullopt;
  if (beat) memory.ring_is(ring);
  return (!configured || memory.memcached().alive()) && (!beat || memory.same_ring(ring));
}

bool keys_sign(Ask& ask, Part& part) {
  part.facts.emplace_back("kid", ask.world.keys.signer(ask.world.database, ask.now).kid());
  return true;
}

/// Whether mail could leave, by the settings.
bool mail_has_a_way(const Config& config, Part& part) {
  const std::string& how = config.mail.transport;
  part.facts.emplace_back("transport", how);
  if (how == "file") return ::access(config.mail.dir.c_str(), W_OK | X_OK) == 0;
  return how != "sendmail" || ::access(config.mail.sendmail.c_str(), X_OK) == 0;
}

/// Without asking anybody: what the upkeep of this host saw last. Where that was long ago nothing is known.
bool mail_leaves(const Ask& ask, Part& part) {
  constexpr std::uint64_t too_long = 15 * 60;  // seconds that a message may be due
  bool late = false;
  for (const auto& [metric, labels, values] : known_series(ask)) {
    if (metric == port::Metric::mail_waiting) part.facts.emplace_back("waiting", std::int64_t(values[0]));
    if (metric == port::Metric::mail_dead) part.facts.emplace_back("dead_letters", std::int64_t(values[0]));
    if (metric != port::Metric::mail_oldest_seconds) continue;
    part.facts.emplace_back("oldest_s", std::int64_t(values[0]));
    late = values[0] >= too_long;
  }
  return ask.world.config.mail.transport == "none" || !late;
}

/// All that is the same for everybody; mail stands last.
std::vector<Part> look(Ask& ask) {
  std::vector<Part> parts;
  const auto beat = ask_database(ask, parts);
  parts.push_back(probe(ask, "memcached", false, [&](Part& part) { return memcached_serves(ask, beat, part); }));
  parts.push_back(probe(ask, "jwt_signing", true, [&](Part& part) { return keys_sign(ask, part); }));
  parts.push_back(probe(ask, "mail", false, [&](Part& part) { return mail_has_a_way(ask.world.config, part); }));
  return parts;
}

Health judged(const Ask& ask, std::vector<Part> parts, Told told) {
  Health health{HealthState::healthy, std::move(parts)};
  Part& mail = health.parts.back();
  if (told == Told::watcher) mail.healthy = mail_leaves(ask, mail) && mail.healthy;
  for (const auto& part : health.parts)
    if (!part.healthy)
      health.state = std::max(health.state, part.needed ? HealthState::unhealthy : HealthState::degraded);
  return health;
}

}  // namespace

std::string_view to_word(HealthState state) {
  switch (state) {
    case HealthState::healthy: return "healthy";
    case HealthState::degraded: return "degraded";
    case HealthState::unhealthy: return "unhealthy";
  }
  return "";
}

Health look_at_health(Ask& ask, Told told) { return judged(ask, look(ask), told); }

Health check_health(Ask& ask, Told told) {
  auto& known = ask.world.known.health;
  if (!known.find(ask.now)) {
    const auto began = Steady::now();
    auto parts = look(ask);
    known.remember(std::move(parts), ask.now, std::chrono::duration_cast<Span>(Steady::now() - began));
  }
  return judged(ask, *known.find(ask.now), told);
}

Health check_own_health(const Ask& ask) {
  const bool shared = ask.world.metrics.table().shared();
  return {HealthState::healthy, {{"worker", true, true, 0, {}}, {"metrics", shared, false, 0, {{"shared", shared}}}}};
}

}  // namespace doorward::service

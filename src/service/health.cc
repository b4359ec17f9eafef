// Without the database or a signing key nobody comes in; without memcached everything is only slower.
#include "service/health.hh"

#include <unistd.h>

#include <functional>

#include "base/log.hh"
#include "service/house_clock.hh"
#include "service/keyring.hh"
#include "service/visitor.hh"

namespace doorward::service {
namespace {

using Probe = std::function<bool(Part&)>;

Part probe(Ask& ask, std::string name, bool needed, const Probe& ask_part) {
  Part part{std::move(name), false, needed, 0, {}};
  const auto start = std::chrono::steady_clock::now();
  try {
    part.healthy = ask_part(part);
  } catch (const std::exception& failure) {
    log(Level::warning, "a part is not healthy",
        {{"part", part.name}, {"why", failure.what()}, {"correlation_id", ask.correlation_id}});
  }
  part.response_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return part;
}

bool database_answers(Ask& ask, Part& part) {
  part.facts.emplace_back("isolation", ask.world.config.database.isolation);
  ask.world.database.ping();
  return true;
}

bool clocks_agree(Ask& ask, Part& part) {
  const auto before = ask.world.clock.own();
  const auto apart = ask.world.database.read_time() - before;
  part.facts.emplace_back("offset_ms",
                          std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(apart).count()));
  return std::chrono::abs(apart) <= clock_tolerance;
}

bool memcached_answers(Ask& ask, Part& part) {
  auto& memcached = ask.world.memory.memcached();
  part.facts.emplace_back("configured", memcached.configured() ? "yes" : "no");
  return !memcached.configured() || memcached.alive();
}

/// Any name does: what is asked is whether names are answered at all.
bool tenants_are_found(Ask& ask) {
  const auto& slug = ask.world.config.service.default_tenant;
  if (slug.empty()) return !ask.world.database.tenant_by_slug("health-probe").has_value();
  return ask.world.database.tenant_by_slug(slug).has_value();
}

bool keys_sign(Ask& ask, Part& part) {
  part.facts.emplace_back("kid", ask.world.keys.signer(ask.world.database, ask.now).kid());
  return true;
}

bool mail_leaves(const Config& config, Part& part) {
  part.facts.emplace_back("transport", config.mail.transport);
  return config.mail.transport != "file" || ::access(config.mail.dir.c_str(), W_OK | X_OK) == 0;
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

Health check_health(Ask& ask) {
  Health health;
  const auto& config = ask.world.config;
  health.parts = {probe(ask, "database", true, [&](Part& part) { return database_answers(ask, part); }),
                  probe(ask, "memcached", false, [&](Part& part) { return memcached_answers(ask, part); }),
                  probe(ask, "tenant_resolution", true, [&](Part&) { return tenants_are_found(ask); }),
                  probe(ask, "jwt_signing", true, [&](Part& part) { return keys_sign(ask, part); }),
                  probe(ask, "mail", false, [&](Part& part) { return mail_leaves(config, part); }),
                  probe(ask, "clock", false, [&](Part& part) { return clocks_agree(ask, part); })};
  for (const auto& part : health.parts)
    if (!part.healthy)
      health.state = std::max(health.state, part.needed ? HealthState::unhealthy : HealthState::degraded);
  return health;
}

}  // namespace doorward::service

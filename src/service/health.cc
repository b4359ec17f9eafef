// Without the database or a signing key nobody comes in; without memcached everything is only slower.
#include "service/health.hh"

#include <unistd.h>

#include <functional>

#include "base/log.hh"
#include "port/metrics.hh"
#include "service/house_clock.hh"
#include "service/keyring.hh"

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

/// Any name does where there is no default tenant: what is asked is whether names are answered at all.
constexpr std::string_view no_tenant = "health-probe";

/// Three parts rest on one answer of the database.
std::vector<Part> database_parts(Ask& ask) {
  const auto& config = ask.world.config;
  const auto& slug = config.service.default_tenant;
  std::optional<store::Database::Beat> beat;
  Span apart{};
  Part database = probe(ask, "database", true, [&](Part& part) {
    part.facts.emplace_back("isolation", config.database.isolation);
    const auto before = ask.world.clock.own();
    beat = ask.world.database.beat(slug.empty() ? std::string(no_tenant) : slug);
    apart = beat->time - before;
    return true;
  });
  Part tenants{"tenant_resolution", beat && beat->named != slug.empty(), true, database.response_ms, {}};
  Part clock{"clock", beat && std::chrono::abs(apart) <= clock_tolerance, false, database.response_ms, {}};
  if (beat) clock.facts.emplace_back("offset_ms", apart / std::chrono::milliseconds(1));
  return {std::move(database), std::move(tenants), std::move(clock)};
}

bool memcached_answers(Ask& ask, Part& part) {
  auto& memcached = ask.world.memory.memcached();
  part.facts.emplace_back("configured", memcached.configured() ? "yes" : "no");
  return !memcached.configured() || memcached.alive();
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
  health.parts = database_parts(ask);
  health.parts.push_back(probe(ask, "memcached", false, [&](Part& part) { return memcached_answers(ask, part); }));
  health.parts.push_back(probe(ask, "jwt_signing", true, [&](Part& part) { return keys_sign(ask, part); }));
  health.parts.push_back(probe(ask, "mail", false, [&](Part& part) { return mail_leaves(config, part); }));
  for (const auto& part : health.parts)
    if (!part.healthy)
      health.state = std::max(health.state, part.needed ? HealthState::unhealthy : HealthState::degraded);
  return health;
}

Health check_own_health(const Ask& ask) {
  const bool shared = ask.world.metrics.table().shared();
  return {HealthState::healthy, {{"worker", true, true, 0, {}}, {"metrics", shared, false, 0, {{"shared", shared}}}}};
}

}  // namespace doorward::service

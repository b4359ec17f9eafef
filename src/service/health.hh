// How the parts are that the service stands on.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "port/json.hh"
#include "service/world.hh"

namespace doorward::service {

enum class HealthState { healthy, degraded, unhealthy };
std::string_view to_word(HealthState state);

struct Part {
  std::string name;  // database, memcached, tenant_resolution, jwt_signing, mail, clock; worker, metrics
  bool healthy = false;
  bool needed = false;  // unhealthy without it; otherwise degraded
  double response_ms = 0;
  port::Json::Object facts{};  // for an operator, nothing secret
};

struct Health {
  HealthState state = HealthState::healthy;
  std::vector<Part> parts;
};

/// Who is told. Anybody hears nothing that one account's mail moves: a queue that grows by one after "forgot my
/// password" says who has an account, and so does a word that turns when that message is late.
enum class Told { anybody, watcher };

/// Asks each part once: one statement, one question to each memcached server. Never throws: a part that throws is not
/// healthy.
Health check_health(Ask& ask, Told told);

/// What this process knows of itself, asking nobody.
Health check_own_health(const Ask& ask);

}  // namespace doorward::service

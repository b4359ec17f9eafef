// How the parts are that the service stands on.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/world.hh"

namespace doorward::service {

enum class HealthState { healthy, degraded, unhealthy };
std::string_view to_word(HealthState state);

struct Part {
  std::string name;  // database, memcached, tenant_resolution, jwt_signing, mail, clock
  bool healthy = false;
  bool needed = false;  // unhealthy without it; otherwise degraded
  double response_ms = 0;
  std::vector<std::pair<std::string, std::string>> facts;  // words for an operator, nothing secret
};

struct Health {
  HealthState state = HealthState::healthy;
  std::vector<Part> parts;
};

/// Asks each part once. Never throws: a part that throws is not healthy.
Health check_health(Ask& ask);

}  // namespace doorward::service

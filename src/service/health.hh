// How the parts are that the service stands on.
#pragma once
#include <string_view>
#include <vector>

#include "service/world.hh"

namespace doorward::service {

enum class HealthState { healthy, degraded, unhealthy };
std::string_view to_word(HealthState state);

struct Health {
  HealthState state = HealthState::healthy;
  std::vector<Part> parts;
};

/// Who is told. Anybody hears nothing that one account's mail moves: a queue that grows by one after "forgot my
/// password" says who has an account, and so does a word that turns when that message is late.
enum class Told { anybody, watcher };

/// Asks each part once: one statement, one question to each memcached server. Never throws: a part that throws is not
/// healthy.
Health look_at_health(Ask& ask, Told told);

/// The same by this worker's last look, which is a second old at most; older where it took longer than a ninth of that,
/// so that looking takes a tenth of the worker's time whoever asks. What watchers alone are told is of this moment.
Health check_health(Ask& ask, Told told);

/// What this process knows of itself, asking nobody.
Health check_own_health(const Ask& ask);

}  // namespace doorward::service

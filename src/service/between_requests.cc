#include "service/between_requests.hh"

#include <algorithm>

namespace doorward::service {
namespace {

using Steady = store::Renewals::Steady;

constexpr std::size_t most_of_a_host = 16384;

}  // namespace

void note_in_use(World& world, SessionId session, const store::InUse& use) {
  if (world.herald)
    world.herald->tell(session, use);
  else
    world.renewals.note(session, use);
}

/// What was lost on the way is told again while there is time to read it.
void leave_renewals_to(World& world, std::function<bool(std::string_view)> put) {
  world.herald.emplace(std::move(put), world.memory.trust() * 4 / 10);
}

void renew_for_all(World& world) { world.renewals = {world.memory.trust(), most_of_a_host}; }

void tidy_up(World& world) {
  const auto now = Steady::now();
  const bool renews = !world.renewals.empty() && now >= world.renewals.due_at();
  if (renews) world.renewals.renew_some(world.database, world.memory, world.last_uses, world.random, world.clock.now());
  const bool writes = !world.last_uses.empty() && now >= world.last_uses.due_at();
  if (writes) world.last_uses.write(world.database);
  if (renews || writes) count_spent(world);
}

void tidy_up_at_last(World& world) {
  world.last_uses.write(world.database);
  count_spent(world);
}

int tidying_due_in(const World& world) {
  auto due = Steady::time_point::max();
  if (!world.renewals.empty()) due = world.renewals.due_at();
  if (!world.last_uses.empty()) due = std::min(due, world.last_uses.due_at());
  if (due == Steady::time_point::max()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - Steady::now());
  return int(std::max<std::int64_t>(0, left.count()));
}

}  // namespace doorward::service

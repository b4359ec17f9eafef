// A service on servers of its own: the upkeep works for every tenant there is, and other tests' rows are not its
// business.
#pragma once
#include <string>
#include <vector>

#include "service/upkeep.hh"
#include "support/world.hh"

namespace tests {

/// Started at first need, ended with the test program.
const Stack& upkeep_stack();

struct UpkeepScene {
  explicit UpkeepScene(const doorward::ConfigWords& changes = {}) : world(changes, upkeep_stack()) {}

  World world;
  doorward::TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);

  /// Who sends mail, and looks at domains; empty: nobody.
  doorward::service::Deliver deliver;
  doorward::service::Look look;
  /// One kind of work alone; empty: all.
  std::string only;
  /// How long each kind's is; longer than any test, so that a slow machine changes nothing.
  doorward::Span turn = std::chrono::hours(1);
  std::uint64_t first = 0;
  doorward::service::Share share() const { return {deliver, only, look, turn, first}; }

  /// The upkeep at this time; after `batches` of them it ends (0: never).
  std::vector<doorward::service::Upkept> keep_up(doorward::Time now, int batches = 0);
  std::vector<doorward::service::Upkept> keep_up() { return keep_up(world.clock.now()); }
};

/// What became of this kind; throws when there is none.
const doorward::service::Upkept& kind_of(const std::vector<doorward::service::Upkept>& kinds, std::string_view kind);

/// Two processes with scenes of their own, which begin together; what each `work` returns.
std::vector<std::string> two_hosts(const std::function<std::string(UpkeepScene&, int)>& work);

}  // namespace tests

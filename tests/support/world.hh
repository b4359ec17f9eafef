// A whole service on the servers of the test run: what main/ makes, with a clock that can be set. All test
// programs share one database; each test works in tenants of its own.
#pragma once
#include <memory>
#include <string>

#include "port/metrics.hh"
#include "service/keyring.hh"
#include "service/world.hh"
#include "support/stack.hh"

namespace tests {

/// Stands still until it is moved; begins at the real time.
class SetClock : public doorward::port::Clock {
 public:
  SetClock();
  doorward::Time now() const override { return at; }
  doorward::Time at;
};

/// How the database keeps tenants apart. The whole of tests/store runs in each: DOORWARD_TEST_ISOLATION is
/// accounts (default), single, or table (the server refuses functions).
enum class Isolation { accounts, single, table };
Isolation isolation_of_run();

/// Settings of an installation that is made at first need, once per run. Cheap password hashes, open doors.
doorward::ConfigWords installed_words(const Stack& stack, Isolation isolation);

struct MadeUser {
  doorward::UserId id;
  doorward::TenantId tenant;
  std::string email;
  doorward::Secret password;
};

class World {
 public:
  /// `changes` overrides settings ("section.key").
  explicit World(const doorward::ConfigWords& changes = {}, const Stack& stack = Stack::get(),
                 Isolation isolation = isolation_of_run());
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// A request from 192.0.2.7 at the clock's time.
  doorward::service::Ask ask();
  /// A row of its own, active; the slug is random where none is given.
  doorward::TenantId make_tenant(const std::string& slug = "", const std::string& kind = "tenant");
  std::string slug_of(doorward::TenantId tenant);
  /// Active, with a verified address "<role>-<random>@example.test".
  MadeUser make_user(doorward::TenantId tenant, const std::string& role = "user",
                     const std::string& password = "correct horse battery staple");
  /// With the platform's and the owner's account: for what a test must arrange behind the service's back.
  doorward::store::PlatformDb& platform() { return platform_; }
  doorward::port::MySql& owner() { return owner_; }
  /// Statements that went to the server since the last call: held against a route's budget.
  std::uint64_t statements();

  const doorward::Config config;
  SetClock clock;
  doorward::port::SystemRandom random;
  doorward::service::KeyRing keys;
  doorward::store::Database database;
  doorward::store::Memory memory;
  doorward::port::HashSlots slots;
  doorward::port::Metrics metrics;
  doorward::service::World service;

 private:
  doorward::store::PlatformDb platform_;
  doorward::port::MySql owner_;
  std::uint64_t counted_ = 0;
};

/// The value of a series of its metrics, 0 where it was never counted.
std::uint64_t counted(const World& world, doorward::port::Metric metric, const std::vector<std::string>& labels = {});

}  // namespace tests

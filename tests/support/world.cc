// The parts of a process on the run's servers, and rows that a test begins with.
#include "support/world.hh"

#include "base/encode.hh"
#include "base/log.hh"
#include "port/memcached.hh"
#include "port/password_hash.hh"
#include "route/awaited.hh"

namespace tests {
namespace {

using namespace doorward;

constexpr std::string_view insert_tenant =
    "INSERT INTO tenants (id, kind, slug, name, status, plan_type, tokens_not_before, created_at, updated_at) "
    "VALUES (?, ?, ?, ?, 'active', 'pro', ?, ?, ?)";
constexpr std::string_view select_slug = "SELECT slug FROM t_tenant";
constexpr std::string_view insert_user =
    "INSERT INTO t_users (tenant_id, id, email_key, email, email_verified_at, first_name, last_name, role, status, "
    "password_hash, password_set_at, tokens_not_before, created_at, updated_at) "
    "VALUES (?, ?, ?, ?, ?, 'Ada', 'Test', ?, 'active', ?, ?, ?, ?, ?)";

/// A busy machine is no failure: only who says so has the short time of the default.
Config config_with(ConfigWords words, const ConfigWords& changes) {
  words["database.timeout"] = "30s";
  for (const auto& [name, value] : changes) words[name] = value;
  auto config = make_config(words);
  if (!config)
    throw Failure("fixture: " + config.error().fields.at(0).field + " " + config.error().fields.at(0).message);
  log_setup(config->log.level, "json");
  return *std::move(config);
}

service::KeyRing opened(const Config& config) {
  auto keys = service::KeyRing::open(config);
  if (!keys) throw Failure("fixture: master key: " + keys.error().fields.at(0).message);
  return *std::move(keys);
}

}  // namespace

SetClock::SetClock() : at(port::SystemClock().now()) {}

World::World(const ConfigWords& changes, const Stack& stack, Isolation isolation)
    : config(config_with(installed_words(stack, isolation), changes)),
      keys(opened(config)),
      database(config),
      memory(
          port::Memcached(config.memcached.servers, config.memcached.timeout),
          [this] { return keys.sub_key("memory-record"); }, config.memcached.trust, random),
      slots(config.run.dir, int(config.password.hash_slots), int(config.password.hash_queue),
            config.password.hash_wait),
      service{config, clock, random, database, memory, slots, keys, metrics, platform_},
      platform_(config),
      owner_(config, store::owner_account(config)) {
  database.expect([this] { return keys.checks().front(); });
  route::claim_awaited(metrics, clock.now());
}

service::Ask World::ask() { return {service, clock.now(), "192.0.2.7", "tests/1.0", "test-correlation"}; }

TenantId World::make_tenant(const std::string& slug, const std::string& kind) {
  const TenantId id(random.id(clock.now()));
  const std::string name = slug.empty() ? "t-" + to_hex(random.bytes(8)) : slug;
  platform_.mysql().run(insert_tenant, {port::sql(id), kind, name, "Tenant " + name, Time{}, clock.now(), clock.now()});
  return id;
}

std::string World::slug_of(TenantId tenant) {
  std::string slug;
  store::TenantDb(database, tenant).each(select_slug, {}, [&](const port::SqlRow& row) { slug = row.text(0); });
  return slug;
}

MadeUser World::make_user(TenantId tenant, const std::string& role, const std::string& password) {
  MadeUser made{UserId(random.id(clock.now())), tenant, role + "-" + to_hex(random.bytes(6)) + "@example.test",
                Secret(password)};
  const port::HashCost cost{std::uint32_t(config.password.argon2_memory_kib),
                            std::uint32_t(config.password.argon2_passes)};
  const Time now = clock.now();
  store::TenantDb(database, tenant)
      .run(insert_user, {port::sql(tenant), port::sql(made.id), made.email, made.email, now, role,
                         port::hash_password(made.password, cost, random), now, Time{}, now, now});
  return made;
}

std::uint64_t World::statements() {
  const auto all = database.mysql().meter().calls + platform_.mysql().meter().calls;
  return all - std::exchange(counted_, all);
}

std::uint64_t counted(const World& world, port::Metric metric, const std::vector<std::string>& labels) {
  for (const auto& series : world.metrics.read())
    if (series.metric == metric && series.labels == labels) return series.values[0];
  return 0;
}

}  // namespace tests

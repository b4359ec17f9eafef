// Each thing that keeps a service from being healthy in an operator's eyes, by its words and alone.
#include "service/status.hh"

#include "base/text.hh"
#include "port/metrics.hh"
#include "support/catalogue.hh"
#include "support/memcached_process.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Look : UpkeepScene {
  explicit Look(const ConfigWords& changes = {}) : UpkeepScene(with(changes)) {
    world.owner().run("DELETE FROM outbox");
    keep_up();
    world.metrics.set(port::Metric::generation, 1);
  }
  static ConfigWords with(ConfigWords changes) {
    for (const char* count : {"run.gate_workers", "run.app_workers", "password.hash_slots"}) changes[count] = "1";
    return changes;
  }
  service::Status status() {
    auto ask = world.ask();
    return service::read_status(ask, world.platform().mysql());
  }
  /// What is wrong, and that the word is one for it.
  std::string wrong() {
    const auto found = status();
    BOOST_TEST(bool(found.state == service::HealthState::healthy) == found.wrong.empty());
    return join(found.wrong, ", ");
  }
  /// So many rows that differ in one id.
  void lot(int how_many, const std::string& columns, const std::string& values) {
    world.owner().execute("INSERT INTO " + columns +
                          " WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n "
                          "WHERE i < " +
                          std::to_string(how_many) +
                          ") SELECT (SELECT id FROM tenants LIMIT 1), "
                          "LEFT(UNHEX(SHA2(RAND(), 256)), 16), " +
                          values + " FROM n");
  }
};

/// A host whose pools are complete.
struct Whole : Look {
  using Look::Look;
  port::Seat gate{world.metrics.table(), Pool::gate}, app{world.metrics.table(), Pool::app},
      hash{world.metrics.table(), Pool::hash}, renew{world.metrics.table(), Pool::renew};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(status)

BOOST_AUTO_TEST_CASE(with_all_its_workers_nothing_is_wrong) {
  Whole host;
  BOOST_TEST(host.wrong() == "");
}

BOOST_AUTO_TEST_CASE(one_worker_missing_of_any_pool_is_said_where_a_master_ran) {
  for (const Pool absent : all_pools) {
    Look host;
    std::vector<std::unique_ptr<port::Seat>> seats;
    for (const Pool pool : all_pools)
      if (pool != absent) seats.push_back(std::make_unique<port::Seat>(host.world.metrics.table(), pool));
    BOOST_TEST(host.wrong() == "workers are missing", to_word(absent));
    host.world.metrics.set(port::Metric::generation, 0);
    BOOST_TEST(host.wrong() == "");
  }
}

BOOST_AUTO_TEST_CASE(a_ring_that_is_not_the_installations_is_said) {
  MemcachedProcess other;
  Whole host({{"memcached.servers", other.address()}});
  BOOST_TEST(host.wrong() == "memcached, memcached.servers is another ring than the installation's");
  Whole forgotten(doorward::ConfigWords{{"memcached.servers", ""}});
  BOOST_TEST(forgotten.wrong() == "memcached, memcached.servers is another ring than the installation's");
}

BOOST_AUTO_TEST_CASE(a_schema_that_is_older_than_the_program_is_said) {
  Whole host;
  host.status();  // connections are looked at when they begin
  const std::string newest = " WHERE version = " + std::to_string(host.status().schema_known);
  const auto applied = words_of(host.world.owner(), "SELECT applied_at FROM schema_version" + newest).at(0);
  host.world.owner().execute("UPDATE schema_version SET applied_at = NULL" + newest);
  const auto found = host.wrong();
  host.world.owner().execute("UPDATE schema_version SET applied_at = '" + applied + "'" + newest);
  BOOST_TEST(found == "the schema is older than this program");
}

BOOST_AUTO_TEST_CASE(a_thousand_messages_may_wait_and_one_more_is_said) {
  Whole host;
  const auto post = [&](int how_many) {
    host.lot(how_many, "outbox (tenant_id, id, kind, payload, due_at, created_at)",
             "'mail', '', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)");
  };
  post(1000);
  BOOST_TEST(host.wrong() == "");
  post(1);
  BOOST_TEST(host.wrong() == "mail waits");
  host.world.owner().run("DELETE FROM outbox");
}

BOOST_AUTO_TEST_CASE(a_thousand_events_may_wait_and_one_more_is_said) {
  Whole host;
  const auto write = [&](int how_many) {
    host.lot(how_many, "events (tenant_id, id, type, actor_type, data, occurred_at)",
             "'lot', 'system', '{}', UTC_TIMESTAMP(6)");
  };
  write(1000 - int(host.status().depths->unsealed));  // other tests may have left some that wait
  BOOST_TEST(host.wrong() == "");
  write(1);
  BOOST_TEST(host.wrong() == "events wait to be sealed");
  host.keep_up();
  BOOST_TEST(host.wrong() == "");
}

BOOST_AUTO_TEST_CASE(upkeep_is_late_after_a_quarter_of_an_hour_or_three_rounds) {
  for (const auto& [every, late] : std::vector<std::pair<std::string, Span>>{
           {"60s", std::chrono::minutes(15)}, {"0s", std::chrono::minutes(15)}, {"1h", std::chrono::hours(3)}}) {
    Whole host({{"upkeep.every", every}});
    const Time now = host.world.clock.now();
    const auto set_to = [&](port::Metric metric, Time at) {
      host.world.metrics.set(metric, std::uint64_t(to_unix(at)));
    };
    constexpr auto success = port::Metric::upkeep_last_success_timestamp_seconds,
                   since = port::Metric::counted_since_timestamp_seconds;
    set_to(since, now - 2 * late);
    set_to(success, now - late + seconds(1));
    BOOST_TEST(host.wrong() == "", every);
    set_to(success, now - late - seconds(1));
    BOOST_TEST(host.wrong() == "the upkeep is late", every);
    set_to(success, Time{});  // never
    BOOST_TEST(host.wrong() == "the upkeep is late", every);
    set_to(since, now - late + seconds(1));  // nor could it have
    BOOST_TEST(host.wrong() == "", every);
    set_to(since, Time{});  // nobody knows
    BOOST_TEST(host.wrong() == "", every);
  }
}

BOOST_AUTO_TEST_CASE(a_part_that_is_away_is_named) {
  Whole host({{"mail.transport", "sendmail"}, {"mail.sendmail", "/nowhere/sendmail"}});
  BOOST_TEST(host.wrong() == "mail");
}

BOOST_AUTO_TEST_CASE(dead_letters_are_told) {
  Whole host;
  host.lot(3, "outbox (tenant_id, id, kind, payload, due_at, created_at, dead_at)",
           "'mail', '', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)");
  const auto found = host.status();
  BOOST_TEST(found.depths->dead_mail == 3);
  BOOST_TEST(found.depths->mail == 0);
  host.world.owner().run("DELETE FROM outbox");
}

BOOST_AUTO_TEST_SUITE_END()

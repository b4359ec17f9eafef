// GET /auth/health, and live: what is asked for it, what it says, and what it keeps from strangers.
#include <regex>

#include "store/ring.hh"
#include "support/desk.hh"
#include "support/lying_server.hh"
#include "support/memcached_process.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace tests;
using doorward::Time;
using doorward::port::Delivery;
using doorward::port::dump_json;
using doorward::port::Sent;

namespace {

const Json& part(const Json& health, std::string_view name) {
  const auto* found = health.find("services")->find(name);
  BOOST_TEST_REQUIRE(found, name);
  return *found;
}

/// An installation whose ring is one server of the test's own.
struct OneServer {
  OneServer() { ring_is(world.memory.memcached().ring()); }
  ~OneServer() { ring_is(World({}, upkeep_stack()).memory.memcached().ring()); }
  void ring_is(const std::string& fingerprint) {
    doorward::store::write_ring(world.owner(), fingerprint, world.clock.now());
  }

  MemcachedProcess server;
  World world{{{"memcached.servers", server.address()}}, upkeep_stack()};
  Desk desk{world};
};

/// A house whose mail server takes nothing: what is told of it after somebody forgot a password.
struct Trouble : UpkeepScene {
  explicit Trouble(Sent how) : UpkeepScene({{"metrics.networks", "10.0.0.0/8"}, {"mail.transport", "smtp"}}) {
    world.owner().run("DELETE FROM outbox");
    deliver = [how](const auto&) { return Delivery{how, "not today"}; };
    desk.always = {{"x-tenant-id", world.slug_of(tenant)}};
  }
  Response told(const std::string& address) {
    auto request = desk.request("GET", "/auth/health");
    if (!address.empty()) request.address = address;
    return desk.ask(request);
  }
  /// Messages that a watcher is told of.
  std::int64_t watched() {
    const auto heard = json_of(told(""));
    return *part(heard, "mail").find("waiting")->integer() + *part(heard, "mail").find("dead_letters")->integer();
  }
  /// All that anybody hears, but how long the parts took: at once, after a try, and when the message is long late.
  std::string told_after_forgotten(const std::string& email) {
    const Time now = world.clock.now();
    const auto heard = [&] {
      world.service.known.health = {};
      static const std::regex measured(R"re("(response_ms|offset_ms|timestamp)":("[^"]*"|-?[0-9.e-]+))re");
      const auto answer = told("192.0.2.1");
      return std::to_string(answer.status) + std::regex_replace(answer.body, measured, "$1") + "\n";
    };
    BOOST_TEST(desk.post("/auth/password/forgot", Json::Object{{"email", email}}).status == 202);
    std::string all = heard();
    for (const auto later : {std::chrono::minutes(0), std::chrono::minutes(20), std::chrono::minutes(60 * 24 * 9)}) {
      keep_up(now + later);
      all += heard();
    }
    return all;
  }

  Desk desk{world};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(health)

BOOST_AUTO_TEST_CASE(health_costs_one_statement_a_second_and_live_none) {
  World world;
  Desk desk(world);
  desk.get("/auth/health");
  world.clock.at = world.service.known.health.until();
  world.statements();
  const auto health = json_of(desk.get("/auth/health"));
  BOOST_TEST(world.statements() == 1u);
  BOOST_TEST(part(health, "clock").find("offset_ms")->integer());
  for (const int later : {0, 500, 499}) {
    world.clock.at += std::chrono::milliseconds(later);
    const auto again = json_of(desk.get("/auth/health"));
    BOOST_TEST(world.statements() == 0u);
    BOOST_TEST(dump_json(*again.find("services")) == dump_json(*health.find("services")));
    BOOST_TEST(text_at(again, "timestamp") == doorward::to_rfc3339(world.clock.at));
  }
  world.clock.at = world.service.known.health.until();
  desk.get("/auth/health");
  BOOST_TEST(world.statements() == 1u);
  world.clock.at -= std::chrono::hours(1);  // a clock that was put right: what is known is of no time
  desk.get("/auth/health");
  BOOST_TEST(world.statements() >= 1u);
  const auto live = json_of(desk.get("/auth/health/live"));
  BOOST_TEST(world.statements() == 0u);
  for (const char* member : {"status", "timestamp", "version", "services"}) {
    BOOST_TEST(health.find(member), member);
    BOOST_TEST(live.find(member), member);
  }
  for (const char* name : {"worker", "metrics"}) BOOST_TEST(part(live, name).find("response_ms")->real(), name);
}

// A stranger who asks without end holds a worker for a tenth of its time.
BOOST_AUTO_TEST_CASE(a_database_that_is_silent_is_left_alone_for_nine_times_as_long_as_it_took) {
  const LyingServer silent("");
  World world(doorward::ConfigWords{{"database.hosts", silent.address()}, {"database.timeout", "1s"}});
  Desk desk(world);
  const Time asked = world.clock.now();
  BOOST_TEST(desk.get("/auth/health").status == 503);
  BOOST_TEST((world.service.known.health.until() - asked >= std::chrono::seconds(10)));
  world.statements();
  world.clock.at += std::chrono::seconds(9);
  const auto again = desk.get("/auth/health");
  BOOST_TEST(again.status == 503);
  BOOST_TEST(*part(json_of(again), "memcached").find("healthy")->flag());
  BOOST_TEST(world.statements() == 0u);
}

BOOST_AUTO_TEST_CASE(without_memcached_the_service_is_degraded_and_live_all_the_same) {
  OneServer house;
  BOOST_TEST(text_at(json_of(house.desk.get("/auth/health")), "status") == "healthy");
  house.server.kill();
  house.world.clock.at = house.world.service.known.health.until();
  const auto answer = house.desk.get("/auth/health");
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(text_at(json_of(answer), "status") == "degraded");
  BOOST_TEST(!*part(json_of(answer), "memcached").find("healthy")->flag());
  BOOST_TEST(text_at(json_of(house.desk.get("/auth/health/live")), "status") == "healthy");
}

BOOST_AUTO_TEST_CASE(where_memory_is_not_believed_the_service_is_degraded_and_strangers_are_not_told_why) {
  OneServer house;
  const std::string ours = house.world.memory.memcached().ring(), others = "0123456789abcdef";
  house.ring_is(others);
  const auto answer = house.desk.get("/auth/health");
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(text_at(json_of(answer), "status") == "degraded");
  BOOST_TEST(!*part(json_of(answer), "memcached").find("healthy")->flag());
  for (const auto& word : {ours, others, std::string("\"ring")})
    BOOST_TEST((answer.body.find(word) == std::string::npos), word);
  house.ring_is(ours);
  house.world.clock.at = house.world.service.known.health.until();
  BOOST_TEST(text_at(json_of(house.desk.get("/auth/health")), "status") == "healthy");
}

BOOST_AUTO_TEST_CASE(a_host_without_memcached_is_healthy_only_where_the_installation_has_none) {
  OneServer house;
  World without(doorward::ConfigWords{{"memcached.servers", ""}}, upkeep_stack());
  Desk desk(without);
  BOOST_TEST(text_at(json_of(desk.get("/auth/health")), "status") == "degraded");
  house.ring_is(without.memory.memcached().ring());
  without.clock.at = without.service.known.health.until();
  BOOST_TEST(text_at(json_of(desk.get("/auth/health")), "status") == "healthy");
}

BOOST_AUTO_TEST_CASE(the_default_tenant_must_be_there) {
  World world(doorward::ConfigWords{{"service.default_tenant", "nobody-has-this-slug"}});
  Desk desk(world);
  const auto answer = desk.get("/auth/health");
  BOOST_TEST(answer.status == 503);
  BOOST_TEST(!*part(json_of(answer), "tenant_resolution").find("healthy")->flag());
  BOOST_TEST(*part(json_of(answer), "database").find("healthy")->flag());
}

// A mailbox that is slow, a recipient that is refused, a server that is away.
BOOST_AUTO_TEST_CASE(a_stranger_does_not_learn_from_the_mail_queue_who_has_an_account) {
  for (const Sent how : {Sent::later, Sent::refused, Sent::away}) {
    Trouble trouble(how);
    const auto nobody = trouble.told_after_forgotten("nobody@example.test");
    BOOST_TEST(trouble.watched() == 0);
    const auto somebody = trouble.told_after_forgotten(trouble.user.email);
    BOOST_TEST(somebody == nobody);
    BOOST_TEST((nobody.find("\"mail\":{\"healthy\":true") != std::string::npos), nobody);
    BOOST_TEST(trouble.watched() == 1);
  }
}

BOOST_AUTO_TEST_CASE(who_watches_hears_the_numbers_and_that_mail_is_late) {
  Trouble trouble(Sent::later);
  trouble.desk.post("/auth/password/forgot", Json::Object{{"email", trouble.user.email}});
  trouble.keep_up(trouble.world.clock.now() + std::chrono::minutes(14));
  auto heard = json_of(trouble.told(""));
  BOOST_TEST(*part(heard, "mail").find("healthy")->flag());
  BOOST_TEST(*part(heard, "mail").find("waiting")->integer() == 1);
  BOOST_TEST(*part(heard, "mail").find("dead_letters")->integer() == 0);
  trouble.keep_up(trouble.world.clock.now() + std::chrono::minutes(15));
  heard = json_of(trouble.told(""));
  BOOST_TEST(!*part(heard, "mail").find("healthy")->flag());
  BOOST_TEST(*part(heard, "mail").find("oldest_s")->integer() == 15 * 60);
  BOOST_TEST(text_at(heard, "status") == "degraded");
  BOOST_TEST(text_at(json_of(trouble.told("192.0.2.1")), "status") == "healthy");
}

// A host that does no rounds any more: others may have sent it long ago, and nobody would end the alert.
BOOST_AUTO_TEST_CASE(who_watches_hears_of_no_queue_that_was_counted_too_long_ago) {
  Trouble trouble(Sent::later);
  trouble.desk.post("/auth/password/forgot", Json::Object{{"email", trouble.user.email}});
  const Time counted = trouble.world.clock.now() + std::chrono::minutes(20) + doorward::Span(1);
  trouble.keep_up(counted);
  const auto mail = [&] { return part(json_of(trouble.told("")), "mail"); };
  const auto gauges = [&] {
    const auto text = trouble.desk.get("/auth/metrics").body;
    int there = 0;
    for (const char* name :
         {"mail_waiting", "mail_dead", "mail_oldest_seconds", "active_sessions", "upkeep_last_count"})
      there += text.find("\ndoorward_" + std::string(name)) == std::string::npos ? 0 : 1;
    return there;
  };
  trouble.world.clock.at = counted + std::chrono::minutes(14);
  BOOST_TEST(!*mail().find("healthy")->flag());
  BOOST_TEST(mail().find("oldest_s"));
  BOOST_TEST(gauges() == 5);
  trouble.world.clock.at += std::chrono::minutes(1);
  BOOST_TEST(*mail().find("healthy")->flag());
  for (const char* fact : {"waiting", "dead_letters", "oldest_s"}) BOOST_TEST(!mail().find(fact), fact);
  BOOST_TEST(gauges() == 0);
  trouble.keep_up(trouble.world.clock.at);
  BOOST_TEST(!*mail().find("healthy")->flag());
  BOOST_TEST(gauges() == 5);
}

BOOST_AUTO_TEST_CASE(everybody_hears_that_mail_has_no_way_out) {
  World world(doorward::ConfigWords{{"mail.transport", "sendmail"}, {"mail.sendmail", "/nowhere/sendmail"}});
  Desk desk(world);
  const auto heard = json_of(desk.get("/auth/health"));
  BOOST_TEST(!*part(heard, "mail").find("healthy")->flag());
  BOOST_TEST(text_at(heard, "status") == "degraded");
}

BOOST_AUTO_TEST_SUITE_END()

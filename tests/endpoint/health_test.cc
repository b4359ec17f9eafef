// GET /auth/health, and live: what is asked for it, what it says, and what it keeps from strangers.
#include <regex>

#include "support/desk.hh"
#include "support/memcached_process.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace tests;
using doorward::Time;
using doorward::port::Delivery;
using doorward::port::Sent;

namespace {

const Json& part(const Json& health, std::string_view name) {
  const auto* found = health.find("services")->find(name);
  BOOST_TEST_REQUIRE(found, name);
  return *found;
}

/// A house whose mail server takes nothing: what is told of it after somebody forgot a password.
struct Trouble : UpkeepScene {
  explicit Trouble(Sent how)
      : UpkeepScene({{"metrics.networks", "10.0.0.0/8"}, {"mail.transport", "smtp"}, {"memcached.servers", ""}}) {
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

BOOST_AUTO_TEST_CASE(health_costs_one_statement_and_live_none) {
  World world;
  Desk desk(world);
  desk.get("/auth/health");
  world.statements();
  const auto health = json_of(desk.get("/auth/health"));
  BOOST_TEST(world.statements() == 1u);
  BOOST_TEST(part(health, "clock").find("offset_ms")->integer());
  const auto live = json_of(desk.get("/auth/health/live"));
  BOOST_TEST(world.statements() == 0u);
  for (const char* member : {"status", "timestamp", "version", "services"}) {
    BOOST_TEST(health.find(member), member);
    BOOST_TEST(live.find(member), member);
  }
  for (const char* name : {"worker", "metrics"}) BOOST_TEST(part(live, name).find("response_ms")->real(), name);
}

BOOST_AUTO_TEST_CASE(without_memcached_the_service_is_degraded_and_live_all_the_same) {
  MemcachedProcess server;
  World world(doorward::ConfigWords{{"memcached.servers", server.address()}});
  Desk desk(world);
  BOOST_TEST(text_at(json_of(desk.get("/auth/health")), "status") == "healthy");
  server.kill();
  const auto answer = desk.get("/auth/health");
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(text_at(json_of(answer), "status") == "degraded");
  BOOST_TEST(!*part(json_of(answer), "memcached").find("healthy")->flag());
  BOOST_TEST(text_at(json_of(desk.get("/auth/health/live")), "status") == "healthy");
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

BOOST_AUTO_TEST_CASE(everybody_hears_that_mail_has_no_way_out) {
  World world(doorward::ConfigWords{{"mail.transport", "sendmail"}, {"mail.sendmail", "/nowhere/sendmail"}});
  Desk desk(world);
  const auto heard = json_of(desk.get("/auth/health"));
  BOOST_TEST(!*part(heard, "mail").find("healthy")->flag());
  BOOST_TEST(text_at(heard, "status") == "degraded");
}

BOOST_AUTO_TEST_SUITE_END()

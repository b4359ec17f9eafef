// What requests add to the metrics, by their outcome.
#include "route/count.hh"

#include <optional>

#include "port/metrics.hh"
#include "route/rate.hh"
#include "support/desk.hh"
#include "support/folder.hh"
#include "support/memcached_process.hh"
#include "support/test.hh"

using namespace tests;
using doorward::port::Metric;

namespace {

std::uint64_t observed(World& world, const std::string& name) {
  std::uint64_t all = 0;
  for (const auto& series : world.metrics.read())
    if (series.metric == Metric::request_duration_seconds && series.labels[0] == name)
      for (std::size_t i = 0; i + 1 < series.values.size(); ++i) all += series.values[i];
  return all;
}

Request check(const House& house, const std::string& token) {
  auto request = house.desk.request("GET", "/wiki", token.empty() ? Headers{} : bearer(token));
  request.door = doorward::http::Door::subrequest;
  request.gate = doorward::http::GateQuestion{"/wiki", "127.0.0.1:8080", "http", "GET", house.slug, "", ""};
  return request;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(count)

BOOST_AUTO_TEST_CASE(every_request_is_counted_by_route_and_status) {
  House house;
  house.desk.get("/auth/csrf");
  house.desk.get("/auth/csrf");
  house.desk.get("/auth/me");
  house.desk.get("/auth/nowhere");
  house.desk.ask(house.desk.request("DELETE", "/auth/login"));
  BOOST_TEST(counted(house.world, Metric::requests_total, {"csrf", "200"}) == 2u);
  BOOST_TEST(counted(house.world, Metric::requests_total, {"me", "401"}) == 1u);
  BOOST_TEST(counted(house.world, Metric::requests_total, {"none", "404"}) == 1u);
  BOOST_TEST(counted(house.world, Metric::requests_total, {"none", "405"}) == 1u);
  BOOST_TEST(observed(house.world, "page") == 2u);
  BOOST_TEST(observed(house.world, "account") == 1u);
  BOOST_TEST(observed(house.world, "none") == 2u);
}

BOOST_AUTO_TEST_CASE(sign_ins_and_tokens_are_counted_by_their_end) {
  House house;
  const auto in = json_of(house.log_in(house.desk, house.user));
  auto wrong = house.user;
  wrong.password = doorward::Secret("certainly not this one");
  house.log_in(house.desk, wrong);
  house.desk.post("/auth/login", Json::Object{{"email", "who"}, {"password", "x"}});
  auto& world = house.world;
  BOOST_TEST(counted(world, Metric::authentications_total, {"password", "success"}) == 1u);
  BOOST_TEST(counted(world, Metric::authentications_total, {"password", "INVALID_CREDENTIALS"}) == 1u);
  BOOST_TEST(counted(world, Metric::authentications_total, {"password", "VALIDATION_ERROR"}) == 1u);
  BOOST_TEST(counted(world, Metric::hashes_total) == 2u);
  BOOST_TEST(counted(world, Metric::hash_seconds_total) > 0u);

  const Json first = Json::Object{{"refresh_token", text_at(in, "tokens.refresh_token")}};
  const auto second = json_of(house.desk.post("/auth/refresh", first));
  BOOST_TEST(counted(world, Metric::token_operations_total, {"refreshed"}) == 1u);
  BOOST_TEST(counted(world, Metric::token_operations_total, {"issued"}) == 2u);
  house.desk.post("/auth/refresh", Json::Object{{"refresh_token", text_at(second, "tokens.refresh_token")}});
  house.desk.post("/auth/refresh", first);  // a replay: the family ends
  BOOST_TEST(counted(world, Metric::token_operations_total, {"reused"}) == 1u);
  BOOST_TEST(counted(world, Metric::token_operations_total, {"revoked"}) == 1u);
  const auto token = house.access_token(house.user);
  house.desk.post("/auth/logout", Json::Object{}, bearer(token));
  world.clock.at += std::chrono::seconds(1);
  house.desk.post("/auth/logout", Json::Object{}, bearer(token));  // has ended: nothing more
  BOOST_TEST(counted(world, Metric::token_operations_total, {"revoked"}) == 2u);
}

BOOST_AUTO_TEST_CASE(a_lock_out_is_counted_once) {
  House house(doorward::ConfigWords{{"lockout.delay", "0s"}});
  auto wrong = house.user;
  wrong.password = doorward::Secret("certainly not this one");
  for (int i = 0; i < 7; ++i) house.log_in(house.desk, wrong);
  BOOST_TEST(counted(house.world, Metric::lockouts_total) == 1u);
}

BOOST_AUTO_TEST_CASE(who_finds_no_hash_slot_is_counted_and_how_long_he_waited) {
  const Folder own;  // nobody else's slots
  House house({{"run.dir", own / ""}, {"password.hash_slots", "1"}, {"password.hash_wait", "20ms"}});
  auto& world = house.world;
  {
    const auto held = world.slots.take();
    BOOST_REQUIRE(bool(held));
    for (int i = 0; i < 2; ++i) BOOST_TEST(house.log_in(house.desk, house.user).status == 503);
  }
  BOOST_TEST(counted(world, Metric::hash_refused_total) == 2u);
  BOOST_TEST(counted(world, Metric::hash_wait_seconds_total) >= 2u * 20'000'000);
  BOOST_TEST(counted(world, Metric::hashes_total) == 0u);
  BOOST_TEST(house.log_in(house.desk, house.user).status == 200);
  BOOST_TEST(counted(world, Metric::hash_refused_total) == 2u);
}

BOOST_AUTO_TEST_CASE(decisions_of_the_gate_are_counted_by_reason_and_memory_by_belief) {
  House house;
  const auto token = house.access_token(house.user);
  for (int i = 0; i < 3; ++i) BOOST_TEST(house.desk.ask(check(house, token)).status == 204);
  house.desk.ask(check(house, ""));
  house.desk.ask(check(house, "a.b.c"));
  auto& world = house.world;
  BOOST_TEST(observed(world, "verify") == 5u);
  BOOST_TEST(counted(world, Metric::verify_decisions_total, {"allowed"}) == 3u);
  BOOST_TEST(counted(world, Metric::verify_decisions_total, {"AUTH_REQUIRED"}) == 1u);
  BOOST_TEST(counted(world, Metric::verify_decisions_total, {"INVALID_TOKEN"}) == 1u);
  BOOST_TEST(counted(world, Metric::memory_lookups_total, {"hit"}) >= 4u);
  BOOST_TEST(counted(world, Metric::memory_lookups_total, {"miss"}) >= 2u);
  BOOST_TEST(counted(world, Metric::memcached_questions_total) >= 3u);
  BOOST_TEST(counted(world, Metric::memcached_seconds_total) > 0u);
  BOOST_TEST(counted(world, Metric::database_statements_total) > 0u);
  BOOST_TEST(counted(world, Metric::database_seconds_total) > 0u);

  house.world.clock.at += std::chrono::seconds(30);
  house.desk.ask(check(house, token));
  BOOST_TEST(counted(world, Metric::memory_disbelief_total, {"too_old"}) >= 1u);
  const auto before = counted(world, Metric::memory_lookups_total, {"tombstone"});
  const auto disbelieved = counted(world, Metric::memory_lookups_total, {"disbelieved"});
  house.desk.post("/auth/logout", Json::Object{}, bearer(token));
  house.desk.ask(check(house, token));
  BOOST_TEST(counted(world, Metric::memory_lookups_total, {"tombstone"}) > before);
  BOOST_TEST(counted(world, Metric::memory_lookups_total, {"disbelieved"}) == disbelieved);
  BOOST_TEST(counted(world, Metric::verify_decisions_total, {"TOKEN_REVOKED"}) == 1u);
}

BOOST_AUTO_TEST_CASE(what_is_forged_or_silent_is_counted_as_such) {
  MemcachedProcess server;
  House house(doorward::ConfigWords{{"memcached.servers", server.address()}});
  auto& world = house.world;
  const std::string key = "t:forged";
  auto& memcached = world.memory.memcached();
  memcached.set(key, std::string(1, '\1') + "R" + std::string(64, 'x'), doorward::seconds(60));
  world.memory.look({key}, world.clock.now());
  memcached.set(key, "short", doorward::seconds(60));
  world.memory.look({key}, world.clock.now());
  house.desk.get("/auth/csrf");  // any request hands on what was judged
  BOOST_TEST(counted(world, Metric::memory_disbelief_total, {"bad_mac"}) == 1u);
  BOOST_TEST(counted(world, Metric::memory_disbelief_total, {"malformed"}) == 1u);
  world.memory.ring_is(doorward::store::Ring{"0123456789abcdef", {}});
  world.memory.look({key}, world.clock.now());
  house.desk.get("/auth/csrf");
  BOOST_TEST(counted(world, Metric::memory_disbelief_total, {"foreign_ring"}) == 1u);
  world.memory.ring_is(doorward::store::Ring{memcached.ring(), {}});
  server.kill();
  const auto token = house.access_token(house.user);
  house.desk.ask(check(house, token));
  BOOST_TEST(counted(world, Metric::memory_disbelief_total, {"broken"}) >= 1u);
  BOOST_TEST(counted(world, Metric::memcached_failures_total) >= 1u);
}

BOOST_AUTO_TEST_CASE(refusals_by_rate_are_counted_by_class) {
  House house;
  std::size_t awaited = 0;  // of what begins at 1 no increase is seen
  for (const auto& series : house.world.metrics.read()) awaited += series.metric == Metric::rate_limited_total ? 1 : 0;
  BOOST_TEST(awaited == doorward::route::rate_rows().size());
  for (int i = 0; i < 62; ++i) house.desk.get("/auth/organizations/slug-available/x-y-z");
  BOOST_TEST(counted(house.world, Metric::rate_limited_total, {"lookup"}) == 2u);
}

BOOST_AUTO_TEST_CASE(a_request_that_throws_is_counted) {
  World down(doorward::ConfigWords{{"database.hosts", "/nowhere/mysql.sock"}});
  Desk desk(down);
  desk.post("/auth/login", Json::Object{{"email", "a@b.example"}, {"password", "x"}}, {{"x-tenant-id", "acme"}});
  BOOST_TEST(counted(down, Metric::requests_total, {"login", "503"}) == 1u);
  BOOST_TEST(counted(down, Metric::authentications_total, {"password", "DEPENDENCY_DOWN"}) == 1u);
  BOOST_TEST(counted(down, Metric::database_failures_total) >= 1u);
}

BOOST_AUTO_TEST_CASE(tenants_are_counted_by_name_only_where_it_is_set_and_only_so_many) {
  House without;
  without.log_in(without.desk, without.user);
  for (const auto& series : without.world.metrics.read()) BOOST_TEST((series.metric != Metric::tenant_requests_total));

  House house(doorward::ConfigWords{{"metrics.tenant_label", "1"}});
  house.log_in(house.desk, house.user);
  house.desk.ask(check(house, house.access_token(house.user)));
  const auto other = house.world.make_user(house.world.make_tenant());
  house.access_token(other);
  BOOST_TEST(counted(house.world, Metric::tenant_requests_total, {house.slug, "200"}) == 2u);
  BOOST_TEST(counted(house.world, Metric::tenant_requests_total, {house.slug, "204"}) == 1u);
  BOOST_TEST(counted(house.world, Metric::tenant_requests_total, {"other", "200"}) == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

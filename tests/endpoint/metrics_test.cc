// GET /auth/metrics and what it says.
#include "base/text.hh"
#include "service/key_rotation.hh"
#include "support/desk.hh"
#include "support/folder.hh"
#include "support/test.hh"
#include "support/trouble.hh"

using namespace tests;

namespace {

const doorward::ConfigWords watched{{"metrics.networks", "10.0.0.0/8 2001:db8::/32"}};

std::vector<std::string> lines_of(const Response& response) {
  std::vector<std::string> lines;
  for (auto line : doorward::split(response.body, '\n')) lines.emplace_back(line);
  return lines;
}

bool says(const Response& response, const std::string& line) {
  const auto lines = lines_of(response);
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

const std::string issued = "doorward_token_operations_total{operation=\"issued\"} ";

/// Somebody whose log-in meets trouble, once, when its token has been made.
struct Troubled : UpkeepScene {
  explicit Troubled(const std::string& said)
      : UpkeepScene(doorward::ConfigWords{{"metrics.networks", "10.0.0.0/8"}}), trouble(*this, "user_logged_in", said) {
    desk.always = {{"x-tenant-id", world.slug_of(tenant)}};
  }
  Response log_in() {
    return desk.post("/auth/login",
                     Json::Object{{"email", user.email}, {"password", user.password.reveal()}, {"transport", "token"}});
  }

  Trouble trouble;
  Desk desk{world};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(only_networks_of_the_setting_are_told) {
  World world(watched), closed;
  Desk desk(world), other(closed);
  BOOST_TEST(desk.get("/auth/metrics").status == 200);
  BOOST_TEST(code_of(other.get("/auth/metrics")) == "NETWORK_NOT_ALLOWED");
  auto request = desk.request("GET", "/auth/metrics", {{"x-forwarded-for", "10.1.2.3"}});
  for (const char* address : {"192.0.2.1", "2001:db9::1", "", "unix:"}) {
    request.address = address;
    const auto answer = desk.ask(request);
    BOOST_TEST(answer.status == 403, address);
    BOOST_TEST(answer.body.find("doorward_") == std::string::npos);
  }
  request.address = "2001:db8::7";
  BOOST_TEST(desk.ask(request).status == 200);
}

BOOST_AUTO_TEST_CASE(the_text_has_every_kind_with_help_and_type) {
  World world(watched);
  Desk desk(world);
  desk.get("/auth/csrf");
  const auto answer = desk.get("/auth/metrics");
  BOOST_TEST(header_of(answer, "Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
  for (const char* line :
       {"# TYPE doorward_requests_total counter", "doorward_requests_total{route=\"csrf\",status=\"200\"} 1",
        "# TYPE doorward_request_duration_seconds histogram",
        "doorward_request_duration_seconds_bucket{class=\"page\",le=\"+Inf\"} 1",
        "doorward_request_duration_seconds_count{class=\"page\"} 1", "# TYPE doorward_memcached_seconds_total counter",
        "doorward_memory_disbelief_total{reason=\"bad_mac\"} 0", "doorward_lockouts_total 0",
        "doorward_upkeep_last_success_timestamp_seconds 0", "doorward_upkeep_late_after_seconds 900",
        "doorward_database_conflicts_total 0", "doorward_memcached_up 1",
        "doorward_workers{pool=\"gate\",state=\"busy\"} 0", "doorward_series_refused_total 0",
        "# TYPE doorward_build_info gauge"})
    BOOST_TEST(says(answer, line), line << "\n" << answer.body);
  BOOST_TEST((answer.body.find("\ndoorward_signing_key_age_seconds ") != std::string::npos));
  BOOST_TEST(answer.body.ends_with("\n"));
}

BOOST_AUTO_TEST_CASE(slots_in_use_and_free_ones_are_all_slots) {
  const Folder own;
  auto changes = watched;
  changes["run.dir"] = own / "";
  changes["password.hash_slots"] = "3";
  World world(changes);
  Desk desk(world);
  const auto held = world.slots.take();
  BOOST_REQUIRE(bool(held));
  const auto answer = desk.get("/auth/metrics");
  std::vector<std::string> slots;
  for (const auto& line : lines_of(answer))
    if (line.starts_with("doorward_hash_")) slots.push_back(line);
  for (const char* line :
       {"doorward_hash_slots{state=\"free\"} 2", "doorward_hash_slots{state=\"in_use\"} 1", "doorward_hash_waiting 0"})
    BOOST_TEST(says(answer, line), line);
  const auto states = std::count_if(slots.begin(), slots.end(),
                                    [](const std::string& line) { return line.starts_with("doorward_hash_slots{"); });
  BOOST_TEST(states == 2);
}

BOOST_AUTO_TEST_CASE(a_token_whose_transaction_runs_again_is_issued_once) {
  Troubled house("SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213");  // a deadlock
  BOOST_TEST(house.log_in().status == 200);
  const auto told = house.desk.get("/auth/metrics");
  BOOST_TEST(says(told, issued + "1"));
  BOOST_TEST(says(told, "doorward_database_conflicts_total 1"));
  BOOST_TEST(says(told, "doorward_database_failures_total 0"));
}

BOOST_AUTO_TEST_CASE(a_token_that_was_rolled_back_is_not_issued) {
  Troubled house("SIGNAL SQLSTATE '45000'");
  BOOST_TEST(house.log_in().status == 500);
  BOOST_TEST(says(house.desk.get("/auth/metrics"), issued + "0"));
}

BOOST_AUTO_TEST_CASE(metrics_are_told_while_the_database_and_memcached_are_away) {
  auto changes = watched;
  changes["database.hosts"] = "/nowhere/mysql.sock";
  changes["memcached.servers"] = "/nowhere/memcached.sock";
  World world(changes);
  Desk desk(world);
  const auto answer = desk.get("/auth/metrics");
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(says(answer, "doorward_memcached_up 0"));
  BOOST_TEST((answer.body.find("\ndoorward_signing_key_age_seconds ") == std::string::npos));
}

BOOST_AUTO_TEST_CASE(the_key_that_signs_ages) {
  World world(watched);
  Desk desk(world);
  const auto signs_since = [&] {
    for (const auto& key : doorward::service::list_keys(world.config, world.platform().mysql(), world.clock.now()))
      if (key.state == "active") return key.activated_at.value_or(key.created_at);
    return doorward::Time{};
  };
  for (const int later : {0, 90, 3600}) {
    world.clock.at += doorward::seconds(later);
    const auto age = (world.clock.now() - signs_since()) / doorward::seconds(1);
    const auto answer = desk.get("/auth/metrics");
    BOOST_TEST(says(answer, "doorward_signing_key_age_seconds " + std::to_string(age)), answer.body);
  }
}

BOOST_AUTO_TEST_SUITE_END()

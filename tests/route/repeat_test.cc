// Idempotency-Key: one effect however often the request comes, one after the other or at once.
#include "service/repeat.hh"

#include <sys/wait.h>
#include <unistd.h>

#include "support/desk.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;

namespace {

Headers key(const std::string& value) { return {{"idempotency-key", value}}; }

Json person(World& world) {
  return Json::Object{{"email", "p-" + doorward::to_hex(world.random.bytes(6)) + "@example.test"},
                      {"password", good_password},
                      {"first_name", "A"},
                      {"last_name", "B"}};
}

std::int64_t people(House& house) { return number(house.world, house.tenant, "SELECT COUNT(*) FROM t_users"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(repeats)

BOOST_AUTO_TEST_CASE(a_repeated_registration_has_the_answer_of_the_first) {
  House house;
  const auto body = person(house.world);
  const auto first = house.desk.post("/auth/register", body, key("k-1"));
  BOOST_TEST_REQUIRE(first.status == 201, first.body);
  const auto again = house.desk.post("/auth/register", body, key("k-1"));
  BOOST_TEST(again.status == 201);
  BOOST_TEST(again.body == first.body);
  BOOST_TEST(people(house) == 2);
  BOOST_TEST(code_of(house.desk.post("/auth/register", body, key("k-2"))) == "USER_EXISTS");
  BOOST_TEST(code_of(house.desk.post("/auth/register", person(house.world), key("k-1"))) == "CONFLICT");
  BOOST_TEST(people(house) == 2);
}

BOOST_AUTO_TEST_CASE(a_repeated_log_in_makes_one_session_cookie_and_all) {
  House house;
  const auto body = house.credentials(house.user, "session");
  BOOST_TEST(house.desk.post("/auth/login", body, key("login")).status == 200);
  const auto cookie = house.desk.cookies.at("doorward_session");
  house.desk.cookies.clear();
  BOOST_TEST(house.desk.post("/auth/login", body, key("login")).status == 200);
  BOOST_TEST(house.desk.cookies.at("doorward_session") == cookie);
  BOOST_TEST(number(house.world, house.tenant, "SELECT COUNT(*) FROM t_sessions") == 1);
  BOOST_TEST(count_events(house.world, house.tenant, "user_logged_in") == 1);
}

BOOST_AUTO_TEST_CASE(a_refusal_leaves_the_key_free) {
  House house;
  auto body = person(house.world);
  auto weak = body;
  weak.set("password", "123456789012345");
  BOOST_TEST(code_of(house.desk.post("/auth/register", weak, key("free"))) == "WEAK_PASSWORD");
  BOOST_TEST(house.desk.post("/auth/register", body, key("free")).status == 201);
}

BOOST_AUTO_TEST_CASE(keys_belong_to_their_tenant_and_route_and_last_a_day) {
  House house, other;
  const auto body = person(house.world);
  const auto first = house.desk.post("/auth/register", body, key("same"));
  BOOST_TEST(first.status == 201);
  BOOST_TEST(other.desk.post("/auth/register", body, key("same")).body != first.body);
  BOOST_TEST(house.desk.post("/auth/login", house.credentials(house.user), key("same")).status == 200);
  house.world.clock.at += std::chrono::hours(25);
  BOOST_TEST(code_of(house.desk.post("/auth/register", body, key("same"))) == "USER_EXISTS");
}

BOOST_AUTO_TEST_CASE(a_key_has_its_form) {
  House house;
  for (const std::string& bad :
       {std::string(), std::string(65, 'k'), std::string("a b"), std::string("a.b"), std::string("ä")}) {
    const auto answer = house.desk.post("/auth/register", person(house.world), key(bad));
    BOOST_TEST(fields_of(answer) == "Idempotency-Key", bad);
  }
  BOOST_TEST(people(house) == 1);
}

BOOST_AUTO_TEST_CASE(what_is_kept_is_sealed_and_says_nothing_of_the_body) {
  House house;
  const auto body = person(house.world);
  const auto first = house.desk.post("/auth/register", body, key("sealed"));
  doorward::store::TenantDb db(house.world.database, house.tenant);
  int rows = 0;
  db.each("SELECT answer, body_hash FROM t_idempotency_keys", {}, [&](const doorward::port::SqlRow& row) {
    ++rows;
    BOOST_TEST((row.text(0).find("access_token") == std::string::npos));
    BOOST_TEST(row.text(0).size() > first.body.size());
  });
  BOOST_TEST(rows == 1);
}

BOOST_AUTO_TEST_CASE(a_first_that_is_under_way_is_waited_for_and_one_that_died_is_taken_over) {
  House house;
  auto ask = house.world.ask();
  const doorward::service::Repeatable request{house.tenant, "x", "k", "body"};
  const auto first = doorward::service::begin_repeat(ask, request);
  BOOST_TEST_REQUIRE(bool(first));
  BOOST_TEST(!first->answer.has_value());
  const auto second = doorward::service::begin_repeat(ask, request);
  BOOST_TEST_REQUIRE(!second);
  BOOST_TEST((second.error().code == doorward::Code::CONFLICT));
  BOOST_TEST(second.error().retry_after.count() == 1);
  ask.now += std::chrono::minutes(2);
  const auto heir = doorward::service::begin_repeat(ask, request);
  BOOST_TEST_REQUIRE(bool(heir));
  doorward::service::keep_answer(ask, *first, 200, "late");  // the first was not dead after all: too late
  doorward::service::keep_answer(ask, *heir, 200, "heir");
  const auto third = doorward::service::begin_repeat(ask, request);
  BOOST_TEST_REQUIRE(bool(third));
  BOOST_TEST(third->answer.value_or("") == "heir");
}

BOOST_AUTO_TEST_CASE(of_many_at_once_one_makes_the_account) {
  House house(doorward::ConfigWords{{"limits.scale", "1000"}});
  const auto body = person(house.world);
  int ready[2], result[2];
  BOOST_REQUIRE(::pipe(ready) == 0 && ::pipe(result) == 0);
  std::vector<pid_t> children;
  const auto slug = house.slug;
  for (int i = 0; i < 12; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ready[1]);
      World world(doorward::ConfigWords{{"limits.scale", "1000"}});
      Desk desk(world);
      desk.always = {{"x-tenant-id", slug}};
      char go;
      while (::read(ready[0], &go, 1) > 0) {
      }
      const auto answer = desk.post("/auth/register", body, key("parallel"));
      const char said = answer.status == 201 ? 'm' : answer.status == 409 ? 'c' : answer.status == 503 ? 'b' : '?';
      ::_exit(::write(result[1], &said, 1) == 1 ? 0 : 1);
    }
    children.push_back(child);
  }
  ::close(ready[0]);
  ::close(ready[1]);
  ::close(result[1]);
  std::string said;
  char one;
  while (::read(result[0], &one, 1) > 0) said += one;
  for (const pid_t child : children) ::waitpid(child, nullptr, 0);
  BOOST_TEST(said.size() == 12u);
  BOOST_TEST((said.find('m') != std::string::npos));
  BOOST_TEST((said.find('?') == std::string::npos));
  BOOST_TEST(people(house) == 2);
  BOOST_TEST(count_events(house.world, house.tenant, "user_created") == 1);
}

BOOST_AUTO_TEST_SUITE_END()

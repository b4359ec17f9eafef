// Nobody learns from an answer why a sign-in failed: every byte is compared, every statement and every row that is
// written counted. (What is not written needs no flush: a refusal that saved it was a quarter quicker.)
#include <algorithm>

#include "service/administration.hh"
#include "store/users.hh"
#include "support/desk.hh"
#include "support/test.hh"

using namespace tests;

namespace {

struct Seen {
  int status = 0;
  Headers headers;
  std::string body;
  std::uint64_t statements = 0;
  std::int64_t written = 0;
  bool operator==(const Seen&) const = default;
};

/// Rows that this connection has changed or made so far.
std::int64_t rows_written(House& house) {
  doorward::store::TenantDb db(house.world.database, house.tenant);
  std::int64_t sum = 0;
  db.each("SHOW SESSION STATUS WHERE Variable_name IN ('Handler_update', 'Handler_write')", {},
          [&](const doorward::port::SqlRow& row) { sum += std::stoll(row.text(1)); });
  return sum;
}

/// From an address of its own, so that no counter of addresses tells them apart; without the correlation id.
Seen try_to_enter(House& house, const std::string& email, const std::string& password) {
  Desk desk(house.world);
  desk.always = {{"x-tenant-id", house.slug}};
  (void)desk.get("/auth/health/live");
  const auto before = rows_written(house);
  house.world.statements();
  auto request = desk.request("POST", "/auth/login");
  request.content_type = "application/json";
  request.body = doorward::port::dump_json(Json::Object{{"email", email}, {"password", password}});
  request.correlation_id = "one-for-all";
  const Response response = desk.ask(request);
  Seen seen{response.status, response.headers, response.body, house.world.statements(), 0};
  seen.written = rows_written(house) - before;
  std::erase_if(seen.headers, [](const auto& header) { return doorward::same_ascii(header.first, "RateLimit"); });
  return seen;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(log_in_alike)

BOOST_AUTO_TEST_CASE(unknown_wrong_locked_and_inactive_get_the_same_bytes_for_the_same_statements) {
  House house(doorward::ConfigWords{{"lockout.delay", "0s"}, {"limits.scale", "1000"}});
  const MadeUser inactive = house.world.make_user(house.tenant), locked = house.world.make_user(house.tenant),
                 used_up = house.world.make_user(house.tenant);
  {
    doorward::store::TenantDb db(house.world.database, house.tenant);
    doorward::store::set_status(db, inactive.id, doorward::UserStatus::inactive, house.world.clock.now());
    doorward::store::set_status(db, locked.id, doorward::UserStatus::locked, house.world.clock.now());
  }
  for (int i = 0; i < 6; ++i) (void)try_to_enter(house, used_up.email, "wrong password");
  const std::string right(house.user.password.reveal());
  const Seen wrong = try_to_enter(house, house.user.email, "wrong password");
  BOOST_TEST(wrong.status == 401);
  BOOST_TEST((wrong.body.find("INVALID_CREDENTIALS") != std::string::npos));
  for (const auto& [what, email] : {std::pair{"unknown", std::string("nobody@example.test")},
                                    {"inactive", inactive.email},
                                    {"locked", locked.email},
                                    {"used up", used_up.email}}) {
    const Seen seen = try_to_enter(house, email, right);
    BOOST_TEST_CONTEXT(what) {
      BOOST_TEST(seen.status == wrong.status);
      BOOST_TEST(seen.body == wrong.body);
      BOOST_TEST((seen.headers == wrong.headers));
      BOOST_TEST(seen.statements == wrong.statements);
      BOOST_TEST(seen.written == wrong.written);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

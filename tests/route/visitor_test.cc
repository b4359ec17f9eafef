// Which credential counts: every kind, good and bad, beside every other.
#include "support/desk.hh"
#include "support/test.hh"

using namespace tests;

namespace {

/// One person by three credentials, and another by the same.
struct People {
  House house{doorward::ConfigWords{{"limits.scale", "100000"}}};
  MadeUser other = house.world.make_user(house.tenant);
  struct Held {
    std::string bearer, session, access;
  };
  Held one = hold(house.user), two = hold(other);

  Held hold(const MadeUser& who) {
    Desk session(house.world), cookie(house.world);
    session.always = cookie.always = {{"x-tenant-id", house.slug}};
    house.log_in(session, who, "session");
    house.log_in(cookie, who, "cookie");
    return {house.access_token(who), session.cookies.at("doorward_session"), cookie.cookies.at("doorward_access")};
  }

  /// "one", "two", or the code of the refusal. Empty credentials are not sent.
  std::string ask(const std::string& method, const Held& held) {
    Desk desk(house.world);
    if (!held.session.empty()) desk.cookies["doorward_session"] = held.session;
    if (!held.access.empty()) desk.cookies["doorward_access"] = held.access;
    const auto headers = held.bearer.empty() ? Headers{} : bearer(held.bearer);
    const auto answer = desk.json(method, "/auth/me", Json::Object{}, headers);
    if (answer.status != 200) return code_of(answer);
    return text_at(json_of(answer), "user.id") == house.user.id.text() ? "one" : "two";
  }
};

const std::string bad_token = "eyJhbGciOiJSUzI1NiJ9.e30.AAAA";
const std::string bad_session = "dws_AAAAAAAAAAAAAAAAAAAAAA_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

}  // namespace

BOOST_AUTO_TEST_SUITE(visitors)

BOOST_AUTO_TEST_CASE(each_credential_alone) {
  People people;
  for (const char* method : {"GET", "PATCH"}) {
    BOOST_TEST(people.ask(method, {people.one.bearer, "", ""}) == "one");
    BOOST_TEST(people.ask(method, {"", people.one.session, ""}) == "one");
    BOOST_TEST(people.ask(method, {"", "", people.one.access}) == "one");
    BOOST_TEST(people.ask(method, {}) == "AUTH_REQUIRED");
    BOOST_TEST(people.ask(method, {bad_token, "", ""}) == "INVALID_TOKEN");
    BOOST_TEST(people.ask(method, {"", bad_session, ""}) == "SESSION_EXPIRED");
    BOOST_TEST(people.ask(method, {"", "", bad_token}) == "INVALID_TOKEN");
  }
}

BOOST_AUTO_TEST_CASE(a_header_decides_alone_and_bad_cookies_beside_good_ones_are_ignored) {
  People people;
  for (const char* method : {"GET", "PATCH"}) {
    BOOST_TEST(people.ask(method, {bad_token, people.one.session, people.one.access}) == "INVALID_TOKEN");
    BOOST_TEST(people.ask(method, {people.one.bearer, bad_session, bad_token}) == "one");
    BOOST_TEST(people.ask(method, {"", people.one.session, bad_token}) == "one");
    BOOST_TEST(people.ask(method, {"", bad_session, people.one.access}) == "one");
    BOOST_TEST(people.ask(method, {"", "garbage", people.one.access}) == "one");
    BOOST_TEST(people.ask(method, {people.one.bearer, people.one.session, people.one.access}) == "one");
  }
}

BOOST_AUTO_TEST_CASE(two_people_in_one_request_change_nothing_and_look_as_the_first) {
  People people;
  const auto& [bearer_1, session_1, access_1] = people.one;
  const auto& [bearer_2, session_2, access_2] = people.two;
  for (const auto& held : {People::Held{bearer_1, session_2, ""}, People::Held{bearer_1, "", access_2},
                           People::Held{"", session_1, access_2}, People::Held{bearer_1, session_1, access_2}}) {
    BOOST_TEST(people.ask("GET", held) == "one");
    BOOST_TEST(people.ask("PATCH", held) == "AMBIGUOUS_CREDENTIALS");
  }
}

BOOST_AUTO_TEST_CASE(an_account_that_may_not_come_in_is_not_helped_by_another_cookie) {
  People people;
  people.house.world.owner().run("UPDATE users SET status = 'suspended' WHERE id = ?",
                                 {doorward::port::sql(people.house.user.id)});
  people.house.world.clock.at += std::chrono::minutes(1);  // what memory holds is too old now
  BOOST_TEST(people.ask("GET", {"", people.one.session, people.two.access}) == "ACCOUNT_INACTIVE");
  BOOST_TEST(people.ask("GET", {"", people.two.session, people.one.access}) == "two");
}

BOOST_AUTO_TEST_CASE(one_written_rule_for_the_authorization_header) {
  People people;
  const auto ask = [&](const std::string& value) {
    Desk desk(people.house.world);
    const auto answer = desk.get("/auth/me", {{"authorization", value}});
    return answer.status == 200 ? "200" : code_of(answer);
  };
  const auto& token = people.one.bearer;
  for (const auto& value : {"Bearer " + token, "bearer " + token, "BEARER   " + token}) BOOST_TEST(ask(value) == "200");
  for (const auto& value :
       {std::string("Bearer"), std::string("Bearer "), "Bearer " + token + ", Bearer x", "Bearer " + token + " extra",
        "Bearer\t" + token, "Bearer " + token + "\t", "Bearer " + token + "," + token})
    BOOST_TEST(ask(value) == "INVALID_TOKEN", value);
  for (const auto& value : {token, "Basic " + token, "Digest " + token, std::string(), "Bearerx " + token})
    BOOST_TEST(ask(value) == "AUTH_REQUIRED", value);
}

BOOST_AUTO_TEST_CASE(cookies_count_under_their_own_name_alone) {
  People people;
  Desk desk(people.house.world);
  for (const char* name : {"__Host-doorward_session", "Doorward_session", "doorward_session ", "%64oorward_session"}) {
    desk.cookies = {{name, people.one.session}};
    BOOST_TEST(code_of(desk.get("/auth/me")) == "AUTH_REQUIRED", name);
  }
  auto twice = desk.request("GET", "/auth/me");
  twice.cookies = {{"doorward_session", people.one.session}, {"doorward_session", people.two.session}};
  BOOST_TEST(code_of(desk.ask(twice)) == "SESSION_EXPIRED");
  desk.scheme = "https";
  desk.cookies = {{"doorward_session", people.one.session}};
  BOOST_TEST(code_of(desk.get("/auth/me")) == "AUTH_REQUIRED");
  desk.cookies = {{"__Host-doorward_session", people.one.session}};
  BOOST_TEST(desk.get("/auth/me").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

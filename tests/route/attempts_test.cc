// Attempts to show who one is: each method is counted by itself, with how it ended.
#include <map>
#include <set>

#include "port/metrics.hh"
#include "route/row.hh"
#include "service/invitations.hh"
#include "support/desk.hh"
#include "support/letters.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;
using namespace doorward;

namespace {

using Counts = std::map<std::string, std::uint64_t>;

struct Counting : House {
  std::string own = std::string(sign_in(world, user).tokens->access_token.reveal());
  const std::string guest = "guest-" + to_hex(world.random.bytes(5)) + "@example.test";
  Counts before = all();

  Counts all() const {
    Counts counts;
    for (const auto& series : world.metrics.read())
      if (series.metric == port::Metric::authentications_total)
        counts[series.labels[0] + " " + series.labels[1]] = series.values[0];
    return counts;
  }
  /// What was counted since the last look: "password success 1".
  std::string counted() {
    std::vector<std::string> lines;
    const auto now = all();
    for (const auto& [name, value] : now)
      if (const auto more = value - before[name]; more > 0) lines.push_back(name + " " + std::to_string(more));
    before = now;
    return join(lines, ", ");
  }
  Json person(const std::string& email) {
    return Json::Object{{"email", email}, {"password", good_password}, {"first_name", "A"}, {"last_name", "B"}};
  }
  Json newcomer(const std::string& member, const std::string& value) {
    auto body = person(guest);
    body.set(member, value);
    return body;
  }
  service::Letter letter(const std::string& to) { return last_letter_to(world, tenant, to); }
  service::Letter invited() {
    auto ask = world.ask();
    (void)service::invite(ask, service::operator_in(tenant), {guest});
    return letter(guest);
  }
  service::Letter forgotten() {
    desk.post("/auth/password/forgot", Json::Object{{"email", user.email}});
    return letter(user.email);
  }
  service::Letter unverified() {
    store::TenantDb(world.database, tenant).run("UPDATE t_users SET email_verified_at = NULL");
    desk.post("/auth/email/resend", Json::Object{{"email", user.email}});
    return letter(user.email);
  }
  Json other_account(const MadeUser& other, const std::string& password) {
    return Json::Object{{"tenant_id", other.tenant.text()}, {"email", other.email}, {"password", password}};
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(attempts, Counting)

BOOST_AUTO_TEST_CASE(passwords) {
  log_in(desk, user);
  BOOST_TEST(counted() == "password success 1");
  desk.post("/auth/login", Json::Object{{"email", user.email}, {"password", "certainly not this one"}});
  BOOST_TEST(counted() == "password INVALID_CREDENTIALS 1");
  desk.send("POST", "/auth/login", "application/json", "{");
  BOOST_TEST(counted() == "password MALFORMED_BODY 1");
  desk.get("/auth/login");
  BOOST_TEST(counted() == "");
}

BOOST_AUTO_TEST_CASE(passwords_of_the_platform) {
  desk.always = {};
  const auto admin = world.make_user(platform_tenant, "platform_admin");
  desk.post("/auth/platform/login", credentials(admin));
  BOOST_TEST(counted() == "platform_password success 1");
  desk.post("/auth/platform/login", Json::Object{{"email", admin.email}, {"password", "certainly not this one"}});
  BOOST_TEST(counted() == "platform_password INVALID_CREDENTIALS 1");
}

BOOST_AUTO_TEST_CASE(new_organizations_and_accounts) {
  Desk stranger(world);
  const Json wish = Json::Object{
      {"organization", Json::Object{{"name", "N"}, {"slug", "s-" + to_hex(world.random.bytes(6))}}},
      {"user", person(guest)}};
  stranger.post("/auth/signup", wish);
  BOOST_TEST(counted() == "signup success 1");
  stranger.post("/auth/signup", wish);
  BOOST_TEST(counted() == "signup SLUG_TAKEN 1");
  desk.post("/auth/register", person(guest));
  BOOST_TEST(counted() == "registration success 1");
  desk.post("/auth/sign-up", person(guest));
  BOOST_TEST(counted() == "registration USER_EXISTS 1");
}

BOOST_AUTO_TEST_CASE(invitations_by_link) {
  const auto token = token_in(invited());
  desk.post("/auth/invites/accept", newcomer("token", token));
  BOOST_TEST(counted() == "invite_link success 1");
  desk.post("/auth/invites/accept", newcomer("token", token));
  BOOST_TEST(counted() == "invite_link INVALID_INVITE 1");
  desk.post("/auth/register", newcomer("invite_token", token));
  BOOST_TEST(counted() == "invite_link INVALID_INVITE 1");
  desk.post("/auth/identities/accept", Json::Object{{"token", token}}, bearer(own));
  BOOST_TEST(counted() == "invite_link INVALID_INVITE 1");
}

BOOST_AUTO_TEST_CASE(invitations_by_code) {
  const auto code = invited().values.at("CODE");
  desk.post("/auth/register", newcomer("invite_code", "AAAA-AAAA"));
  BOOST_TEST(counted() == "invite_code INVALID_INVITE 1");
  desk.post("/auth/invites/accept", newcomer("code", "AAAA-AAAA"));
  BOOST_TEST(counted() == "invite_code INVALID_INVITE 1");
  desk.post("/auth/invites/accept", newcomer("code", code));
  BOOST_TEST(counted() == "invite_code success 1");
}

BOOST_AUTO_TEST_CASE(new_passwords_by_link_and_code) {
  const auto ask = [&](const std::string& member, const std::string& value) {
    desk.post("/auth/password/reset",
              Json::Object{{member, value}, {"email", user.email}, {"new_password", good_password}});
  };
  ask("code", "AAAA-AAAA");
  BOOST_TEST(counted() == "reset_code INVALID_TOKEN 1");
  ask("code", forgotten().values.at("CODE"));
  BOOST_TEST(counted() == "reset_code success 1");
  ask("token", "dwp_x");
  BOOST_TEST(counted() == "reset_link INVALID_TOKEN 1");
  desk.form("/auth/password/reset", {{"token", "dwp_x"}, {"new_password", good_password}},
            {{"sec-fetch-site", "same-origin"}});
  BOOST_TEST(counted() == "reset_link INVALID_TOKEN 1");
  ask("token", token_in(forgotten()));
  BOOST_TEST(counted() == "reset_link PASSWORD_REUSED 1");
  desk.post("/auth/password/reset",
            Json::Object{{"token", token_in(forgotten())}, {"new_password", "seventeen violet lanterns harbor"}});
  BOOST_TEST(counted() == "reset_link success 1");
}

BOOST_AUTO_TEST_CASE(addresses_by_link_and_code) {
  desk.post("/auth/email/verify", Json::Object{{"email", user.email}, {"code", "AAAA-AAAA"}});
  BOOST_TEST(counted() == "verify_code INVALID_TOKEN 1");
  desk.post("/auth/email/verify", Json::Object{{"email", user.email}, {"code", unverified().values.at("CODE")}});
  BOOST_TEST(counted() == "verify_code success 1");
  desk.post("/auth/email/verify", Json::Object{{"token", "x"}});
  BOOST_TEST(counted() == "verify_link INVALID_TOKEN 1");
  world.clock.at += std::chrono::hours(1);
  desk.post("/auth/email/verify", Json::Object{{"token", token_in(unverified())}});
  BOOST_TEST(counted() == "verify_link success 1");
}

BOOST_AUTO_TEST_CASE(ones_own_password_once_more) {
  const auto change = [&](const std::string& current) {
    desk.json("PUT", "/auth/password", Json::Object{{"current_password", current}, {"new_password", good_password}},
              bearer(own));
  };
  change("certainly not this one");
  BOOST_TEST(counted() == "step_up INVALID_CREDENTIALS 1");
  const auto move = [&](const std::string& password) {
    desk.json("PATCH", "/auth/me", Json::Object{{"email", guest}, {"password", password}}, bearer(own));
  };
  move("certainly not this one");
  BOOST_TEST(counted() == "step_up INVALID_CREDENTIALS 1");
  desk.json("PATCH", "/auth/me", Json::Object{{"first_name", "Ada"}}, bearer(own));
  BOOST_TEST(counted() == "");  // nothing was shown
  change(std::string(user.password.reveal()));
  BOOST_TEST(counted() == "step_up success 1");
}

BOOST_AUTO_TEST_CASE(other_accounts_of_ones_own) {
  const auto other = world.make_user(world.make_tenant());
  const auto link = [&](const std::string& password) {
    desk.post("/auth/identities/link", other_account(other, password), bearer(own));
  };
  const auto go = [&] {
    desk.post("/auth/switch-tenant", Json::Object{{"tenant_id", other.tenant.text()}}, bearer(own));
  };
  go();
  BOOST_TEST(counted() == "switch_tenant NOT_FOUND 1");
  link("certainly not this one");
  BOOST_TEST(counted() == "link_identity INVALID_CREDENTIALS 1");
  link(std::string(other.password.reveal()));
  BOOST_TEST(counted() == "link_identity success 1");
  go();
  BOOST_TEST(counted() == "switch_tenant success 1");
}

BOOST_AUTO_TEST_CASE(acting_for_somebody) {
  const auto admin = sign_in(world, world.make_user(platform_tenant, "platform_admin"));
  const Json wish = Json::Object{{"user_id", user.id.text()}, {"reason", "a ticket"}};
  desk.post("/auth/platform/impersonate", wish, bearer(own));
  BOOST_TEST(counted() == "impersonation INSUFFICIENT_PERMISSIONS 1");
  desk.post("/auth/platform/impersonate", wish, bearer(std::string(admin.tokens->access_token.reveal())));
  BOOST_TEST(counted() == "impersonation success 1");
}

BOOST_AUTO_TEST_CASE(a_limited_attempt_is_one_and_a_repeated_answer_is_none) {
  const Headers key = {{"idempotency-key", "attempt"}};
  const auto first = desk.post("/auth/login", credentials(user), key);
  BOOST_TEST(first.status == 200);
  BOOST_TEST(counted() == "password success 1");
  BOOST_TEST(desk.post("/auth/login", credentials(user), key).body == first.body);
  BOOST_TEST(counted() == "");
  for (int i = 0; i < 130; ++i) desk.send("POST", "/auth/invites/accept", "application/json", "{\"code\":\"X\"}");
  BOOST_TEST(counted() == "invite_code RATE_LIMIT_EXCEEDED 10, invite_code VALIDATION_ERROR 120");
}

BOOST_AUTO_TEST_CASE(every_method_is_reached_by_a_row) {
  std::set<std::string_view> reached = {"invite_code", "reset_code", "verify_code"};  // by what the body brings
  for (const auto& row : route::rows())
    if (row.proof != service::Proof::none) reached.insert(to_word(row.proof));
  for (const auto& proof : service::proof_rows()) BOOST_TEST(reached.erase(proof.name) == 1u, proof.name);
  BOOST_TEST(reached.empty());
}

BOOST_AUTO_TEST_SUITE_END()

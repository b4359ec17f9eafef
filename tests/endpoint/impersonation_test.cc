// Acting for somebody else: who may, for whom, for how long, what it leaves behind, and what ends it.
#include "base/encode.hh"
#include "service/revocation.hh"
#include "support/desk.hh"
#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace tests;
using namespace doorward;
using namespace std::chrono_literals;

namespace {

/// An administrator of the platform at a desk, and a house with somebody in it.
struct Scene : House {
  explicit Scene(const ConfigWords& changes = {}) : House(changes) { desk.always = {}; }

  MadeUser admin = world.make_user(platform_tenant, "platform_admin");
  std::string admin_token = signed_in(admin);

  std::string signed_in(const MadeUser& who) { return std::string(sign_in(world, who).tokens->access_token.reveal()); }
  Headers in_house(const std::string& token) const {
    auto headers = bearer(token);
    headers.emplace_back("x-tenant-id", slug);
    return headers;
  }
  Response ask_as(const std::string& token, const MadeUser& person, const std::string& reason = "ticket 4711") {
    return desk.post("/auth/platform/impersonate", Json::Object{{"user_id", person.id.text()}, {"reason", reason}},
                     in_house(token));
  }
  /// The administrator's token as the person.
  std::string as_person() {
    const auto answer = ask_as(admin_token, user);
    BOOST_TEST(answer.status == 200, answer.body);
    return text_at(json_of(answer), "tokens.access_token");
  }
  std::string me_code(const std::string& token) {
    const auto answer = desk.get("/auth/me", bearer(token));
    return answer.status == 200 ? "yes" : code_of(answer);
  }
  void set(const std::string& name, const std::string& value) {
    store::TenantDb(world.database, tenant)
        .run("INSERT INTO t_tenant_settings (tenant_id, name, value, updated_at) VALUES (?, ?, ?, ?)",
             {port::sql(tenant), name, value, world.clock.now()});
  }
  std::int64_t events(TenantId house, const std::string& condition) {
    return number(world, house, "SELECT COUNT(*) FROM t_events WHERE " + condition);
  }
  std::string hex(const Id& id) const { return "UNHEX('" + to_hex(id.raw()) + "')"; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(impersonation)

BOOST_AUTO_TEST_CASE(an_administrator_acts_as_a_person_for_half_an_hour_and_cannot_go_on) {
  Scene s;
  const auto answer = s.ask_as(s.admin_token, s.user);
  BOOST_TEST_REQUIRE(answer.status == 200, answer.body);
  const auto body = json_of(answer);
  BOOST_TEST(text_at(body, "user.id") == s.user.id.text());
  BOOST_TEST(text_at(body, "tenant.slug") == s.slug);
  BOOST_TEST(body.find("tokens")->find("refresh_token")->null());
  BOOST_TEST(body.find("tokens")->find("refresh_expires_in")->null());
  BOOST_TEST(header_of(answer, "Set-Cookie") == "");
  const auto token = text_at(body, "tokens.access_token");
  const auto claims = claims_of(Secret(token));
  BOOST_TEST(text_at(claims, "act.sub") == s.admin.id.text());
  BOOST_TEST(text_at(claims, "sub") == s.user.id.text());
  BOOST_TEST(*claims.find("exp")->integer() - *claims.find("iat")->integer() == 1800);
  BOOST_TEST(number(s.world, s.tenant, "SELECT COUNT(*) FROM t_refresh_tokens") == 0);
  BOOST_TEST(number(s.world, s.tenant, "SELECT login_count FROM t_users") == 0);
  const auto me = json_of(s.desk.get("/auth/me", bearer(token)));
  BOOST_TEST(text_at(me, "user.id") == s.user.id.text());
  BOOST_TEST(text_at(me, "impersonator") == s.admin.id.text());
  s.world.clock.at += 29min;
  BOOST_TEST(s.me_code(token) == "yes");
  s.world.clock.at += 1min;
  BOOST_TEST(s.me_code(token) == "TOKEN_EXPIRED");
}

BOOST_AUTO_TEST_CASE(who_proved_what_and_when_is_said_of_the_impersonator) {
  Scene s;
  s.world.clock.at += 10min;
  const auto claims = claims_of(Secret(s.as_person()));
  BOOST_TEST(*claims.find("iat")->integer() - *claims.find("auth_time")->integer() == 600);
  BOOST_TEST(port::dump_json(*claims.find("amr")) == R"(["pwd"])");
}

BOOST_AUTO_TEST_CASE(a_setting_makes_it_shorter_and_nothing_makes_it_longer) {
  Scene s;
  s.set("impersonation.ttl", "5m");
  const auto token = s.as_person();
  s.world.clock.at += 5min;
  BOOST_TEST(s.me_code(token) == "TOKEN_EXPIRED");
  Config config = s.world.config;
  BOOST_TEST(!set_config(config, "impersonation.ttl", "31m"));
}

BOOST_AUTO_TEST_CASE(the_reason_is_asked_for_and_kept) {
  Scene s;
  for (const auto& reason : {std::string(), std::string("  "), std::string(501, 'x'), std::string("a\nb")})
    BOOST_TEST(code_of(s.ask_as(s.admin_token, s.user, reason)) == "VALIDATION_ERROR");
  BOOST_TEST(s.events(s.tenant, "type = 'impersonation_started'") == 0);
  BOOST_TEST(s.ask_as(s.admin_token, s.user, std::string(500, 'x')).status == 200);
  BOOST_TEST(
      number(s.world, s.tenant, "SELECT COUNT(*) FROM t_event_details WHERE personal LIKE '%\"reason\":\"xxxx%'") == 1);
}

BOOST_AUTO_TEST_CASE(only_who_may_and_only_for_whom_they_may) {
  Scene s;
  const auto owner = s.world.make_user(s.tenant, "owner"), manager = s.world.make_user(s.tenant, "manager");
  const auto elsewhere = s.world.make_user(s.world.make_tenant(), "user");
  const auto reseller = s.world.make_tenant("", "reseller");
  const auto seller = s.world.make_user(reseller, "reseller");
  s.world.platform().mysql().run("UPDATE tenants SET reseller_id = ? WHERE id = ?",
                                 {port::sql(reseller), port::sql(s.tenant)});
  const auto refused = [&](const std::string& token, const MadeUser& person) {
    const auto answer = s.ask_as(token, person);
    return answer.status == 200 ? "yes" : code_of(answer);
  };
  BOOST_TEST(refused(s.signed_in(manager), s.user) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(refused(s.signed_in(owner), s.user) == "INSUFFICIENT_PERMISSIONS");  // the setting is off
  BOOST_TEST(refused(s.signed_in(seller), s.user) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(refused(s.admin_token, owner) == "yes");
  BOOST_TEST(refused(s.admin_token, s.admin) == "USER_NOT_FOUND");
  BOOST_TEST(refused(s.admin_token, seller) == "USER_NOT_FOUND");
  BOOST_TEST(refused(s.admin_token, elsewhere) == "USER_NOT_FOUND");
  for (const auto& house :
       {std::string("platform"), platform_tenant.text(), reseller.text(), s.world.slug_of(reseller)})
    BOOST_TEST(code_of(s.desk.post("/auth/platform/impersonate",
                                   Json::Object{{"user_id", seller.id.text()}, {"tenant_id", house}, {"reason", "x"}},
                                   bearer(s.admin_token))) == "INVALID_TENANT");
}

BOOST_AUTO_TEST_CASE(an_owner_acts_for_those_below_where_the_tenant_says_so) {
  Scene s;
  s.set("impersonation.owners", "true");
  const auto owner = s.world.make_user(s.tenant, "owner"), other = s.world.make_user(s.tenant, "owner");
  const auto manager = s.world.make_user(s.tenant, "manager");
  const auto token = s.signed_in(owner);
  BOOST_TEST(code_of(s.ask_as(token, owner)) == "IMPERSONATION_FORBIDDEN");
  BOOST_TEST(code_of(s.ask_as(token, other)) == "IMPERSONATION_FORBIDDEN");
  BOOST_TEST(code_of(s.ask_as(s.signed_in(manager), s.user)) == "INSUFFICIENT_PERMISSIONS");
  const auto answer = s.ask_as(token, manager);
  BOOST_TEST_REQUIRE(answer.status == 200, answer.body);
  const auto as_manager = text_at(json_of(answer), "tokens.access_token");
  BOOST_TEST(s.me_code(as_manager) == "yes");
  BOOST_TEST(s.events(s.tenant, "type = 'impersonation_started'") == 1);  // once: the two houses are one
  // Who is no owner any more acts for nobody.
  store::TenantDb(s.world.database, s.tenant)
      .run("UPDATE t_users SET role = 'admin' WHERE id = ?", {port::sql(owner.id)});
  auto ask = s.world.ask();
  (void)service::forget_user(ask, s.tenant, owner.id, ask.now);
  BOOST_TEST(s.me_code(as_manager) == "TOKEN_REVOKED");
}

BOOST_AUTO_TEST_CASE(the_tenant_may_stand_in_the_body_and_must_agree) {
  Scene s;
  const auto ask = [&](const std::string& named, const Headers& headers) {
    const auto answer =
        s.desk.post("/auth/platform/impersonate",
                    Json::Object{{"user_id", s.user.id.text()}, {"tenant_id", named}, {"reason", "x"}}, headers);
    return answer.status == 200 ? "yes" : code_of(answer);
  };
  BOOST_TEST(ask(s.slug, bearer(s.admin_token)) == "yes");
  BOOST_TEST(ask(s.tenant.text(), s.in_house(s.admin_token)) == "yes");
  BOOST_TEST(ask(s.world.slug_of(s.world.make_tenant()), s.in_house(s.admin_token)) == "TENANT_MISMATCH");
  BOOST_TEST(ask("", bearer(s.admin_token)) == "TENANT_REQUIRED");
  const auto owner = s.signed_in(s.world.make_user(s.tenant, "owner"));
  BOOST_TEST(ask(s.world.slug_of(s.world.make_tenant()), bearer(owner)) == ask("nobody-here", bearer(owner)));
}

BOOST_AUTO_TEST_CASE(nobody_acts_for_an_account_that_is_not_active) {
  Scene s;
  for (const auto& [status, code] : {std::pair<std::string, std::string>{"suspended", "ACCOUNT_INACTIVE"},
                                     {"inactive", "ACCOUNT_INACTIVE"},
                                     {"locked", "ACCOUNT_LOCKED"}}) {
    store::TenantDb(s.world.database, s.tenant).run("UPDATE t_users SET status = ?", {status});
    BOOST_TEST(code_of(s.ask_as(s.admin_token, s.user)) == code);
  }
  BOOST_TEST(number(s.world, s.tenant, "SELECT COUNT(*) FROM t_sessions") == 0);
}

BOOST_AUTO_TEST_CASE(there_is_no_chain_and_nothing_that_opens_further_doors) {
  Scene s;
  s.set("impersonation.owners", "true");
  const auto owner = s.world.make_user(s.tenant, "owner");
  const auto as_owner = text_at(json_of(s.ask_as(s.admin_token, owner)), "tokens.access_token");
  BOOST_TEST(code_of(s.ask_as(as_owner, s.user)) == "IMPERSONATION_FORBIDDEN");
  const auto token = bearer(s.as_person());
  BOOST_TEST(code_of(s.desk.json("PUT", "/auth/password", Json::Object{}, token)) == "IMPERSONATION_FORBIDDEN");
  BOOST_TEST(code_of(s.desk.json("DELETE", "/auth/sessions", Json(), token)) == "IMPERSONATION_FORBIDDEN");
  BOOST_TEST(code_of(s.desk.post("/auth/logout", Json::Object{{"all", true}}, token)) == "IMPERSONATION_FORBIDDEN");
  sign_in(s.world, s.user);
  BOOST_TEST(code_of(s.desk.post("/auth/logout", Json::Object{{"all", true}}, token)) == "IMPERSONATION_FORBIDDEN");
  BOOST_TEST(number(s.world, s.tenant, "SELECT COUNT(*) FROM t_sessions WHERE ended_at IS NOT NULL") == 0);
}

BOOST_AUTO_TEST_CASE(start_stop_and_all_between_carry_the_impersonator) {
  Scene s;
  const auto token = s.as_person();
  BOOST_TEST(s.desk.json("PATCH", "/auth/me", Json::Object{{"first_name", "Q"}}, bearer(token)).status == 200);
  BOOST_TEST(s.desk.post("/auth/impersonation/stop", Json::Object{}, bearer(token)).status == 204);
  BOOST_TEST(s.me_code(token) == "TOKEN_REVOKED");
  BOOST_TEST(s.me_code(s.admin_token) == "yes");
  const auto written = [&](TenantId house, const std::string& type, const std::string& data = "%") {
    return number(
        s.world, house,
        "SELECT COUNT(*) FROM t_events WHERE impersonator_id = ? AND subject_id = ? AND type = ? AND data LIKE ?",
        {port::sql(s.admin.id), port::sql(s.user.id), type, data});
  };
  for (const char* type :
       {"auth_session_created", "impersonation_started", "user_profile_changed", "impersonation_stopped"})
    BOOST_TEST(written(s.tenant, type) == 1, type);
  BOOST_TEST(s.events(s.tenant, "impersonator_id IS NULL") == 0);
  BOOST_TEST(s.events(s.tenant, "type = 'user_logged_in'") == 0);
  for (const char* type : {"impersonation_started", "impersonation_stopped"})
    BOOST_TEST(written(platform_tenant, type, "%" + s.tenant.text() + "%") == 1, type);
  const auto own = bearer(s.signed_in(s.user));
  BOOST_TEST(code_of(s.desk.post("/auth/impersonation/stop", Json::Object{}, own)) == "CONFLICT");
}

BOOST_AUTO_TEST_CASE(logging_out_is_stopping_too) {
  Scene s;
  const auto token = s.as_person();
  BOOST_TEST(s.desk.post("/auth/logout", Json::Object{}, bearer(token)).status == 204);
  for (const auto house : {s.tenant, platform_tenant})
    BOOST_TEST(s.events(house, "type = 'impersonation_stopped' AND impersonator_id = " + s.hex(s.admin.id)) == 1);
}

BOOST_AUTO_TEST_CASE(the_end_of_the_impersonators_own_session_is_the_end_at_once) {
  Scene s;
  const auto token = s.as_person();
  BOOST_TEST(s.me_code(token) == "yes");  // memory holds everything now
  BOOST_TEST(s.desk.post("/auth/logout", Json::Object{}, bearer(s.admin_token)).status == 204);
  BOOST_TEST(s.me_code(token) == "TOKEN_REVOKED");
}

BOOST_AUTO_TEST_CASE(so_it_is_when_the_impersonator_came_with_a_cookie) {
  Scene s;
  Desk browser(s.world);
  browser.always = {{"sec-fetch-site", "same-origin"}};
  browser.cookies["doorward_session"] = sign_in(s.world, s.admin, Transport::session).session_cookie.reveal();
  const auto begun =
      browser.post("/auth/platform/impersonate", Json::Object{{"user_id", s.user.id.text()}, {"reason", "ticket 4711"}},
                   {{"x-tenant-id", s.slug}});
  BOOST_TEST_REQUIRE(begun.status == 200, begun.body);
  const auto token = text_at(json_of(begun), "tokens.access_token");
  BOOST_TEST(s.me_code(token) == "yes");  // the cookie's session stands in memory under its id too
  BOOST_TEST(browser.post("/auth/logout", Json::Object{}).status == 204);
  BOOST_TEST(s.me_code(token) == "TOKEN_REVOKED");
}

BOOST_AUTO_TEST_CASE(the_impersonators_suspension_and_loss_of_the_right_end_it_at_once) {
  for (const std::string change : {"status = 'suspended'", "role = 'viewer'", "deleted_at = created_at"}) {
    Scene s;
    const auto token = s.as_person();
    BOOST_TEST(s.me_code(token) == "yes");
    store::TenantDb(s.world.database, platform_tenant)
        .run("UPDATE t_users SET " + change + " WHERE id = ?", {port::sql(s.admin.id)});
    auto ask = s.world.ask();
    (void)service::forget_user(ask, platform_tenant, s.admin.id, ask.now);
    BOOST_TEST(s.me_code(token) == "TOKEN_REVOKED", change);
  }
}

BOOST_AUTO_TEST_CASE(a_session_row_that_names_an_impersonator_without_a_session_is_nothing) {
  Scene s;
  const auto in = sign_in(s.world, s.user);
  store::TenantDb(s.world.database, s.tenant).run("UPDATE t_sessions SET impersonator_id = ?", {port::sql(s.admin.id)});
  BOOST_TEST(s.me_code(std::string(in.tokens->access_token.reveal())) == "TOKEN_REVOKED");
}

BOOST_AUTO_TEST_CASE(what_ends_the_persons_sessions_ends_it) {
  Scene s;
  s.world.clock.at += 1min;
  store::TenantDb(s.world.database, s.tenant)
      .run("UPDATE t_users SET tokens_not_before = ?", {s.world.clock.now() - 30s});  // after the administrator came in
  const auto token = s.as_person();
  BOOST_TEST(s.me_code(token) == "yes");
  store::TenantDb(s.world.database, s.tenant)
      .run("UPDATE t_users SET tokens_not_before = ?", {s.world.clock.now() + 1s});
  auto ask = s.world.ask();
  (void)service::forget_user(ask, s.tenant, s.user.id, ask.now);
  BOOST_TEST(s.me_code(token) == "TOKEN_REVOKED");
}

BOOST_AUTO_TEST_CASE(the_person_sees_who_it_is_and_is_told_by_mail_unless_the_tenant_says_no) {
  Scene s;
  s.as_person();
  const auto list = json_of(s.desk.get("/auth/sessions", bearer(s.signed_in(s.user))));
  std::vector<std::string> impersonators;
  for (const auto& item : *list.find("items")->array()) impersonators.push_back(text_at(item, "impersonator"));
  std::sort(impersonators.begin(), impersonators.end());
  BOOST_TEST(impersonators.size() == 2U);
  BOOST_TEST(impersonators.front() == "");
  BOOST_TEST(impersonators.back() == s.admin.id.text());
  BOOST_TEST(number(s.world, s.tenant, "SELECT COUNT(*) FROM t_outbox") == 1);
  Scene silent;
  silent.set("impersonation.notify", "false");
  silent.as_person();
  BOOST_TEST(number(silent.world, silent.tenant, "SELECT COUNT(*) FROM t_outbox") == 0);
}

BOOST_AUTO_TEST_CASE(the_gate_hands_out_who_acts) {
  Scene s;
  auto request = s.desk.request("GET", "/x", bearer(s.as_person()));
  request.door = doorward::http::Door::subrequest;
  request.gate = doorward::http::GateQuestion{"/x", "h", "http", "GET", s.slug, "", ""};
  const auto answer = s.desk.ask(request);
  BOOST_TEST_REQUIRE(answer.allowed.has_value());
  const auto& identity = answer.allowed->identity;
  const auto found =
      std::find_if(identity.begin(), identity.end(), [](const auto& l) { return l.first == "IMPERSONATOR"; });
  BOOST_TEST_REQUIRE((found != identity.end()));
  BOOST_TEST(found->second == s.admin.id.text());
}

BOOST_AUTO_TEST_SUITE_END()

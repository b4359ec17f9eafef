// Forgotten passwords and addresses to be verified, as a browser and a script meet them.
#include "base/text.hh"
#include "service/mail.hh"
#include "store/settings.hh"
#include "store/users.hh"
#include "support/desk.hh"
#include "support/letters.hh"
#include "support/test.hh"

using namespace doorward;
using namespace tests;

namespace {

const Headers navigating = {{"sec-fetch-site", "same-origin"}, {"sec-fetch-mode", "navigate"}, {"accept", "text/html"}};
const std::string fresh = "violet tractors hum at midnight";

struct Visit : House {
  Visit() : House(ConfigWords{{"limits.scale", "1000"}}) {}

  bool has(const Response& response, const std::string& what) { return response.body.find(what) != std::string::npos; }
  service::Letter letter() { return last_letter_to(world, tenant, user.email); }
  std::string forgotten() {
    desk.post("/auth/password/forgot", Json::Object{{"email", user.email}});
    return token_in(letter());
  }
  Response reset(const Json& body) {
    Desk bare(world);  // no tenant but the token's
    return bare.post("/auth/password/reset", body);
  }
  void unverify() {
    store::TenantDb db(world.database, tenant);
    db.run("UPDATE t_users SET email_verified_at = NULL WHERE id = ?", {port::sql(user.id)});
    store::put_setting(db, "registration.verify_email", "true", world.clock.now());
  }
  Response log_in_with(const std::string& password) {
    return desk.post("/auth/login", Json::Object{{"email", user.email}, {"password", password}});
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mail_pages, Visit)

BOOST_AUTO_TEST_CASE(a_script_asks_and_sets_a_new_password) {
  for (const std::string& email : {user.email, std::string("nobody@example.test")}) {
    const auto answer = desk.post("/auth/password/forgot", Json::Object{{"email", email}});
    BOOST_TEST(answer.status == 202);
    BOOST_TEST(answer.body == "");
  }
  const auto mail = letter();
  BOOST_TEST(reset(Json::Object{{"token", token_in(mail)}, {"new_password", "short"}}).status == 400);
  BOOST_TEST(reset(Json::Object{{"token", token_in(mail)}, {"new_password", fresh}}).status == 204);
  const auto again = reset(Json::Object{{"token", token_in(mail)}, {"new_password", fresh}});
  BOOST_TEST(again.status == 401);
  BOOST_TEST(code_of(again) == "TOKEN_EXPIRED");
  BOOST_TEST(log_in_with(fresh).status == 200);
}

BOOST_AUTO_TEST_CASE(or_by_address_and_code_in_a_tenant) {
  forgotten();
  const Json body = Json::Object{{"email", user.email}, {"code", letter().values.at("CODE")}, {"new_password", fresh}};
  BOOST_TEST(code_of(reset(body)) == "TENANT_REQUIRED");
  BOOST_TEST(desk.post("/auth/password/reset", body).status == 204);
  BOOST_TEST(code_of(desk.post("/auth/password/reset", body)) == "INVALID_TOKEN");
}

BOOST_AUTO_TEST_CASE(a_token_and_the_request_must_mean_one_tenant) {
  const auto token = forgotten();
  Desk other(world);
  other.always = {{"x-tenant-id", world.slug_of(world.make_tenant())}};
  const Json body = Json::Object{{"token", token}, {"new_password", fresh}};
  BOOST_TEST(code_of(other.post("/auth/password/reset", body)) == "TENANT_MISMATCH");
  BOOST_TEST(reset(body).status == 204);
}

BOOST_AUTO_TEST_CASE(half_a_proof_is_named) {
  for (const Json& body :
       {Json(Json::Object{{"new_password", fresh}}), Json(Json::Object{{"new_password", fresh}, {"email", user.email}}),
        Json(Json::Object{{"new_password", fresh}, {"code", "ABCDEFGH"}})}) {
    const auto answer = desk.post("/auth/password/reset", body);
    BOOST_TEST(answer.status == 400);
    BOOST_TEST(fields_of(answer) == "token");
  }
  BOOST_TEST(code_of(desk.post("/auth/password/reset", Json::Object{{"token", "dwp_x"}, {"new_password", fresh}})) ==
             "INVALID_TOKEN");
  BOOST_TEST(code_of(desk.post("/auth/email/verify", Json::Object{{"token", "x"}})) == "INVALID_TOKEN");
}

BOOST_AUTO_TEST_CASE(a_page_load_of_the_link_uses_nothing_up) {
  const auto token = forgotten();
  Desk scanner(world);
  for (int i = 0; i < 3; ++i) {
    const auto page = scanner.get("/auth/password/reset?token=" + token);
    BOOST_TEST(page.status == 200);
    BOOST_TEST(has(page, "name=\"token\" value=\"" + token + "\""));
    BOOST_TEST(header_of(page, "Referrer-Policy") == "strict-origin");
    BOOST_TEST(!has(page, "same-origin"));
  }
  BOOST_TEST(reset(Json::Object{{"token", token}, {"new_password", fresh}}).status == 204);
}

BOOST_AUTO_TEST_CASE(a_browser_without_scripts_walks_all_of_it) {
  const auto login = desk.get("/auth/login?tenant_id=" + slug);
  BOOST_TEST(has(login, "/auth/password/forgot?tenant_id=" + slug));
  const auto ask = desk.get("/auth/password/forgot?tenant_id=" + slug);
  BOOST_TEST(has(ask, "name=\"tenant_id\" value=\"" + slug + "\""));
  const auto sent = desk.form("/auth/password/forgot", {{"email", user.email}, {"tenant_id", slug}}, navigating);
  BOOST_TEST(sent.status == 202);
  BOOST_TEST(has(sent, "a mail is on its way"));
  BOOST_TEST(has(sent, "name=\"code\""));
  const auto mail = letter();
  const auto weak = desk.form(
      "/auth/password/reset",
      {{"email", user.email}, {"code", mail.values.at("CODE")}, {"new_password", "short"}, {"tenant_id", slug}},
      navigating);
  BOOST_TEST(weak.status == 400);
  BOOST_TEST(has(weak, "too short or too easy"));
  BOOST_TEST(has(weak, user.email));
  BOOST_TEST(!has(weak, mail.values.at("CODE")));
  Desk elsewhere(world);  // the link is followed in another browser
  const auto done =
      elsewhere.form("/auth/password/reset", {{"token", token_in(mail)}, {"new_password", fresh}}, navigating);
  BOOST_TEST(done.status == 200);
  BOOST_TEST(has(done, "Your password is changed"));
  BOOST_TEST(has(done, "/auth/login?tenant_id=" + tenant.text()));
  BOOST_TEST(elsewhere.cookies.count("doorward_session") == 0U);
  const auto dead =
      elsewhere.form("/auth/password/reset", {{"token", token_in(mail)}, {"new_password", fresh}}, navigating);
  BOOST_TEST(dead.status == 401);
  BOOST_TEST(has(dead, "does not work"));
}

BOOST_AUTO_TEST_CASE(pages_speak_the_browsers_language) {
  const Headers brazilian = {{"accept-language", "pt-BR,pt;q=0.9"}};
  for (const char* path : {"/auth/password/forgot", "/auth/password/reset", "/auth/email/verify"}) {
    BOOST_TEST(has(desk.get(path, brazilian), "lang=\"pt-BR\""), path);
    BOOST_TEST(has(desk.get(path, brazilian), "Endereço de e-mail"), path);
    BOOST_TEST(has(desk.get(path), "lang=\"en-US\""), path);
  }
}

BOOST_AUTO_TEST_CASE(an_address_is_verified_from_the_sign_in_page_on) {
  unverify();
  const auto refused = desk.form(
      "/auth/login", {{"email", user.email}, {"password", std::string(user.password.reveal())}, {"tenant_id", slug}},
      navigating);
  BOOST_TEST(has(refused, "/auth/email/verify?tenant_id=" + slug));
  const auto again = desk.form("/auth/email/resend", {{"email", user.email}, {"tenant_id", slug}}, navigating);
  BOOST_TEST(again.status == 202);
  const auto page = desk.get("/auth/email/verify?token=" + token_in(letter()));
  BOOST_TEST(page.status == 200);
  BOOST_TEST(!store::find_user(*std::make_unique<store::TenantDb>(world.database, tenant), user.id)->email_verified);
  const auto done = desk.form("/auth/email/verify", {{"token", token_in(letter())}}, navigating);
  BOOST_TEST(done.status == 200);
  BOOST_TEST(has(done, "is confirmed"));
  BOOST_TEST(log_in_with(std::string(user.password.reveal())).status == 200);
}

BOOST_AUTO_TEST_CASE(a_script_verifies_and_asks_again) {
  unverify();
  for (const std::string& email : {user.email, std::string("nobody@example.test")}) {
    const auto answer = desk.post("/auth/email/resend", Json::Object{{"email", email}});
    BOOST_TEST(answer.status == 202);
    BOOST_TEST(answer.body == "");
  }
  const auto token = token_in(letter());
  Desk bare(world);
  BOOST_TEST(bare.post("/auth/email/verify", Json::Object{{"token", token}}).status == 204);
  BOOST_TEST(code_of(bare.post("/auth/email/verify", Json::Object{{"token", token}})) == "TOKEN_EXPIRED");
}

BOOST_AUTO_TEST_CASE(another_address_by_patch_takes_effect_when_it_is_verified) {
  const auto token = access_token(user);
  const std::string other = "other-" + slug + "@example.test";
  const auto patch = [&](const Json& body) { return desk.json("PATCH", "/auth/me", body, bearer(token)); };
  BOOST_TEST(fields_of(patch(Json::Object{{"email", other}})) == "password");
  const auto asked = patch(Json::Object{{"email", other}, {"password", user.password.reveal()}});
  BOOST_TEST(asked.status == 200);
  BOOST_TEST(text_at(json_of(asked), "user.email") == user.email);
  desk.post("/auth/email/verify", Json::Object{{"token", token_in(last_letter_to(world, tenant, other))}});
  BOOST_TEST(text_at(json_of(desk.get("/auth/me", bearer(token))), "user.email") == other);
}

BOOST_AUTO_TEST_CASE(whatever_host_was_asked_links_lead_home) {
  desk.host = "evil.example.test";
  desk.always.push_back({"x-forwarded-host", "evil.example.test"});
  forgotten();
  BOOST_TEST(letter().values.at("LINK").starts_with(world.config.service.public_url + "/auth/password/reset?token="));
}

BOOST_AUTO_TEST_CASE(a_sign_up_that_must_be_verified_shows_where_the_code_goes) {
  House strict(ConfigWords{{"registration.verify_email", "true"}, {"limits.scale", "1000"}});
  const std::string short_name = "v" + strict.slug;
  const Json body = Json::Object{{"organization", Json::Object{{"name", "Acme"}, {"slug", short_name}}},
                                 {"user", Json::Object{{"email", short_name + "@example.test"},
                                                       {"password", fresh},
                                                       {"first_name", "Ada"},
                                                       {"last_name", "Lovelace"}}}};
  Desk stranger(strict.world);
  const auto script = stranger.post("/auth/signup", body);
  BOOST_TEST(script.status == 202);
  BOOST_TEST(*json_of(script).find("verification_required")->flag());
  const auto page = stranger.form("/auth/signup",
                                  {{"organization.name", "Acme"},
                                   {"organization.slug", short_name + "2"},
                                   {"user.email", short_name + "@example.test"},
                                   {"user.password", fresh},
                                   {"user.first_name", "Ada"},
                                   {"user.last_name", "Lovelace"}},
                                  navigating);
  BOOST_TEST(page.status == 200);
  BOOST_TEST((page.body.find("name=\"code\"") != std::string::npos));
  BOOST_TEST((page.body.find("value=\"" + short_name + "2\"") != std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()

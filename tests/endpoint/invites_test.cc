// Invitations over HTTP: who may make them, what the list says, and how whoever was invited comes in.
#include "support/desk.hh"
#include "support/letters.hh"
#include "support/test.hh"

using namespace tests;

namespace {

struct Inviting : House {
  Inviting() : House({{"registration.mode", "invite"}}, "owner") {}
  std::string owner = access_token(user);
  std::string guest = "guest-" + doorward::to_hex(world.random.bytes(6)) + "@example.test";

  Response invite(const std::string& role = "viewer") {
    return desk.post("/auth/invites", Json::Object{{"email", guest}, {"role", role}}, bearer(owner));
  }
  std::string link_token() { return token_in(last_letter_to(world, tenant, guest)); }
  Json newcomer(const std::string& member, const std::string& token) {
    return Json::Object{{member, token}, {"password", good_password}, {"first_name", "Grace"}, {"last_name", "Hopper"}};
  }
  std::string status() {
    const auto list = json_of(desk.get("/auth/invites", bearer(owner)));
    return text_at(list.find("items")->array()->at(0), "status");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(invites, Inviting)

BOOST_AUTO_TEST_CASE(whoever_is_invited_registers_with_the_token) {
  const auto made = invite("manager");
  BOOST_TEST_REQUIRE(made.status == 201, made.body);
  BOOST_TEST(text_at(json_of(made), "status") == "pending");
  BOOST_TEST(made.body.find("dwi_") == std::string::npos);  // the secret is in the letter alone
  desk.always = {};                                         // the token names its tenant
  const auto in = desk.post("/auth/register", newcomer("invite_token", link_token()));
  BOOST_TEST_REQUIRE(in.status == 201, in.body);
  BOOST_TEST(text_at(json_of(in), "user.role") == "manager");
  BOOST_TEST(code_of(desk.post("/auth/register", newcomer("invite_token", link_token()))) == "INVALID_INVITE");
  BOOST_TEST(code_of(desk.post("/auth/register", newcomer("invite_token", "dwi_x"))) == "INVALID_INVITE");
  BOOST_TEST(status() == "accepted");
}

BOOST_AUTO_TEST_CASE(the_code_will_do_with_the_address) {
  BOOST_REQUIRE(invite().status == 201);
  const auto code = last_letter_to(world, tenant, guest).values.at("CODE");
  auto body = newcomer("invite_code", code);
  body.set("email", guest);
  BOOST_TEST(desk.post("/auth/register", body).status == 201);
}

BOOST_AUTO_TEST_CASE(opening_the_link_uses_nothing_up_and_its_form_does) {
  BOOST_REQUIRE(invite().status == 201);
  const auto token = link_token();
  desk.always = {{"sec-fetch-site", "same-origin"}};
  for (int scanner = 0; scanner < 3; ++scanner) {
    const auto page = desk.get("/auth/invite?token=" + token);
    BOOST_TEST(page.status == 200);
    BOOST_TEST(page.body.find("value=\"" + token + "\"") != std::string::npos);
  }
  BOOST_TEST(status() == "pending");
  const auto weak = desk.form("/auth/invites/accept",
                              {{"token", token}, {"password", "short"}, {"first_name", "A"}, {"last_name", "B"}});
  BOOST_TEST(weak.status == 400);
  BOOST_TEST(weak.body.find("value=\"" + token + "\"") != std::string::npos);
  const auto done = desk.form("/auth/invites/accept",
                              {{"token", token}, {"password", good_password}, {"first_name", "A"}, {"last_name", "B"}});
  BOOST_TEST_REQUIRE(done.status == 303, done.body);
  BOOST_TEST(text_at(json_of(desk.get("/auth/me")), "user.email") == guest);
}

BOOST_AUTO_TEST_CASE(an_account_of_another_tenant_will_do) {
  BOOST_REQUIRE(invite().status == 201);
  const auto known = world.make_user(world.make_tenant());
  const auto body = [&](const std::string& password) {
    return Json::Object{
        {"token", link_token()},
        {"account",
         Json::Object{{"tenant_id", world.slug_of(known.tenant)}, {"email", known.email}, {"password", password}}}};
  };
  BOOST_TEST(desk.post("/auth/invites/accept", body("wrong wrong wrong wrong")).status == 401);
  const auto in = desk.post("/auth/invites/accept", body(std::string(known.password.reveal())));
  BOOST_TEST_REQUIRE(in.status == 201, in.body);
  const auto second = text_at(json_of(in), "tokens.access_token");
  BOOST_TEST(json_of(desk.get("/auth/identities", bearer(second))).find("items")->array()->size() == 2u);
}

BOOST_AUTO_TEST_CASE(who_may_not_invite_may_not_and_who_may_stays_below_themselves) {
  const auto plain = access_token(world.make_user(tenant)), manager = access_token(world.make_user(tenant, "manager"));
  const Json wish = Json::Object{{"email", guest}, {"role", "admin"}};
  for (const auto& token : {plain, manager})
    BOOST_TEST(code_of(desk.post("/auth/invites", wish, bearer(token))) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(desk.get("/auth/invites", bearer(plain)).status == 403);
  BOOST_TEST(
      fields_of(desk.post("/auth/invites", Json::Object{{"email", "x"}, {"role", "user"}, {"expires_in", "soon"}},
                          bearer(owner))) == "expires_in");
}

BOOST_AUTO_TEST_CASE(one_is_open_for_an_address_until_it_is_withdrawn) {
  const auto id = text_at(json_of(invite()), "id");
  BOOST_TEST(code_of(invite()) == "CONFLICT");
  const auto former = link_token();
  world.clock.at += std::chrono::seconds(1);
  const auto again = desk.post("/auth/invites/" + id + "/resend", Json::Object{}, bearer(owner));
  BOOST_TEST(again.status == 200, again.body);
  BOOST_TEST(code_of(desk.post("/auth/register", newcomer("invite_token", former))) == "INVALID_INVITE");
  BOOST_TEST(desk.send("DELETE", "/auth/invites/" + id, "", "", bearer(owner)).status == 204);
  BOOST_TEST(code_of(desk.post("/auth/register", newcomer("invite_token", link_token()))) == "INVALID_INVITE");
  BOOST_TEST(code_of(desk.post("/auth/invites", Json::Object{{"email", user.email}, {"role", "user"}},
                               bearer(owner))) == "USER_EXISTS");
}

BOOST_AUTO_TEST_SUITE_END()

// White label: the platform's name, logo, colour and support address, where no tenant has its own.
#include "service/branding.hh"
#include "model/colour.hh"
#include "service/mail_message.hh"
#include "support/desk.hh"
#include "support/letters.hh"
#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace tests;
using namespace doorward;

namespace {

const Json whole = Json::Object{{"name", "Nordwind"},
                                {"logo_url", "https://pictures.example/nordwind.svg"},
                                {"primary_color", "#ffee00"},
                                {"support_address", "help@nordwind.example"}};

/// Servers of its own: the platform is everybody's.
struct Label {
  World world{{{"limits.scale", "1000"}, {"theme.support_address", "https://help.example/start"}}, upkeep_stack()};
  Desk desk{world};
  Headers admin = bearer(token_of(world.make_user(platform_tenant, "platform_admin")));

  ~Label() { world.owner().run("DELETE FROM tenant_settings WHERE name LIKE 'theme.%'"); }
  std::string token_of(const MadeUser& who) { return std::string(sign_in(world, who).tokens->access_token.reveal()); }
  Response change(const Json& body) { return desk.json("PATCH", "/auth/platform/branding", body, admin); }
  std::string page(const std::string& path) {
    world.clock.at += world.memory.trust();  // nobody remembers longer
    return desk.get(path, {{"accept", "text/html"}}).body;
  }
  std::string letter_to(const TenantId& tenant) {
    auto ask = world.ask();
    store::TenantDb db(world.database, tenant);
    const service::Letter letter{"reset", "ada@example.test", "", {{"LINK", "https://x.example/y"}, {"MINUTES", "60"}}};
    return plain_message(service::written_out(ask, db, world.random.id(ask.now), letter).message);
  }
};

bool says(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(branding, Label)

BOOST_AUTO_TEST_CASE(it_is_changed_in_part_and_taken_back) {
  const auto before = count_events(world, platform_tenant, "setting_changed");
  const auto shown = json_of(desk.get("/auth/platform/branding", admin));
  BOOST_TEST(shown.find("name")->null());
  BOOST_TEST(text_at(shown, "support_address") == "https://help.example/start");
  BOOST_TEST(port::dump_json(json_of(change(whole))) == port::dump_json(whole));
  const auto less = json_of(change(Json::Object{{"support_address", nullptr}, {"logo_url", ""}}));
  BOOST_TEST(text_at(less, "support_address") == "https://help.example/start");  // what this host says
  BOOST_TEST(less.find("logo_url")->null());
  BOOST_TEST(text_at(less, "name") == "Nordwind");
  BOOST_TEST(count_events(world, platform_tenant, "setting_changed") - before == 6);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_shown_or_read_is_refused_whole) {
  const auto refused = [&](const Json& body) { return fields_of(change(body)); };
  BOOST_TEST(refused(Json::Object{{"name", std::string(61, 'x')},
                                  {"logo_url", "http://pictures.example/x.png"},
                                  {"primary_color", "#787878"},
                                  {"support_address", "javascript:alert(1)"}}) ==
             "logo_url name primary_color support_address");
  BOOST_TEST(best_contrast(*parse_colour("#787878")) < least_contrast);
  for (const char* bad : {" x", "x ", "a\ab"}) BOOST_TEST(refused(Json::Object{{"name", bad}}) == "name", bad);
  BOOST_TEST(refused(Json::Object{{"custom_domain", "x.example"}}) == "custom_domain");
  BOOST_TEST(json_of(desk.get("/auth/platform/branding", admin)).find("name")->null());
}

BOOST_AUTO_TEST_CASE(only_who_manages_the_platform_does) {
  const auto tenant = world.make_tenant(), reseller = world.make_tenant("", "reseller");
  for (const auto& who : {world.make_user(tenant, "owner"), world.make_user(reseller, "reseller")}) {
    const auto headers = bearer(token_of(who));
    BOOST_TEST(code_of(desk.get("/auth/platform/branding", headers)) == "INSUFFICIENT_PERMISSIONS");
    BOOST_TEST(code_of(desk.json("PATCH", "/auth/platform/branding", whole, headers)) == "INSUFFICIENT_PERMISSIONS");
  }
}

BOOST_AUTO_TEST_CASE(pages_that_are_no_tenants_show_it) {
  BOOST_TEST(says(page("/auth/login"), "<a href=\"https://help.example/start\">"));
  BOOST_TEST(change(whole).status == 200);
  for (const std::string path : {"login", "signup", "password/forgot", "password/reset", "email/verify", "invite",
                                 "logged-out", "refused?reason=INSUFFICIENT_PERMISSIONS"}) {
    const auto shown = page("/auth/" + path);
    BOOST_TEST(says(shown, "<p class=\"brand\">Nordwind</p>"), path << shown);
    BOOST_TEST(says(shown, "src=\"https://pictures.example/nordwind.svg\""), path);
    BOOST_TEST(says(shown, "style.css?color=ffee00"), path);
    BOOST_TEST(says(shown, "<a href=\"mailto:help"), path << shown);
  }
  const auto answer = desk.get("/auth/login", {{"accept", "text/html"}});
  BOOST_TEST(says(header_of(answer, "Content-Security-Policy"), "; img-src https://pictures.example; "));
}

BOOST_AUTO_TEST_CASE(letters_show_it_and_people_of_no_tenant_hear_from_its_name) {
  BOOST_TEST(change(whole).status == 200);
  const auto tenant = world.make_tenant();
  const auto of_tenant = letter_to(tenant), of_platform = letter_to(platform_tenant);
  for (const auto& letter : {of_tenant, of_platform}) {
    BOOST_TEST(says(letter, "background:#ffee00;color:#1c2128"));
    BOOST_TEST(says(letter, "pictures.example/nordwind.svg"));
    BOOST_TEST(says(letter, "help@nordwind.example"));
  }
  BOOST_TEST(says(of_platform, "Nordwind"));
  BOOST_TEST(!says(of_tenant, "Nordwind"));
  const auto owner = bearer(token_of(world.make_user(tenant, "owner")));
  BOOST_TEST(
      desk.json("PUT", "/auth/tenant/settings/theme", Json::Object{{"support_address", "help@tenant.example"}}, owner)
          .status == 200);
  const auto own = letter_to(tenant);
  BOOST_TEST(says(own, "help@tenant.example"));
  BOOST_TEST(!says(own, "help@nordwind.example"));
}

BOOST_AUTO_TEST_SUITE_END()

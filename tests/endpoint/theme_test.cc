// A tenant's logo and colour: on its page to sign in, in its letters, in its object; the platform's where it has none.
#include "http/return_to.hh"
#include "service/keyring.hh"
#include "service/mail_message.hh"
#include "store/settings.hh"
#include "support/desk.hh"
#include "support/letters.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;
using namespace doorward;

namespace {

constexpr const char *logo = "https://pictures.example/acme.svg", *colour = "#1a5fb4";

struct Shop {
  House house{ConfigWords{{"theme.primary_color", "#333333"}}, "owner"};

  Shop() {
    set("theme.logo_url", logo);
    set("theme.primary_color", colour);
  }
  void set(const std::string& name, const std::string& value) {
    store::TenantDb db(house.world.database, house.tenant);
    store::put_setting(db, name, value, house.world.clock.now());
  }
  void take_branding_away() {
    house.world.platform().mysql().run("UPDATE tenants SET overrides = '-custom_branding' WHERE id = ?",
                                       {port::sql(house.tenant)});
  }
  /// The page as the gate sends people there.
  Response page() {
    const auto address =
        http::login_address(house.world.config, house.world.keys.sub_key("login-address"), {"/wiki", house.slug});
    Desk browser(house.world);
    return browser.get(address, {{"accept", "text/html"}});
  }
  std::string letter() {
    auto ask = house.world.ask();
    store::TenantDb db(house.world.database, house.tenant);
    const service::Letter letter{"reset", "ada@example.test", "", {{"LINK", "https://x.example/y"}, {"MINUTES", "60"}}};
    return plain_message(service::written_out(ask, db, house.world.random.id(ask.now), letter).message);
  }
};

bool says(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(theme, Shop)

BOOST_AUTO_TEST_CASE(the_page_shows_both_and_its_policy_names_the_pictures_place_and_no_other) {
  const auto shown = page();
  BOOST_TEST(says(shown.body, "<img class=\"logo\" src=\"https://pictures.example/acme.svg\" alt=\"\">"), shown.body);
  BOOST_TEST(says(shown.body, "/auth/style.css?color=1a5fb4\""), shown.body);
  BOOST_TEST(says(header_of(shown, "Content-Security-Policy"), "; img-src https://pictures.example; form-action"));
  Desk stranger(house.world);
  const auto invented = stranger.get("/auth/login?tenant_id=" + house.slug, {{"accept", "text/html"}});
  BOOST_TEST(!says(invented.body, logo));
  BOOST_TEST(!says(header_of(invented, "Content-Security-Policy"), "img-src"));
}

BOOST_AUTO_TEST_CASE(the_stylesheet_takes_a_colour_on_which_words_can_be_read) {
  const auto plain = house.desk.get("/auth/style.css").body;
  const auto with = [&](const std::string& color) { return house.desk.get("/auth/style.css?color=" + color).body; };
  BOOST_TEST(with("1a5fb4") == plain + "button { background: #1a5fb4; color: #ffffff; }\n");
  BOOST_TEST(with("ffee00") == plain + "button { background: #ffee00; color: #1c2128; }\n");
  for (const char* bad : {"787878", "red", "", "1a5fb4;", "12345g", "%23a5fb4"}) BOOST_TEST(with(bad) == plain, bad);
}

BOOST_AUTO_TEST_CASE(letters_and_objects_have_them) {
  BOOST_TEST(says(letter(), "pictures.example/acme.svg"));
  BOOST_TEST(says(letter(), "background:#1a5fb4;color:#ffffff"));
  const auto me = json_of(house.desk.get("/auth/me", bearer(house.access_token(house.user))));
  BOOST_TEST(text_at(me, "tenant.branding.logo_url") == logo);
  BOOST_TEST(text_at(me, "tenant.branding.primary_color") == colour);
}

BOOST_AUTO_TEST_CASE(a_light_colour_stays_on_the_button) {
  set("theme.primary_color", "#ffee00");
  BOOST_TEST(says(letter(), "background:#ffee00;color:#1c2128"));
  BOOST_TEST(!says(letter(), "font-weight:600;color:#ffee00"));
}

BOOST_AUTO_TEST_CASE(without_the_feature_it_is_the_platforms) {
  take_branding_away();
  BOOST_TEST(!says(page().body, logo));
  BOOST_TEST(says(page().body, "?color=333333"));
  BOOST_TEST(!says(letter(), "pictures.example"));
}

BOOST_AUTO_TEST_SUITE_END()

// Groups of settings: typed members with defaults, changes laid over, the platform's word as a floor.
#include "service/change_setting.hh"
#include "support/desk.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;
using namespace doorward;

namespace {

struct Office {
  House house{ConfigWords{{"limits.scale", "100000"}}, "owner"};
  Headers owner = bearer(std::string(sign_in(house.world, house.user).tokens->access_token.reveal()));

  Response show(const std::string& group) { return house.desk.get("/auth/tenant/settings/" + group, owner); }
  Response put(const std::string& group, const Json& changes) {
    return house.desk.json("PUT", "/auth/tenant/settings/" + group, changes, owner);
  }
};

std::string message_of(const Response& response) {
  const Json json = json_of(response);
  return text_at(json.find("errors")->array()->at(0), "message");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tenant_settings)

BOOST_AUTO_TEST_CASE(every_group_has_its_members_and_no_other_group_is_there) {
  Office office;
  const std::pair<const char*, const char*> firsts[] = {{"registration", "mode"},
                                                        {"security", "password_min_length"},
                                                        {"theme", "logo_url"},
                                                        {"notifications", "impersonation"},
                                                        {"features", "webhooks"}};
  for (const auto& [group, member] : firsts) {
    const auto answer = office.show(group);
    BOOST_TEST(answer.status == 200, group);
    BOOST_TEST((json_of(answer).find(member) != nullptr), member);
  }
  BOOST_TEST(office.show("database").status == 404);
  BOOST_TEST(office.put("database", Json::Object{}).status == 404);
}

BOOST_AUTO_TEST_CASE(changes_are_laid_over_and_null_takes_them_back) {
  Office office;
  const auto before = json_of(office.show("registration"));
  const auto closed = json_of(office.put("registration", Json::Object{{"mode", "closed"}}));
  BOOST_TEST(text_at(closed, "mode") == "closed");
  BOOST_TEST(*closed.find("verify_email")->flag() == *before.find("verify_email")->flag());
  BOOST_TEST(port::dump_json(json_of(office.put("registration", Json::Object{{"mode", nullptr}}))) ==
             port::dump_json(before));
  BOOST_TEST(count_events(office.house.world, office.house.tenant, "setting_changed") == 2);
}

BOOST_AUTO_TEST_CASE(owners_act_for_others_unless_the_platform_forbids_it) {
  Office office;
  const auto person = office.house.world.make_user(office.house.tenant);
  const auto owners = [&] {
    const bool shown = *json_of(office.show("security")).find("owners_impersonate")->flag();
    const auto acted =
        office.house.desk.post("/auth/platform/impersonate",
                               Json::Object{{"user_id", person.id.text()}, {"reason", "a ticket"}}, office.owner);
    BOOST_TEST((shown ? acted.status == 200 : code_of(acted) == "INSUFFICIENT_PERMISSIONS"), acted.body);
    return shown;
  };
  BOOST_TEST(!owners());
  const auto wish = [&](bool on) { return office.put("security", Json::Object{{"owners_impersonate", on}}); };
  BOOST_TEST(wish(true).status == 200);
  BOOST_TEST(owners());
  auto ask = office.house.world.ask();
  const auto say = [&](const std::optional<std::string>& word) {
    return bool(
        service::change_setting(ask, office.house.world.platform(), platform_tenant, "impersonation.owners", word));
  };
  BOOST_TEST(say("false"));
  BOOST_TEST(!owners());  // also where it was on before
  const auto refused = wish(true);
  BOOST_TEST(fields_of(refused) == "owners_impersonate");
  BOOST_TEST(message_of(refused) == "The platform does not allow it.");
  BOOST_TEST(wish(false).status == 200);
  BOOST_TEST(say("true"));
  BOOST_TEST(!owners());
  BOOST_TEST(wish(true).status == 200);
  BOOST_TEST(owners());
  BOOST_TEST(say(std::nullopt));
  BOOST_TEST(owners());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_named_and_nothing_is_changed) {
  Office office;
  const auto before = office.show("security").body;
  const auto refused = office.put("security", Json::Object{{"password_history", 7},
                                                           {"password_min_length", "long"},
                                                           {"session_idle", 30},
                                                           {"session_absolute", "soon"},
                                                           {"lockout_after", 0},
                                                           {"cats", true}});
  BOOST_TEST(code_of(refused) == "VALIDATION_ERROR");
  BOOST_TEST(fields_of(refused) == "password_min_length session_idle session_absolute lockout_after cats");
  BOOST_TEST(office.show("security").body == before);
}

BOOST_AUTO_TEST_CASE(a_tenant_is_never_weaker_than_the_platform_says) {
  Office office;
  const auto& config = office.house.world.config;
  const auto fewer = Json(config.password.min_length - 1);
  BOOST_TEST(fields_of(office.put("security", Json::Object{{"password_min_length", fewer}})) == "password_min_length");
  BOOST_TEST(fields_of(office.put("security", Json::Object{{"session_absolute", "90d"}, {"lockout_after", 100}})) ==
             "session_absolute lockout_after");
  const auto longer = office.put("security", Json::Object{{"session_idle", "30d"}});
  BOOST_TEST(message_of(longer) == "The platform asks for no more than 2h.");
  const auto stricter = office.put("security", Json::Object{{"password_min_length", config.password.min_length + 5}});
  BOOST_TEST(*json_of(stricter).find("password_min_length")->integer() == config.password.min_length + 5);
  // An operator speaks for the platform.
  auto ask = office.house.world.ask();
  BOOST_TEST(bool(service::change_setting(ask, office.house.world.platform(), office.house.tenant, "lockout.after",
                                          std::optional<std::string>("100"))));
  BOOST_TEST(*json_of(office.show("security")).find("lockout_after")->integer() == 100);
}

BOOST_AUTO_TEST_CASE(a_colour_on_which_nothing_can_be_read_is_refused_with_the_ratio) {
  Office office;
  BOOST_TEST(
      office.put("theme", Json::Object{{"primary_color", "#1a5fb4"}, {"logo_url", "https://x.example/l.svg"}}).status ==
      200);
  const auto grey = office.put("theme", Json::Object{{"primary_color", "#787878"}});
  BOOST_TEST(fields_of(grey) == "primary_color");
  BOOST_TEST(message_of(grey).find("contrast is 4.4") != std::string::npos, message_of(grey));
  for (const char* bad : {"red", "#12345", "#12345g", "#1234567", "1a5fb4"})
    BOOST_TEST(fields_of(office.put("theme", Json::Object{{"primary_color", bad}})) == "primary_color", bad);
  for (const char* bad : {"http://x.example/l.svg", "javascript:alert(1)", "https://", "https://x/\"onload="})
    BOOST_TEST(fields_of(office.put("theme", Json::Object{{"logo_url", bad}})) == "logo_url", bad);
}

BOOST_AUTO_TEST_CASE(a_tenant_switches_off_what_it_has_and_nothing_on_that_it_has_not) {
  Office office;  // on the plan pro
  BOOST_TEST(*json_of(office.show("features")).find("webhooks")->flag());
  BOOST_TEST(!*json_of(office.put("features", Json::Object{{"webhooks", false}})).find("webhooks")->flag());
  BOOST_TEST(*json_of(office.put("features", Json::Object{{"webhooks", true}})).find("webhooks")->flag());
  BOOST_TEST(code_of(office.put("features", Json::Object{{"sql_access", true}})) == "FEATURE_NOT_AVAILABLE");
  BOOST_TEST(fields_of(office.put("features", Json::Object{{"flying", true}, {"mfa", "yes"}})) == "flying mfa");
  BOOST_TEST(office.put("features", Json::Object{{"custom_branding", false}}).status == 200);
  BOOST_TEST(code_of(office.put("theme", Json::Object{{"logo_url", ""}})) == "FEATURE_NOT_AVAILABLE");
}

BOOST_AUTO_TEST_CASE(only_who_manages_the_tenant_sees_and_changes_them) {
  Office office;
  const auto user = office.house.world.make_user(office.house.tenant, "manager");
  const auto token = bearer(std::string(sign_in(office.house.world, user).tokens->access_token.reveal()));
  BOOST_TEST(code_of(office.house.desk.get("/auth/tenant/settings/security", token)) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(code_of(office.house.desk.json("PUT", "/auth/tenant/settings/security", Json::Object{}, token)) ==
             "INSUFFICIENT_PERMISSIONS");
}

BOOST_AUTO_TEST_SUITE_END()

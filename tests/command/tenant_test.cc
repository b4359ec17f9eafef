// The commands about one tenant: what becomes of it, what its plan gives, its domain, its figures.
#include "support/operator.hh"
#include "support/script_server.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using doorward::port::Json;
using tests::Operator;
using tests::Said;

namespace {

struct Desk : Operator {
  std::string slug = fresh_slug();

  /// `doorwardctl tenant STEP acme …`
  Said tenant(const std::string& step, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"tenant", step, slug};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  std::string code_of(const Said& said) const {
    return said.code == 0 ? "ok" : *doorward::port::parse_json(said.err)->find("code")->string();
  }
  std::int64_t number(std::string_view name) const { return *tenant("show").answer().find(name)->integer(); }
};

bool has(const Json& list, const std::string& word) {
  for (const auto& one : *list.array())
    if (*one.string() == word) return true;
  return false;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(tenant_commands, Desk)

BOOST_AUTO_TEST_CASE(a_tenant_is_suspended_activated_canceled_and_restored) {
  BOOST_TEST(tenant("suspend").member("status") == "suspended");
  BOOST_TEST(tenant("activate").member("status") == "active");
  BOOST_TEST(code_of(tenant("restore")) == "CONFLICT");
  const Said canceled = tenant("cancel");
  BOOST_TEST(canceled.member("status") == "canceled");
  BOOST_TEST(!canceled.member("canceled_at").empty());
  BOOST_TEST(code_of(tenant("activate")) == "CONFLICT");
  BOOST_TEST(tenant("restore").member("status") == "active");
  BOOST_TEST(code_of(run({"tenant", "suspend", "nobody-" + slug})) == "INVALID_TENANT");
  BOOST_TEST(code_of(run({"tenant", "cancel", "platform"})) == "NOT_FOUND");
  const auto reseller = world.slug_of(world.make_tenant("", "reseller"));  // has acts of its own
  for (const char* step : {"suspend", "cancel"}) BOOST_TEST(code_of(run({"tenant", step, reseller})) == "NOT_FOUND");
  BOOST_TEST(code_of(run({"tenant", "change", "platform", "--slug", slug + "-p"})) == "NOT_FOUND");
}

BOOST_AUTO_TEST_CASE(plan_limits_and_features_are_given_and_go_back_to_the_plans) {
  BOOST_TEST(tenant("plan", {"basic"}).member("plan_type") == "basic");
  BOOST_TEST(number("max_users") == 25);
  BOOST_TEST(tenant("limit", {"max_users", "3"}).code == 0);
  BOOST_TEST(number("max_users") == 3);
  BOOST_TEST(tenant("limit", {"max_users", "none"}).answer().find("max_users")->null());
  BOOST_TEST(tenant("limit", {"max_users", "plan"}).code == 0);
  BOOST_TEST(number("max_users") == 25);
  BOOST_TEST(has(*tenant("feature", {"webhooks", "on"}).answer().find("features"), "webhooks"));
  BOOST_TEST(!has(*tenant("feature", {"mfa", "off"}).answer().find("features"), "mfa"));
  BOOST_TEST(tenant("show").member("overrides") == "-mfa +webhooks");
  BOOST_TEST(tenant("feature", {"mfa", "plan"}).member("overrides") == "+webhooks");
  for (const auto& [step, name, value] : {std::tuple("limit", "max_users", "0"),
                                          {"limit", "max_users", "many"},
                                          {"limit", "max_cats", "3"},
                                          {"feature", "mfa", "maybe"},
                                          {"feature", "flying", "on"}})
    BOOST_TEST(code_of(tenant(step, {name, value})) == "VALIDATION_ERROR", step << " " << name << " " << value);
  BOOST_TEST(code_of(tenant("plan", {"golden"})) == "VALIDATION_ERROR");
}

BOOST_AUTO_TEST_CASE(a_tenant_gets_another_name_and_slug_and_a_domain_that_an_operator_vouches_for) {
  const std::string former = slug, domain = slug + ".example";
  BOOST_TEST(tenant("change", {"--name", "Another", "--domain", domain}).member("name") == "Another");
  const Said waiting = tenant("show");
  BOOST_TEST(waiting.member("wanted_domain") == domain);
  BOOST_TEST(waiting.member("domain_token").size() == 32U);
  BOOST_TEST(waiting.answer().find("custom_domain")->null());
  BOOST_TEST(code_of(tenant("domain-accept", {"another.example"})) == "CONFLICT");
  BOOST_TEST(tenant("domain-accept", {domain}).member("custom_domain") == domain);
  BOOST_TEST(code_of(tenant("domain-accept", {domain})) == "NOT_FOUND");
  BOOST_TEST(tenant("change", {"--no-domain"}).code == 0);
  BOOST_TEST(tenant("show").answer().find("custom_domain")->null());
  BOOST_TEST(tenant("change", {"--slug", former + "-b"}).code == 0);
  BOOST_TEST(code_of(tenant("show")) == "INVALID_TENANT");
  slug += "-b";
  BOOST_TEST(code_of(tenant("change", {"--slug", "Not A Slug"})) == "SLUG_INVALID");
}

BOOST_AUTO_TEST_CASE(a_domain_is_verified_by_the_file_that_is_found_there) {
  const std::string domain = slug + ".example";
  const tests::ScriptServer site("https_server.py", {domain});
  const std::vector<std::string> there = {"--ask-at", "127.0.0.1:" + site.port(), "--ca", site.file("ca.pem")};
  BOOST_TEST(code_of(tenant("domain-verify", there)) == "NOT_FOUND");
  const std::string token = tenant("change", {"--domain", domain}).member("domain_token");
  BOOST_TEST(code_of(tenant("domain-verify", there)) == "CONFLICT");
  std::ofstream(site.file("proof")) << "another-" + token.substr(8);
  BOOST_TEST(code_of(tenant("domain-verify", there)) == "CONFLICT");
  BOOST_TEST(tenant("show").answer().find("custom_domain")->null());
  std::ofstream(site.file("proof")) << token << "\n";
  BOOST_TEST(tenant("domain-verify", there).member("custom_domain") == domain);
}

BOOST_AUTO_TEST_CASE(settings_are_shown_and_changed_a_group_at_a_time) {
  const Json before = tenant("settings").answer();
  BOOST_TEST(*before.find("registration.mode")->string() == "open");
  BOOST_TEST(before.find("features.webhooks")->flag() != nullptr);
  BOOST_TEST(tenant("settings", {"registration"}).member("mode") == "open");
  const Said changed = tenant("settings", {"security", "password_min_length=14", "session_idle=20m"});
  BOOST_TEST(*changed.answer().find("password_min_length")->integer() == 14);
  BOOST_TEST(changed.member("session_idle") == "20m");
  BOOST_TEST(tenant("settings", {"registration", "mode=closed", "verify_email=true"}).member("mode") == "closed");
  BOOST_TEST(tenant("settings", {"registration", "mode=null"}).member("mode") == "open");
  BOOST_TEST(*tenant("settings", {"registration"}).answer().find("verify_email")->flag());
  BOOST_TEST(!*tenant("settings", {"features", "mfa=false"}).answer().find("mfa")->flag());
  BOOST_TEST(code_of(tenant("settings", {"database"})) == "NOT_FOUND");
  for (const char* bad : {"mode", "=closed", "mode=golden", "color=red", "verify_email=perhaps"})
    BOOST_TEST(code_of(tenant("settings", {"registration", bad})) == "VALIDATION_ERROR", bad);
  BOOST_TEST(code_of(run({"tenant", "settings", "platform"})) == "NOT_FOUND");
  BOOST_TEST(code_of(run({"tenant", "settings", "nobody-" + slug})) == "INVALID_TENANT");
}

BOOST_AUTO_TEST_CASE(usage_and_figures_are_shown) {
  BOOST_REQUIRE_EQUAL(run({"user", "create", "ann@example.test", "--tenant", slug}).code, 0);
  const Said usage = tenant("usage");
  BOOST_TEST((usage.out.find(R"("name":"max_users","used":1)") != std::string::npos), usage.out);
  const auto id = *doorward::Id::parse(tenant("show").member("id"));
  tests::sign_in(world, world.make_user(doorward::TenantId(id)));
  const Json days = tenant("analytics").answer();
  BOOST_REQUIRE_EQUAL(days.find("items")->array()->size(), 1U);
  const Json& today = days.find("items")->array()->front();
  BOOST_TEST(*today.find("sign_ins")->integer() == 1);
  BOOST_TEST(*today.find("new_users")->integer() == 1);
  BOOST_TEST(code_of(tenant("analytics", {"--from", "soon"})) == "VALIDATION_ERROR");
}

BOOST_AUTO_TEST_SUITE_END()

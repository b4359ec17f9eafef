// The commands about resellers and about the platform as a whole.
#include "support/operator.hh"
#include "support/test.hh"

using tests::Operator;
using tests::Said;

namespace {

struct House : Operator {
  std::string name = fresh_slug() + "-r";

  Said reseller(const std::string& step, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"reseller", step, name};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  std::string code_of(const Said& said) const {
    return said.code == 0 ? "ok" : *doorward::port::parse_json(said.err)->find("code")->string();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(reseller_commands, House)

BOOST_AUTO_TEST_CASE(a_reseller_is_made_changed_listed_and_removed) {
  const Said made =
      reseller("create", {"--name", "Sells", "--tenants", "2", "--users", "none", "--plans", "basic pro"});
  BOOST_REQUIRE_EQUAL(made.code, 0);
  BOOST_TEST(made.member("name") == "Sells");
  BOOST_TEST(made.answer().find("max_users")->null());
  const Said changed = reseller("change", {"--users", "60"});
  BOOST_TEST(*changed.answer().find("max_users")->integer() == 60);
  BOOST_TEST(*changed.answer().find("max_tenants")->integer() == 2);
  BOOST_TEST(changed.member("plans") == "basic pro");
  BOOST_TEST(run({"reseller", "list"}).out.find("\"" + name + "\"") != std::string::npos);
  for (const char* wrong : {"few", "-1", "1x", ""})
    if (*wrong) BOOST_TEST(code_of(reseller("change", {"--tenants", wrong})) == "VALIDATION_ERROR", wrong);
  BOOST_TEST(code_of(reseller("change", {"--plans", "golden"})) == "VALIDATION_ERROR");
  BOOST_TEST(reseller("delete").member("deleted") == name);
  BOOST_TEST(code_of(reseller("show")) == "VALIDATION_ERROR");  // there is none any more
}

BOOST_AUTO_TEST_CASE(tenants_are_made_for_it_moved_and_suspended_with_it) {
  BOOST_REQUIRE_EQUAL(reseller("create", {"--tenants", "2", "--users", "60", "--plans", "basic"}).code, 0);
  const auto tenant = name + "-1", other = fresh_slug();
  const Said made = run({"tenant", "create", tenant, "--for", name, "--max-users", "10"});
  BOOST_REQUIRE_EQUAL(made.code, 0);
  BOOST_TEST(code_of(run({"tenant", "create", name + "-2", "--for", name, "--max-users", "51"})) ==
             "USER_LIMIT_EXCEEDED");
  BOOST_TEST(code_of(run({"tenant", "create", name + "-2", "--for", other})) == "VALIDATION_ERROR");
  BOOST_TEST(code_of(run({"tenant", "create", name + "-2", "--max-users", "0"})) == "VALIDATION_ERROR");
  BOOST_REQUIRE_EQUAL(run({"tenant", "limit", other, "max_users", "50"}).code, 0);
  BOOST_TEST(run({"tenant", "move", other, "--to", name}).code == 0);
  const Said shown = reseller("show");
  BOOST_TEST(*shown.answer().find("tenants")->integer() == 2);
  BOOST_TEST(*shown.answer().find("users")->integer() == 60);
  BOOST_TEST(code_of(reseller("delete")) == "CONFLICT");
  BOOST_TEST(*reseller("suspend").answer().find("tenants")->integer() == 2);
  BOOST_TEST(run({"tenant", "show", tenant}).member("status") == "suspended");
  const auto listed = [&](const std::string& status, const std::string& after = "") {
    return run({"tenant", "list", "--reseller", name, "--status", status, "--after", after})
        .answer()
        .find("items")
        ->array()
        ->size();
  };
  BOOST_TEST(listed("suspended") == 2U);
  BOOST_TEST(listed("suspended", std::min(tenant, other)) == 1U);
  BOOST_TEST(listed("active") == 0U);
  BOOST_TEST(code_of(run({"tenant", "list", "--status", "asleep"})) == "VALIDATION_ERROR");
  BOOST_TEST(code_of(reseller("suspend")) == "CONFLICT");
  BOOST_TEST(*reseller("activate").answer().find("tenants")->integer() == 2);
  BOOST_TEST(run({"tenant", "move", other}).answer().find("reseller_id")->null());
  BOOST_TEST(code_of(run({"tenant", "move", other, "--to", tenant})) == "VALIDATION_ERROR");
}

BOOST_AUTO_TEST_CASE(events_of_all_tenants_are_listed) {
  const Said made = reseller("create");
  BOOST_REQUIRE_EQUAL(made.code, 0);
  world.owner().run("UPDATE events SET sequence = 1 WHERE tenant_id = ?",  // only what is sealed is shown
                    {doorward::port::sql(*doorward::Id::parse(made.member("id")))});
  const Said listed = run({"events", "list", "--type", "organization_created", "--limit", "200"});
  BOOST_REQUIRE_EQUAL(listed.code, 0);
  BOOST_TEST(listed.out.find("\"" + name + "\"") != std::string::npos);
  BOOST_TEST(run({"events", "list", "--limit", "1"}).answer().find("items")->array()->size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_platform_shows_its_figures_and_its_branding) {
  BOOST_TEST(run({"platform", "analytics"}).code == 0);
  BOOST_TEST(run({"platform", "analytics", "--reseller", "nobody-" + name}).code == 1);
  BOOST_TEST(code_of(run({"platform", "analytics", "--from", "yesterday"})) == "VALIDATION_ERROR");
  BOOST_TEST(run({"platform", "branding"}).answer().find("support_address"));
  const Said refused = run({"platform", "branding", "--primary-color", "#787878"});
  BOOST_TEST(refused.code == 1);
  BOOST_TEST(refused.err.find("contrast") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

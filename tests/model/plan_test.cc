// Plans by the settings, a tenant's overrides over them, and what the tenant itself does not want.
#include "model/plan.hh"

#include <algorithm>

#include "support/test.hh"

using namespace doorward;

namespace {

Plans plans_said(const ConfigWords& words = {}) {
  const auto config = make_config(words);
  BOOST_REQUIRE(bool(config));
  return config->plans;
}

std::string wrong_field(const std::string& plan) {
  const auto config = make_config({{"plans.basic", plan}});
  return config ? "" : config.error().fields.at(0).field;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plan)

BOOST_AUTO_TEST_CASE(each_plan_has_the_features_of_the_one_before) {
  const Plans plans = plans_said();
  const auto &basic = plans.basic.features, &pro = plans.pro.features, &enterprise = plans.enterprise.features;
  BOOST_TEST(std::includes(pro.begin(), pro.end(), basic.begin(), basic.end()));
  BOOST_TEST(std::includes(enterprise.begin(), enterprise.end(), pro.begin(), pro.end()));
  BOOST_TEST(basic.size() < pro.size());
  BOOST_TEST(pro.size() < enterprise.size());
  BOOST_TEST(plans.basic.limit("max_users").has_value());
  BOOST_TEST(!plans.enterprise.limit("max_users").has_value());
  BOOST_TEST(find_plan(plans, "Basic") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_plan_is_checked_when_the_settings_are_read) {
  BOOST_TEST(to_text(plans_said({{"plans.basic", "mfa max_users=7  api_access"}}).basic) ==
             "max_users=7 api_access mfa");
  BOOST_TEST(to_text(plans_said({{"plans.basic", ""}}).basic) == "");
  for (const char* plan : {"max_user=7", "max_users=0", "max_users=-1", "max_users=", "max_users=7x", "max_users",
                           "max_users=1 max_users=2", "mfa mfa", "mfa=1", "flying", "+mfa",
                           "max_users=99999999999999999999", "max_users=1000000001"})
    BOOST_TEST(wrong_field(plan) == "plans.basic", plan);
}

BOOST_AUTO_TEST_CASE(overrides_lie_over_the_plan_and_a_tenant_may_want_less) {
  const Plans plans = plans_said({{"plans.basic", "max_users=5 max_invites=2 mfa webhooks"}});
  const auto overrides = parse_overrides("max_users=50 max_invites=none +custom_domain -webhooks");
  BOOST_TEST(to_text(effective_terms(plans, "basic", overrides, {})) == "max_users=50 custom_domain mfa");
  BOOST_TEST(to_text(effective_terms(plans, "basic", overrides, {"mfa"})) == "max_users=50 custom_domain");
  BOOST_TEST(to_text(overrides) == "max_invites=none max_users=50 +custom_domain -webhooks");
  BOOST_TEST(to_text(parse_overrides(to_text(overrides))) == to_text(overrides));
}

BOOST_AUTO_TEST_CASE(what_is_not_known_any_more_gives_nothing) {
  const Plans plans = plans_said();
  BOOST_TEST(to_text(parse_overrides("max_cats=3 +flying max_users=x = + -")) == "");
  const Terms gone = effective_terms(plans, "golden", {}, {});
  BOOST_TEST(gone.features.empty());
  BOOST_TEST(gone.limit("max_users").value_or(-1) == 0);
}

BOOST_AUTO_TEST_CASE(the_plans_that_have_a_feature_come_with_the_least_first) {
  const Plans plans = plans_said(
      {{"plans.basic", "mfa"}, {"plans.pro", "mfa webhooks"}, {"plans.enterprise", "mfa webhooks sql_access"}});
  const std::vector<std::string> two = {"pro", "enterprise"};
  BOOST_TEST(plans_with(plans, {"webhooks"}) == two, boost::test_tools::per_element());
  BOOST_TEST(plans_with(plans, {"flying"}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

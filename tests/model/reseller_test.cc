// What a quota says, and what whoever has it may give.
#include "model/reseller.hh"

#include "support/test.hh"

using namespace doorward;

namespace {

const Plans plans = [] {
  Config config;
  BOOST_REQUIRE(bool(set_config(config, "plans.basic", "max_users=25 max_invites=10 mfa")));
  BOOST_REQUIRE(bool(set_config(config, "plans.pro", "max_users=100 max_invites=200 mfa webhooks")));
  BOOST_REQUIRE(bool(set_config(config, "plans.enterprise", "mfa webhooks sql_access")));
  return config.plans;
}();

Tenant tenant(const std::string& plan, const std::string& overrides = "") {
  Tenant made;
  made.plan_type = plan;
  made.overrides = parse_overrides(overrides);
  made.terms = effective_terms(plans, plan, made.overrides, {});
  return made;
}

bool may(const std::vector<std::string>& given, const Tenant& after, const Tenant* before = nullptr) {
  const auto answer = may_give(plans, given, before, after);
  BOOST_TEST((answer || answer.error().code == Code::INSUFFICIENT_PERMISSIONS));
  return bool(answer);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reseller)

BOOST_AUTO_TEST_CASE(a_quota_says_numbers_and_plans_that_exist) {
  BOOST_TEST(bool(check_quota(plans, {})));
  BOOST_TEST(bool(check_quota(plans, {std::nullopt, 0, {"pro", "basic"}})));
  const auto faults = [](const Quota& quota) {
    std::string names;
    const auto answer = check_quota(plans, quota);
    if (!answer)
      for (const auto& field : answer.error().fields) names += field.field + " ";
    return names;
  };
  BOOST_TEST(faults({-1, 1'000'000'001, {}}) == "quota.max_tenants quota.max_users ");
  for (const auto& bad : {std::vector<std::string>{"gold"}, {"basic", "basic"}, {""}})
    BOOST_TEST(faults({1, 1, bad}) == "quota.plans ");
}

BOOST_AUTO_TEST_CASE(what_is_not_said_of_a_quota_stays) {
  const Quota before{3, 4, {"pro"}};
  QuotaChange change;
  BOOST_TEST(change.empty());
  change.max_tenants = std::optional<std::int64_t>();
  const auto after = changed(before, change);
  BOOST_TEST(!change.empty());
  BOOST_TEST(!after.max_tenants);
  BOOST_TEST((after.max_users == 4 && after.plans == before.plans));
}

BOOST_AUTO_TEST_CASE(a_tenant_takes_its_limit_or_those_who_are_there) {
  BOOST_TEST(*places_of(tenant("basic").terms, 3) == 25);
  BOOST_TEST(*places_of(tenant("basic", "max_users=2").terms, 3) == 3);
  BOOST_TEST(!places_of(tenant("enterprise").terms, 3));
}

BOOST_AUTO_TEST_CASE(a_plan_is_given_by_who_has_it) {
  BOOST_TEST(may({"basic", "pro"}, tenant("pro")));
  BOOST_TEST(!may({"basic"}, tenant("pro")));
  BOOST_TEST(!may({}, tenant("basic")));
  const auto was = tenant("pro");
  BOOST_TEST(may({"basic"}, was, &was));  // what was given stays
}

BOOST_AUTO_TEST_CASE(beside_a_plan_is_given_what_one_of_ones_plans_has) {
  BOOST_TEST(may({"basic", "pro"}, tenant("basic", "+webhooks max_invites=200 max_users=9999")));
  BOOST_TEST(!may({"basic"}, tenant("basic", "+webhooks")));
  BOOST_TEST(!may({"basic", "pro"}, tenant("basic", "max_invites=201")));
  BOOST_TEST(!may({"basic", "pro"}, tenant("basic", "max_invites=none")));
  BOOST_TEST(may({"basic", "enterprise"}, tenant("basic", "max_invites=none")));
  BOOST_TEST(may({"basic"}, tenant("basic", "-mfa max_invites=1")));
  const auto was = tenant("basic", "+webhooks max_invites=300");
  BOOST_TEST(may({"basic"}, tenant("basic", "+webhooks max_invites=300 max_users=7"), &was));
  BOOST_TEST(!may({"basic"}, tenant("basic", "+webhooks max_invites=301"), &was));
  BOOST_TEST(!may({"basic"}, tenant("basic", "+sql_access"), &was));
}

BOOST_AUTO_TEST_SUITE_END()

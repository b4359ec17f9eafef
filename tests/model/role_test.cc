// Ranks, what the roles stand for, and who may hand out which.
#include "support/test.hh"

#include <algorithm>

#include "base/text.hh"
#include "model/role.hh"

using namespace doorward;

namespace {

const std::vector<std::string> names = {"platform_admin", "reseller", "owner", "admin", "manager", "user", "viewer"};
Role built_in(const std::string& name) { return {name, permissions_of(name)}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(role)

BOOST_AUTO_TEST_CASE(the_order_is_that_of_the_contract) {
  for (std::size_t i = 1; i < names.size(); ++i) BOOST_TEST(rank_of(names[i - 1]) > rank_of(names[i]));
  BOOST_TEST(rank_of("viewer") > rank_of("accountant"));
}

BOOST_AUTO_TEST_CASE(every_permission_of_a_built_in_role_is_one_of_ours_and_they_fit) {
  for (const auto& name : names) {
    const auto held = permissions_of(name);
    BOOST_TEST(std::is_sorted(held.begin(), held.end()));
    BOOST_TEST(std::all_of(held.begin(), held.end(), built_in_permission), name);
    BOOST_TEST(bool(check_permissions(held)));
  }
  BOOST_TEST(permissions_of("accountant").empty());
}

BOOST_AUTO_TEST_CASE(within_a_tenant_each_role_has_what_the_one_below_has) {
  for (std::size_t i = 3; i < names.size(); ++i) {
    const auto high = permissions_of(names[i - 1]), low = permissions_of(names[i]);
    BOOST_TEST(std::includes(high.begin(), high.end(), low.begin(), low.end()));
    BOOST_TEST(high.size() > low.size());
  }
}

BOOST_AUTO_TEST_CASE(a_role_belongs_to_one_kind_of_row) {
  BOOST_TEST(role_fits("platform_admin", TenantKind::platform));
  BOOST_TEST(!role_fits("platform_admin", TenantKind::tenant));
  BOOST_TEST(!role_fits("platform_admin", TenantKind::reseller));
  BOOST_TEST(role_fits("reseller", TenantKind::reseller));
  BOOST_TEST(!role_fits("owner", TenantKind::platform));
  BOOST_TEST(role_fits("viewer", TenantKind::tenant));
  BOOST_TEST(!role_fits("accountant", TenantKind::tenant));
}

BOOST_AUTO_TEST_CASE(nobody_grants_above_their_own) {
  BOOST_TEST(may_grant(built_in("owner"), built_in("owner")));
  BOOST_TEST(may_grant(built_in("owner"), built_in("viewer")));
  BOOST_TEST(!may_grant(built_in("admin"), built_in("owner")));
  BOOST_TEST(!may_grant(built_in("owner"), built_in("reseller")));
  BOOST_TEST(!may_grant(built_in("manager"), Role{"auditor", {"view_audit"}}));
  BOOST_TEST(may_grant(built_in("admin"), Role{"clerk", {"reports.read"}}));
  BOOST_TEST(!may_grant(built_in("manager"), Role{"clerk", {"reports.read"}}));
  BOOST_TEST(may_grant(Role{"clerk", {"reports.read"}}, Role{"junior", {"reports.read"}}));
}

BOOST_AUTO_TEST_CASE(an_own_role_stands_by_what_it_may) {
  const auto rank = [](const std::vector<std::string>& permissions) { return rank_of(Role{"own", permissions}); };
  BOOST_TEST(rank({"manage_users", "view_users"}) < rank_of("admin"));
  BOOST_TEST(rank({"manage_users", "view_users"}) > rank_of("manager"));
  BOOST_TEST(rank({"reports.read"}) < rank_of("viewer"));
  BOOST_TEST(rank({"manage_tenant"}) < rank_of("owner"));
  BOOST_TEST(rank({"manage_tenant"}) > rank_of("admin"));
  BOOST_TEST(rank({"manage_platform", "edit_content"}) >= rank_of("platform_admin"));  // nobody built in has both
}

BOOST_AUTO_TEST_CASE(the_platforms_people_grant_what_a_tenant_can_have) {
  for (const char* giver : {"platform_admin", "reseller"}) {
    for (const char* role : {"owner", "user", "viewer"}) BOOST_TEST(may_grant(built_in(giver), built_in(role)));
    BOOST_TEST(may_grant(built_in(giver), Role{"clerk", {"edit_content", "reports.read"}}));
    BOOST_TEST(!may_grant(built_in(giver), Role{"clerk", {"manage_platform"}}));
  }
  BOOST_TEST(!may_grant(built_in("reseller"), built_in("platform_admin")));
  BOOST_TEST(permission_of_tenants("reports.read"));
  for (const char* platform : {"impersonate", "manage_platform", "manage_resellers", "manage_tenants"})
    BOOST_TEST(!permission_of_tenants(platform));
}

BOOST_AUTO_TEST_CASE(nobody_changes_a_peer_or_a_superior_but_heads_heads) {
  const Role desk{"desk", {"manage_users", "view_users"}};
  BOOST_TEST(may_change(built_in("owner"), built_in("owner")));
  BOOST_TEST(may_change(built_in("owner"), built_in("admin")));
  BOOST_TEST(may_change(built_in("platform_admin"), built_in("owner")));
  BOOST_TEST(may_change(built_in("platform_admin"), built_in("platform_admin")));
  BOOST_TEST(may_change(built_in("platform_admin"), built_in("reseller")));
  for (const char* superior : {"reseller", "platform_admin"})
    BOOST_TEST(!may_change(built_in("reseller"), built_in(superior)));
  BOOST_TEST(!may_change(built_in("admin"), built_in("admin")));
  BOOST_TEST(!may_change(built_in("admin"), built_in("owner")));
  BOOST_TEST(may_change(built_in("admin"), desk));
  BOOST_TEST(!may_change(desk, desk));
  BOOST_TEST(!may_change(desk, built_in("manager")));  // who may what the desk may not
  BOOST_TEST(may_change(desk, Role{"clerk", {}}));
}

BOOST_AUTO_TEST_CASE(names_have_one_form) {
  for (const char* good : {"accountant", "a", "team-2", "x_y"}) BOOST_TEST(valid_role_name(good));
  for (const char* bad : {"", "owner", "2x", "Accountant", "a b", "a|b", "a/b", "a:b"})
    BOOST_TEST(!valid_role_name(bad));
  BOOST_TEST(!valid_role_name(std::string(65, 'a')));
  for (const char* good : {"reports.read", "a:b-c_d"}) BOOST_TEST(valid_permission(good));
  for (const char* bad : {"", ".read", "Read", "a b", "a\n", "a|b", "\xC3\xA9"}) BOOST_TEST(!valid_permission(bad));
}

BOOST_AUTO_TEST_CASE(permissions_together_fit_into_a_header) {
  std::vector<std::string> many;
  many.reserve(300);
  for (int i = 0; i < 300; ++i) many.push_back("p" + std::to_string(100 + i));  // 300 * 4 + 299 = 1499
  BOOST_TEST(bool(check_permissions(many)));
  many.back() += "xy";
  const auto refused = check_permissions(many);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(bool(refused.error().code == Code::VALIDATION_ERROR));
  BOOST_TEST(refused.error().fields.at(0).field == "permissions");
  BOOST_TEST(read_permissions(" b  a b ") == (std::vector<std::string>{"a", "b"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

// What the platform may do to a reseller's tenants whatever becomes of the reseller: lower always, raise within the
// quota.
#include "service/quota.hh"

#include "service/tenant_life.hh"
#include "store/resellers.hh"
#include "support/at_once.hh"
#include "support/test.hh"
#include "support/world.hh"

using namespace doorward;
using tests::word_of;
using tests::World;

namespace {

struct Shop {
  World world;
  TenantId reseller = world.make_tenant("", "reseller"), tenant = world.make_tenant();

  Shop() { set("reseller_id = ?", tenant, port::sql(reseller)); }
  void set(const std::string& what, TenantId of, const port::SqlValue& value) {
    world.platform().mysql().run("UPDATE tenants SET " + what + " WHERE id = ?", {value, port::sql(of)});
  }
  void give(const Quota& quota) { store::put_quota(world.platform(), reseller, quota, world.clock.at); }
  std::string plan(const std::string& plan, std::int64_t people, bool by_reseller = false) {
    auto ask = world.ask();
    auto by = service::operator_above(tenant);
    if (by_reseller) by.reseller = reseller;
    return word_of(service::change_plan(ask, by, tenant, {plan, {{"max_users", people}}, {}}));
  }
  std::string act(Result<service::TenantChanged> (*step)(service::Ask&, const service::Above&, TenantId)) {
    auto ask = world.ask();
    return word_of(step(ask, service::operator_above(tenant), tenant));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(quota, Shop)

BOOST_AUTO_TEST_CASE(a_reseller_without_a_quota_has_the_one_that_gives_nothing) {
  set("overrides = ?", tenant, std::string("max_users=10"));
  BOOST_TEST(plan("pro", 5) == "ok");
  BOOST_TEST(plan("basic", 5) == "ok");
  BOOST_TEST(plan("basic", 6) == "USER_LIMIT_EXCEEDED");
  BOOST_TEST(plan("pro", 4, true) == "INSUFFICIENT_PERMISSIONS");  // no plan is its to give
  BOOST_TEST(act(service::cancel_tenant) == "ok");
  BOOST_TEST(act(service::restore_tenant) == "CONFLICT");
}

BOOST_AUTO_TEST_CASE(the_platform_changes_tenants_of_a_suspended_reseller_within_its_quota) {
  set("overrides = ?", tenant, std::string("max_users=10"));
  give({1, 20, {"basic", "pro"}});
  set("status = ?", reseller, std::string("suspended"));
  BOOST_TEST(plan("pro", 5, true) == "CONFLICT");
  BOOST_TEST(plan("pro", 5) == "ok");
  BOOST_TEST(plan("pro", 20) == "ok");
  BOOST_TEST(plan("pro", 21) == "USER_LIMIT_EXCEEDED");
  give({0, 2, {}});  // lowered below what is there: it may still shrink
  BOOST_TEST(plan("pro", 19) == "ok");
  BOOST_TEST(plan("pro", 20) == "USER_LIMIT_EXCEEDED");
  // Canceled it takes no place, whatever its plan; it takes one again when it comes back.
  BOOST_TEST(act(service::cancel_tenant) == "ok");
  BOOST_TEST(plan("enterprise", 30) == "ok");
  give({1, 50, {}});
  BOOST_TEST(act(service::restore_tenant) == "CONFLICT");
  set("status = ?", reseller, std::string("active"));
  BOOST_TEST(act(service::restore_tenant) == "ok");
}

BOOST_AUTO_TEST_SUITE_END()

// GET /auth/platform/tenants: what each of its filters lets through, to whom, page by page.
#include <algorithm>

#include "base/text.hh"
#include "support/desk.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;
using namespace doorward;

namespace {

Headers signed_in(World& world, const MadeUser& who) {
  return bearer(std::string(sign_in(world, who).tokens->access_token.reveal()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tenant_list)

BOOST_AUTO_TEST_CASE(a_list_has_the_tenants_of_one_reseller_or_status_page_by_page) {
  World world{{{"limits.scale", "100000"}}};
  Desk desk(world);
  const auto admin = signed_in(world, world.make_user(platform_tenant, "platform_admin"));
  const auto reseller = world.make_tenant("", "reseller"), other = world.make_tenant("", "reseller");
  std::vector<std::string> active, suspended;
  for (int i = 0; i < 6; ++i) {
    const auto tenant = world.make_tenant();
    world.platform().mysql().run(
        "UPDATE tenants SET reseller_id = ?, status = ? WHERE id = ?",
        {port::sql(i == 5 ? other : reseller), std::string(i % 2 ? "suspended" : "active"), port::sql(tenant)});
    if (i < 5) (i % 2 ? suspended : active).push_back(world.slug_of(tenant));
  }
  const auto all = [&](const std::string& query, const Headers& who) {
    std::vector<std::string> slugs;
    for (std::string cursor;;) {
      const auto path = "/auth/platform/tenants?" + query + (cursor.empty() ? "" : "&cursor=" + cursor);
      const auto page = json_of(desk.get(path, who));
      for (const auto& item : *page.find("items")->array()) slugs.push_back(text_at(item, "slug"));
      if (page.find("next_cursor")->null()) return join(slugs, " ");
      cursor = text_at(page, "next_cursor");
    }
  };
  const auto in_order = [](std::vector<std::string> slugs) {
    std::sort(slugs.begin(), slugs.end());
    return join(slugs, " ");
  };
  auto everyone = active;
  everyone.insert(everyone.end(), suspended.begin(), suspended.end());
  const auto seller = signed_in(world, world.make_user(reseller, "reseller"));
  const auto its = "limit=2&reseller_id=" + reseller.text();
  for (const auto& who : {admin, seller}) {
    BOOST_TEST(all(its, who) == in_order(everyone));
    BOOST_TEST(all(its + "&status=active", who) == in_order(active));
    BOOST_TEST(all(its + "&status=suspended", who) == in_order(suspended));
    BOOST_TEST(all(its + "&status=canceled", who) == "");
    BOOST_TEST(fields_of(desk.get("/auth/platform/tenants?status=asleep", who)) == "status");
    BOOST_TEST(fields_of(desk.get("/auth/platform/tenants?reseller_id=x", who)) == "reseller_id");
  }
  BOOST_TEST(all("status=suspended", seller) == in_order(suspended));
  BOOST_TEST((" " + all("limit=200&status=suspended", admin) + " ").find(" " + suspended[0] + " ") !=
             std::string::npos);
  // Another's are as nobody's.
  const auto nobody = world.random.id(world.clock.now()).text();
  BOOST_TEST(all("reseller_id=" + other.text(), admin) != "");
  for (const auto& id : {other.text(), nobody}) BOOST_TEST(all("reseller_id=" + id, seller) == "");
  const auto cursor = text_at(json_of(desk.get("/auth/platform/tenants?" + its, admin)), "next_cursor");
  BOOST_TEST(fields_of(desk.get("/auth/platform/tenants?cursor=" + cursor, admin)) == "cursor");
}

BOOST_AUTO_TEST_SUITE_END()

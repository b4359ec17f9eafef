// Two who take each other away at the same moment, on connections of their own: one stays.
#include "service/people.hh"
#include "support/crowd.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;

BOOST_AUTO_TEST_SUITE(last_owner)

BOOST_AUTO_TEST_CASE(two_who_demote_each_other_at_once_leave_one) {
  World world;
  Crowd crowd(2, world.clock.at);
  for (int round = 0; round < rounds(8); ++round) {
    const auto tenant = world.make_tenant();
    const MadeUser owners[] = {world.make_user(tenant, "owner"), world.make_user(tenant, "owner")};
    std::string said[2];
    crowd.all([&](World& own, std::size_t i) {
      auto ask = own.ask();
      const doorward::service::Actor actor{
          tenant, owners[i].id, {"owner", doorward::permissions_of("owner")}, std::nullopt, std::nullopt};
      const auto done = doorward::service::give_role(ask, actor, owners[1 - i].id, "admin");
      said[i] = done ? "ok" : std::string(doorward::row_of(done.error().code).name);
    });
    BOOST_TEST(number(world, tenant, "SELECT COUNT(*) FROM t_users WHERE role = 'owner'") == 1,
               said[0] << " " << said[1]);
    BOOST_TEST(((said[0] == "ok") != (said[1] == "ok")), said[0] << " " << said[1]);
  }
}

BOOST_AUTO_TEST_CASE(two_administrators_who_end_each_other_at_once_leave_one) {
  World world;
  Crowd crowd(2, world.clock.at);
  for (const auto end : {doorward::service::suspend_account, doorward::service::remove_account})
    for (int round = 0; round < rounds(8); ++round) {
      const auto house = world.make_tenant("", "platform");  // like the platform's own, where many tests live
      const MadeUser admins[] = {world.make_user(house, "platform_admin"), world.make_user(house, "platform_admin")};
      std::string said[2];
      crowd.all([&](World& own, std::size_t i) {
        auto ask = own.ask();
        auto actor = doorward::service::operator_in(house);
        actor.id = admins[i].id;
        const auto done = end(ask, actor, admins[1 - i].id);
        said[i] = done ? "ok" : std::string(doorward::row_of(done.error().code).name);
      });
      BOOST_TEST(
          number(world, house, "SELECT COUNT(*) FROM t_users WHERE status = 'active' AND deleted_at IS NULL") == 1,
          said[0] << " " << said[1]);
      BOOST_TEST(((said[0] == "ok") != (said[1] == "ok")), said[0] << " " << said[1]);
      const auto left = said[0] == "ok" ? admins[0].id : admins[1].id;
      auto ask = world.ask();
      const auto last = end(ask, doorward::service::operator_in(house), left);
      BOOST_TEST((!last && last.error().code == doorward::Code::CONFLICT));
    }
}

BOOST_AUTO_TEST_SUITE_END()

// Erasing somebody leaves the chain of events as it was sealed.
#include "service/event_chain.hh"
#include "service/people.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;
using namespace doorward;

BOOST_AUTO_TEST_SUITE(erase)

BOOST_AUTO_TEST_CASE(events_stay_and_verify_and_many_are_no_matter) {
  World world;
  const auto tenant = world.make_tenant();
  const auto user = world.make_user(tenant);
  for (int i = 0; i < 3; ++i) sign_in(world, user);
  store::TenantDb db(world.database, tenant);
  auto ask = world.ask();
  db.transaction([&] {
    for (int i = 0; i < 1100; ++i) {
      auto event = service::event_by(ask, service::operator_in(tenant), "user_login_failed");
      event.subject = user.id;
      event.personal.set("email", user.email);
      store::write_event(db, event);
    }
    return true;
  });
  BOOST_TEST(service::seal_events(ask, world.platform(), tenant, 2000) > 1100);
  BOOST_TEST(bool(service::erase_account(ask, service::operator_in(tenant), user.id)));
  BOOST_TEST(number(world, tenant, "SELECT COUNT(*) FROM t_event_details WHERE personal LIKE '%@%'") == 0);
  BOOST_TEST(number(world, tenant, "SELECT COUNT(*) FROM t_events WHERE type = 'user_erased'") == 1);
  service::seal_events(ask, world.platform(), tenant, 2000);
  const auto report = service::verify_chain(ask, world.platform(), tenant);
  BOOST_TEST(!report.broken, report.why);
  BOOST_TEST(report.unsealed == 0);
  BOOST_TEST(bool(service::erase_account(ask, service::operator_in(tenant), user.id)));
  BOOST_TEST(number(world, tenant, "SELECT COUNT(*) FROM t_events WHERE type = 'user_erased'") == 1);
}

BOOST_AUTO_TEST_SUITE_END()

// Sessions as rows: found, listed while they live, ended once.
#include "support/test.hh"

#include "store/sessions.hh"

#include "support/world.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Rows {
  World world;
  TenantId tenant = world.make_tenant();
  UserId user = world.make_user(tenant).id;
  store::TenantDb db{world.database, tenant};
  Time now = world.clock.now();

  Session made(Transport transport = Transport::token) {
    Session s;
    s.id = SessionId(world.random.id(now));
    s.tenant = tenant;
    s.user = user;
    s.transport = transport;
    if (transport == Transport::session) s.cookie_hash = world.random.bytes(32);
    s.created_at = s.last_used_at = s.auth_time = now;
    s.expires_at = now + seconds{3600};
    s.idle_ends_at = transport == Transport::session ? now + seconds{600} : s.expires_at;
    s.amr = {"pwd", "otp"};
    s.ip_address = "2001:db8::1";
    s.user_agent = "Zoë's browser";
    s.device_id = "device";
    store::insert_session(db, s);
    return s;
  }
  std::size_t live(Time at) { return store::list_live_sessions(db, user, at, {}, 50).size(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(session_rows, Rows)

BOOST_AUTO_TEST_CASE(a_row_comes_back_as_it_was_written) {
  Session wanted = made(Transport::session);
  for (const auto& got : {store::find_session(db, wanted.id), store::find_session_by_cookie(db, wanted.cookie_hash)}) {
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST(bool(got->id == wanted.id));
    BOOST_TEST(bool(got->tenant == tenant));
    BOOST_TEST(bool(got->user == user));
    BOOST_TEST(bool(got->transport == Transport::session));
    BOOST_TEST(got->cookie_hash == wanted.cookie_hash);
    BOOST_TEST(bool(got->expires_at == wanted.expires_at));
    BOOST_TEST(bool(got->idle_ends_at == wanted.idle_ends_at));
    BOOST_TEST(bool(got->auth_time == now));
    BOOST_TEST(got->amr == wanted.amr, boost::test_tools::per_element());
    BOOST_TEST(got->ip_address == wanted.ip_address);
    BOOST_TEST(got->user_agent == wanted.user_agent);
    BOOST_TEST((!got->ended_at && got->end_reason.empty() && !got->impersonator));
  }
  BOOST_TEST(!store::find_session(db, SessionId{}).has_value());
}

BOOST_AUTO_TEST_CASE(a_session_ends_once_and_keeps_its_first_reason) {
  const auto id = made().id;
  BOOST_TEST(store::end_session(db, id, now, "logout"));
  BOOST_TEST(!store::end_session(db, id, now + seconds{1}, "suspended"));
  const auto got = store::find_session(db, id);
  BOOST_TEST(bool(got->ended_at == now));
  BOOST_TEST(got->end_reason == "logout");
  BOOST_TEST(store::sessions_ended_since(db, user, now).size() == 1U);
  BOOST_TEST(store::sessions_ended_since(db, user, now + Span{1}).empty());
}

BOOST_AUTO_TEST_CASE(a_session_lives_until_its_idle_and_absolute_end) {
  made();
  const auto idle = made(Transport::session);
  BOOST_TEST(live(now) == 2U);
  BOOST_TEST(live(now + seconds{600}) == 1U);
  store::touch_session(db, idle.id, now + seconds{300});
  BOOST_TEST(live(now + seconds{600}) == 2U);
  store::touch_session(db, idle.id, now);  // a slower worker never takes time back
  BOOST_TEST(live(now + seconds{600}) == 2U);
  BOOST_TEST(live(now + seconds{3600}) == 0U);
}

BOOST_AUTO_TEST_CASE(locked_ones_come_in_order_and_only_the_living) {
  const auto ended = made();
  store::end_session(db, ended.id, now, "logout");
  made();
  made();
  db.transaction([&] {
    const auto locked = store::lock_live_sessions(db, user, now);
    BOOST_REQUIRE_EQUAL(locked.size(), 2U);
    BOOST_TEST(bool(locked[0].id < locked[1].id));
    BOOST_TEST(store::lock_session(db, ended.id).has_value());
    return true;
  });
}

BOOST_AUTO_TEST_SUITE_END()
